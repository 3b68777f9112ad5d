package meshgov.automated.breaking_changes.version_bumped_without_changes_test

import data.meshgov.automated.breaking_changes.version_bumped_without_changes

_input(facts, changes) := {
	"version": object.union(
		{
			"old": "1.4.0", "new": "1.5.0", "declared": "minor", "precedence": 1,
			"parsed": {"old": {"major": 1}, "new": {"major": 1}},
		},
		facts,
	),
	"changes": changes,
}

_found := {{"path": ["version"], "args": {"old": "1.4.0", "new": "1.5.0"}}}

test_a_new_version_with_a_change if {
	given := _input({}, [{"id": "field-added"}])
	version_bumped_without_changes.applicable with input as given
	version_bumped_without_changes.findings == set() with input as given
}

test_a_new_version_without_a_change if {
	version_bumped_without_changes.findings == _found with input as _input({}, [])
}

test_one_prerelease_after_another if {
	given := _input({"declared": "none", "parsed": {"new": {"prerelease": "rc.2"}}}, [])
	version_bumped_without_changes.findings == _found with input as given
}

test_the_release_of_a_prerelease_is_not_judged if {
	given := _input({"declared": "none", "parsed": {"old": {"prerelease": "rc.2"}}}, [])
	not version_bumped_without_changes.applicable with input as given
	version_bumped_without_changes.findings == set() with input as given
}

test_without_a_higher_version_it_is_not_judged if {
	every precedence in [-1, 0] {
		given := _input({"precedence": precedence}, [])
		not version_bumped_without_changes.applicable with input as given
		version_bumped_without_changes.findings == set() with input as given
	}
}
