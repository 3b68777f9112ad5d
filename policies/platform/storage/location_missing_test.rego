package meshgov.platform.storage.location_missing_test

import data.meshgov.platform.storage.location_missing

_input(ports, tables) := {"contract": {"name": "orders", "ports": ports}, "tables": tables}

_table(location) := object.union({"path": ["schema"]}, location)

_missing := {{"path": ["schema", "location"], "args": {"what": "`orders`"}}}

test_a_location if {
	given := _input([], [_table({"location": "s3://sales/orders"})])
	location_missing.applicable with input as given
	location_missing.findings == set() with input as given
}

test_none if {
	every location in [{}, {"location": "none"}, {"location": "?"}] {
		location_missing.findings == _missing with input as _input([], [_table(location)])
	}
	location_missing.findings == _missing with input as {"contract": {"name": "orders"}, "tables": []}
}

test_a_port if {
	port := {"name": "api", "location": "https://example.com"}
	every tables in [[], [_table({})]] {
		location_missing.findings == set() with input as _input([port], tables)
	}
	location_missing.findings == _missing with input as _input([{"name": "api"}], [_table({})])
}

test_several_tables if {
	tables := [
		{"path": ["schema", "a"], "name": "a", "location": "s3://a"},
		{"path": ["schema", "b"], "name": "b"},
		{"path": ["schema", "c"], "name": "c", "location": "tbd"},
	]
	found := location_missing.findings with input as _input([], tables)
	found == {
		{"path": ["schema", "b", "location"], "args": {"what": "Table `b` of `orders`"}},
		{"path": ["schema", "c", "location"], "args": {"what": "Table `c` of `orders`"}},
	}
}
