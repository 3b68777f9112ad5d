package meshgov.platform.lifecycle.sunset_missing_test

import data.meshgov.platform.lifecycle.sunset_missing

_input(contract, dates) := {
	"contract": object.union({"name": "orders"}, contract),
	"deprecations": [{"path": ["schema", "fields", "old"], "sunset_days": 5}, object.union({"path": []}, dates)],
}

_dated := {"sunset_days": 100}

_found(key, missing) := {{"path": ["deprecation", key], "args": {"name": "orders", "missing": missing}}}

test_both_are_named if {
	given := _input({"status": "deprecated", "deprecation": {"sunset": "2027-06-30", "replaced_by": "sales"}}, _dated)
	sunset_missing.applicable with input as given
	sunset_missing.findings == set() with input as given
}

test_a_product_that_stays if {
	every contract in [{}, {"status": "stable"}] {
		given := object.remove(_input(contract, {}), ["deprecations"])
		not sunset_missing.applicable with input as given
		sunset_missing.findings == set() with input as given
	}
}

test_both_are_missing if {
	found := _found("sunset", "a sunset and a replacement")
	every contract in [{"status": "deprecated"}, {"deprecation": {}}, {"deprecation": {"sunset": "soon", "replaced_by": "tbd"}}] {
		sunset_missing.applicable with input as _input(contract, {})
		sunset_missing.findings == found with input as _input(contract, {})
	}
}

test_one_is_missing if {
	no_sunset := _input({"deprecation": {"replaced_by": "sales"}}, {"announced_days": 3})
	sunset_missing.findings == _found("sunset", "a sunset") with input as no_sunset
	every deprecation in [{"sunset": "2027-06-30"}, {"sunset": "2027-06-30", "replaced_by": "-"}] {
		given := _input({"deprecation": deprecation}, _dated)
		sunset_missing.findings == _found("replaced_by", "a replacement") with input as given
	}
}
