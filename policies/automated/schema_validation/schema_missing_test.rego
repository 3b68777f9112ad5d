package meshgov.automated.schema_validation.schema_missing_test

import data.meshgov.automated.schema_validation.schema_missing

_findings(tables) := found if {
	found := schema_missing.findings with input as {"contract": {"name": "orders"}, "tables": tables}
}

test_fields_are_there if {
	schema_missing.applicable
	_findings([{"path": ["schema"], "columns": 1}]) == set()
}

test_no_schema if {
	_findings([]) == {{"path": ["schema"], "args": {"name": "orders"}}}
}

test_no_fields if {
	_findings([{"path": ["schema"], "columns": 0}]) == {{"path": ["schema", "fields"], "args": {"name": "orders"}}}
}

test_one_of_two_tables_has_none if {
	_findings([
		{"path": ["schema", "lines"], "name": "lines", "columns": 0},
		{"path": ["schema", "heads"], "name": "heads", "columns": 2},
	]) == {{"path": ["schema", "lines", "fields"], "args": {"name": "lines"}}}
}
