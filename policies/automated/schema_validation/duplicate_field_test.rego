package meshgov.automated.schema_validation.duplicate_field_test

import data.meshgov.automated.schema_validation.duplicate_field

test_each_name_once if {
	given := {"columns": [{"path": ["schema", "fields", "id"]}]}
	duplicate_field.applicable with input as given
	duplicate_field.findings == set() with input as given
}

test_without_fields_it_is_not_judged if {
	not duplicate_field.applicable with input as {"columns": []}
	duplicate_field.findings == set() with input as {"columns": []}
}

test_three_of_one_name_are_one_finding if {
	found := duplicate_field.findings with input as {"columns": [
		{"path": ["schema", "fields", "id"]},
		{"path": ["schema", "fields", "id"], "duplicate": true},
		{"path": ["schema", "fields", "id"], "duplicate": true},
		{"path": ["schema", "fields", "a", "id"], "duplicate": true},
	]}
	found == {
		{"path": ["schema", "fields", "id"], "args": {"field": "id"}},
		{"path": ["schema", "fields", "a", "id"], "args": {"field": "a.id"}},
	}
}
