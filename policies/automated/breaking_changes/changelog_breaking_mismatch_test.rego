package meshgov.automated.breaking_changes.changelog_breaking_mismatch_test

import data.meshgov.automated.breaking_changes.changelog_breaking_mismatch

_input(entry, facts) := {
	"contract": {"changelog": [object.union({"version": "2.0.0"}, entry)]},
	"version": object.union({"new": "2.0.0", "precedence": 1, "parsed": {"old": {"major": 1}}}, facts),
}

_found(given, breaking) := found if {
	found := changelog_breaking_mismatch.findings with input as given
		with data.meshgov.changes.answer as {"breaking": breaking}
}

_mismatch(claimed, computed) := {{
	"path": ["changelog", "2.0.0"],
	"args": {"version": "2.0.0", "claimed": claimed, "computed": computed},
}}

test_it_says_what_is_so if {
	every breaking in [true, false] {
		given := _input({"breaking": breaking}, {})
		changelog_breaking_mismatch.applicable with input as given
		_found(given, breaking) == set()
	}
}

test_it_says_something_else if {
	_found(_input({"breaking": true}, {}), false) == _mismatch("breaking", "not breaking")
	_found(_input({"breaking": false}, {}), true) == _mismatch("not breaking", "breaking")
}

test_not_judged if {
	every given in [
		_input({}, {}),
		_input({"breaking": false}, {"new": "2.1.0"}),
		_input({"breaking": false}, {"precedence": 0}),
		_input({"breaking": false}, {"precedence": -1}),
		_input({"breaking": false}, {"parsed": {"old": {"prerelease": "rc.1"}}}),
	] {
		not changelog_breaking_mismatch.applicable with input as given
		_found(given, true) == set()
	}
}
