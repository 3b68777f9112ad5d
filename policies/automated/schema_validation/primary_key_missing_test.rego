package meshgov.automated.schema_validation.primary_key_missing_test

import data.meshgov.automated.schema_validation.primary_key_missing

_input(tables) := {
	"contract": {"name": "orders"},
	"tables": tables,
	"columns": [{} | some table in tables; table.columns > 0],
}

test_a_key_is_there if {
	given := _input([{"path": ["schema"], "columns": 2, "primary_key": ["id", "line"]}])
	primary_key_missing.applicable with input as given
	primary_key_missing.findings == set() with input as given
}

test_without_fields_it_is_not_judged if {
	given := _input([{"path": ["schema"], "columns": 0, "primary_key": []}])
	not primary_key_missing.applicable with input as given
	primary_key_missing.findings == set() with input as given
}

test_no_key if {
	found := primary_key_missing.findings with input as _input([{"path": ["schema"], "columns": 1, "primary_key": []}])
	found == {{"path": ["schema", "primary_key"], "args": {"name": "orders"}}}
}

test_each_table_needs_one if {
	found := primary_key_missing.findings with input as _input([
		{"path": ["schema", "heads"], "name": "heads", "columns": 1, "primary_key": ["id"]},
		{"path": ["schema", "lines"], "name": "lines", "columns": 1, "primary_key": []},
	])
	found == {{"path": ["schema", "lines", "primary_key"], "args": {"name": "lines"}}}
}
