package meshgov.automated.schema_validation.type_missing_test

import data.meshgov.automated.schema_validation.type_missing

test_types_are_there if {
	given := {"columns": [{"path": ["schema", "fields", "id"], "type": "geography", "type_known": false}]}
	type_missing.applicable with input as given
	type_missing.findings == set() with input as given
}

test_without_fields_it_is_not_judged if {
	not type_missing.applicable with input as {"columns": []}
	type_missing.findings == set() with input as {"columns": []}
}

test_one_has_none if {
	found := type_missing.findings with input as {"columns": [
		{"path": ["schema", "fields", "id"], "type": "string"},
		{"path": ["schema", "fields", "place", "zip"], "nested": true},
	]}
	found == {{"path": ["schema", "fields", "place", "zip", "type"], "args": {"field": "place.zip"}}}
}
