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

test_each_further_declaration_is_a_finding_of_its_own if {
	found := duplicate_field.findings with input as {"columns": [
		{"path": ["schema", "fields", "id"]},
		{"path": ["schema", "fields", "id"], "duplicate": true, "occurrence": 2},
		{"path": ["schema", "fields", "id"], "duplicate": true, "occurrence": 3},
		{"path": ["schema", "fields", "id", "a"], "occurrence": 2},
		{"path": ["schema", "fields", "a", "id"], "duplicate": true, "occurrence": 2},
	]}
	found == {
		{"path": ["schema", "fields", "id"], "args": {"field": "id", "occurrence": 2}},
		{"path": ["schema", "fields", "id"], "args": {"field": "id", "occurrence": 3}},
		{"path": ["schema", "fields", "a", "id"], "args": {"field": "a.id", "occurrence": 2}},
	}
}
