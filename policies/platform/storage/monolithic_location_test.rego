package meshgov.platform.storage.monolithic_location_test

import data.meshgov.platform.storage.monolithic_location

_record(path, domain, prefixes) := {
	"path": path, "domain": domain,
	"locations": [{"path": ["schema", "location"], "prefixes": prefixes}],
}

_found(records) := {[one.contract, one.args.prefix] | some one in found} if {
	found := monolithic_location.findings with input.fleet as records
}

test_below_one_root if {
	records := [
		_record("a", "sales", ["lake", "lake/orders"]),
		_record("b", "finance", ["lake", "lake/ledger"]),
		_record("c", "web", ["lake", "lake/my-web", "lake/my-web/clicks"]),
		_record("d", "web shop", ["lake", "lake/web-shop_v2"]),
	]
	_found(records) == {["a", "lake"], ["b", "lake"]}
}

test_one_place if {
	records := [_record("a", "sales", ["lake"]), _record("b", "finance", ["lake", "lake/finance"])]
	_found(records) == {["a", "lake"]}
}

test_a_place_of_its_own if {
	_found([_record("a", "sales", ["one"]), _record("b", "finance", ["two"])]) == set()
}

test_finding if {
	records := [_record("a", "Sales", ["lake"]), _record("b", "sales", ["lake"]), _record("c", "web", ["lake"])]
	args := {"prefix": "lake", "domain": "Sales", "number": 2, "domains": ["sales", "web"]}
	expected := {"contract": "a", "path": ["schema", "location"], "args": args}
	expected in monolithic_location.findings with input.fleet as records
}

test_applicable if {
	records := [_record("a", "sales", ["lake"]), {"path": "b", "domain": "sales", "locations": []}]
	monolithic_location.applicable == {"a"} with input.fleet as records
}
