package meshgov.platform.lifecycle.duplicate_product_test

import data.meshgov.platform.lifecycle.duplicate_product

test_applicable if duplicate_product.applicable

test_claims if {
	records := [
		{"path": "a", "name": "orders", "major": 1},
		{"path": "b", "name": " Orders", "major": 1},
		{"path": "c", "name": "orders", "major": 2},
		{"path": "d", "name": "orders", "major": 0},
		{"path": "e", "name": "orders"},
		{"path": "f", "name": "stock"},
		{"path": "g", "name": "stock"},
	]
	found := duplicate_product.findings with input.fleet as records
	{[one.contract, one.path, one.args] | some one in found} == {
		["a", ["name"], _args("orders", "in major version 1", ["b"])],
		["b", ["name"], _args(" Orders", "in major version 1", ["a"])],
		["f", ["name"], _args("stock", "without a version that can be read", ["g"])],
		["g", ["name"], _args("stock", "without a version that can be read", ["f"])],
	}
}

_args(name, version, others) := {"name": name, "version": version, "number": 2, "others": others}

test_many if {
	records := [{"path": path, "name": "orders", "major": 1} | some path in ["a", "b", "c", "d", "e", "f"]]
	found := duplicate_product.findings with input.fleet as records
	{one.contract: one.args.others | some one in found; one.args.number == 6} == {
		"a": ["b", "c", "d"], "b": ["a", "c", "d"], "c": ["a", "b", "d"],
		"d": ["a", "b", "c"], "e": ["a", "b", "c"], "f": ["a", "b", "c"],
	}
}
