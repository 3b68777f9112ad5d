package meshgov.automated.schema_validation.type_unknown_test

import data.meshgov.automated.schema_validation.type_unknown

test_known_types if {
	given := {"columns": [{"path": ["schema", "fields", "id"], "type": "string", "type_known": true}]}
	type_unknown.applicable with input as given
	type_unknown.findings == set() with input as given
}

test_without_a_type_it_is_not_judged if {
	every columns in [[], [{"path": ["schema", "fields", "id"]}]] {
		not type_unknown.applicable with input as {"columns": columns}
		type_unknown.findings == set() with input as {"columns": columns}
	}
}

test_unknown_types if {
	found := type_unknown.findings with input as {"columns": [
		{"path": ["schema", "fields", "id"], "type": "strnig", "type_known": false},
		{"path": ["schema", "fields", "id"], "type": "oid", "type_known": false, "occurrence": 2},
		{"path": ["schema", "fields", "tags"], "type": "array", "type_known": false, "unknown_type": "tag"},
	]}
	found == {
		{"path": ["schema", "fields", "id", "type"], "args": {"field": "id", "type": "strnig"}},
		{"path": ["schema", "fields", "id", "type"], "args": {"field": "id", "type": "oid", "occurrence": 2}},
		{"path": ["schema", "fields", "tags", "type"], "args": {"field": "tags", "type": "tag"}},
	}
}
