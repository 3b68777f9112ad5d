package meshgov.automated.schema_validation.constraints_missing_test

import data.meshgov.automated.schema_validation.constraints_missing

_input(columns, keys) := {
	"contract": {"name": "orders"},
	"tables": [{"path": ["schema"], "columns": count(columns), "primary_key": keys}],
	"columns": columns,
}

_column(name, constraints) := {
	"path": ["schema", "fields", name],
	"name": name,
	"is_primary_key": false,
	"constraints": constraints,
}

_key(name, constraints) := object.union(_column(name, constraints), {"is_primary_key": true})

_missing(field, constraint) := {
	"path": ["schema", "fields", field, "constraints", constraint],
	"args": {
		"field": field,
		"subject": concat("", ["The key field `", field, "`"]),
		"missing": concat("", ["constraint `", constraint, "`"]),
	},
}

_none(path, name) := {
	"path": path,
	"args": {"subject": concat("", ["`", name, "`"]), "missing": "constraint on any field"},
}

_findings(columns, keys) := found if {
	found := constraints_missing.findings with input as _input(columns, keys)
}

test_without_fields_it_is_not_judged if {
	not constraints_missing.applicable with input as _input([], [])
	_findings([], []) == set()
}

test_a_key_that_is_unique_and_there if {
	columns := [_key("id", {"unique": true, "not_null": true}), _column("at", {})]
	constraints_missing.applicable with input as _input(columns, ["id"])
	_findings(columns, ["id"]) == set()
}

test_a_key_without if {
	both := {_missing("id", "unique"), _missing("id", "not_null")}
	_findings([_key("id", {})], ["id"]) == both
	_findings([_key("id", {"unique": false, "not_null": null, "min": 1})], ["id"]) == both
	_findings([_key("id", {"unique": true}), _column("at", {"not_null": true})], ["id"]) == {_missing("id", "not_null")}
}

test_a_key_of_several_fields if {
	columns := [_key("order", {"not_null": true}), _key("line", {})]
	_findings(columns, ["order", "line"]) == {_missing("line", "not_null")}
}

test_a_field_that_is_declared_twice_is_one_key if {
	twice := [_key("id", {"not_null": true}), object.union(_key("id", {"not_null": true}), {"occurrence": 2})]
	_findings(twice, ["id", "id"]) == {
		_missing("id", "unique"),
		object.union(_missing("id", "unique"), {"args": {"occurrence": 2}}),
	}
}

test_no_constraint_at_all if {
	_findings([_column("id", {}), _column("at", {"unique": false})], []) == {_none(["schema", "constraints"], "orders")}
	_findings([_column("id", {}), _column("at", {"max": 0})], []) == set()
}

test_each_table_by_itself if {
	found := constraints_missing.findings with input as {
		"contract": {"name": "orders"},
		"tables": [
			{"path": ["schema", "heads"], "name": "heads", "columns": 1, "primary_key": ["id"]},
			{"path": ["schema", "lines"], "name": "lines", "columns": 1, "primary_key": []},
			{"path": ["schema", "empty"], "name": "empty", "columns": 0, "primary_key": []},
		],
		"columns": [
			{
				"path": ["schema", "heads", "fields", "id"],
				"table": "heads",
				"is_primary_key": true,
				"constraints": {"unique": true, "not_null": true},
			},
			{
				"path": ["schema", "lines", "fields", "sku"],
				"table": "lines",
				"is_primary_key": false,
				"constraints": {},
			},
		],
	}
	found == {_none(["schema", "lines", "constraints"], "lines")}
}
