package meshgov.automated.breaking_changes.migration_guide_required_test

import data.meshgov.automated.breaking_changes.migration_guide_required

_input(contract, facts) := {
	"base": {},
	"contract": contract,
	"version": object.union({"old": "1.4.0", "new": "2.0.0", "parsed": {"old": {"major": 1}}}, facts),
	"changes": [{"id": "field-removed"}],
}

_found(given, required) := found if {
	found := migration_guide_required.findings with input as given
		with data.meshgov.changes.answer as {"required_bump": required}
}

_applicable(given, required) if {
	migration_guide_required.applicable with input as given
		with data.meshgov.changes.answer as {"required_bump": required}
}

_without(path) := {{"path": path, "args": {"old": "1.4.0", "new": "2.0.0"}}}

test_a_guide if {
	given := _input({"changelog": [{"version": "2.0.0", "migration_guide": "docs"}]}, {})
	_applicable(given, "major")
	_found(given, "major") == set()
}

test_no_guide if {
	_found(_input({"changelog": [{"version": "2.0.0"}]}, {}), "major") == _without(["changelog", "2.0.0"])
	_found(_input({"changelog": []}, {}), "major") == _without(["changelog", "2.0.0"])
	_found(_input({}, {}), "major") == _without(["changelog"])
}

test_versions_that_cannot_be_named if {
	found := _found(_input({"changelog": []}, {"old": 1.4, "new": 2.5}), "major")
	found == {{"path": ["changelog"], "args": {"old": "the version before", "new": "the new version"}}}
}

test_nothing_breaks if {
	every required in ["none", "patch", "minor"] {
		not _applicable(_input({}, {}), required)
		_found(_input({}, {}), required) == set()
	}
}

test_nothing_was_promised if {
	every old in [{"major": 0}, {"major": 2, "prerelease": "rc.1"}] {
		given := _input({}, {"parsed": {"old": old}})
		not _applicable(given, "major")
		_found(given, "major") == set()
	}
}

test_a_product_that_is_gone if {
	given := object.union(_input({}, {}), {"changes": [{"id": "product-removed"}]})
	not _applicable(given, "major")
	_found(given, "major") == set()
}
