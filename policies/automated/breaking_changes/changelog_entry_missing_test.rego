package meshgov.automated.breaking_changes.changelog_entry_missing_test

import data.meshgov.automated.breaking_changes.changelog_entry_missing

_input(contract, version, changes) := {
	"base": {},
	"contract": contract,
	"version": version,
	"changes": changes,
}

_log(version) := {"changelog": [{"version": version}]}

_changes := [{"id": "field-added"}]

_found := {{"path": ["changelog", "1.5.0"], "args": {"version": "1.5.0"}}}

test_an_entry if {
	every version in ["1.5.0", "v1.5.0"] {
		given := _input(_log(version), {"new": "1.5.0", "precedence": 1}, _changes)
		changelog_entry_missing.applicable with input as given
		changelog_entry_missing.findings == set() with input as given
	}
}

test_no_entry if {
	every given in [
		_input(_log("1.4.0"), {"new": "1.5.0", "precedence": 1}, []),
		_input(_log("1.4.0"), {"new": "1.5.0", "precedence": 0}, _changes),
		_input({"changelog": []}, {"new": "1.5.0"}, _changes),
	] {
		changelog_entry_missing.findings == _found with input as given
	}
}

test_not_judged if {
	every given in [
		_input({}, {"new": "1.5.0", "precedence": 1}, _changes),
		_input(_log("1.4.0"), {"new": "1.5.0", "precedence": 0}, []),
		_input(_log("1.4.0"), {"new": 1.5}, _changes),
		_input(_log("1.4.0"), {}, _changes),
		_input(_log("1.4.0"), {"new": "1.5.0"}, [{"id": "product-removed"}]),
		object.remove(_input(_log("1.4.0"), {"new": "1.5.0"}, [{"id": "product-added"}]), ["base"]),
	] {
		not changelog_entry_missing.applicable with input as given
		changelog_entry_missing.findings == set() with input as given
	}
}
