package meshgov.automated.breaking_changes.version_bump_excessive_test

import data.meshgov.automated.breaking_changes.version_bump_excessive

_input(major, declared) := {
	"version": {
		"old": "old",
		"new": "new",
		"declared": declared,
		"precedence": 1,
		"parsed": {"old": {"major": major}, "new": {"major": major}},
	},
	"changes": [{"id": "field-added"}],
}

_found(given, required) := found if {
	found := version_bump_excessive.findings with input as given
		with data.meshgov.changes.answer as {"required_bump": required, "suggested_version": "suggested"}
}

_excessive(declared, needed) := {{
	"path": ["version"],
	"args": {"old": "old", "new": "new", "declared": declared, "needed": needed, "suggested": "suggested"},
}}

test_as_needed_or_less if {
	every bumps in [
		["patch", "patch"], ["minor", "minor"], ["major", "major"],
		["patch", "minor"], ["patch", "major"], ["minor", "major"],
	] {
		_found(_input(1, bumps[0]), bumps[1]) == set()
	}
}

test_more_than_needed if {
	every bumps in [["minor", "patch"], ["major", "patch"], ["major", "minor"]] {
		_found(_input(1, bumps[0]), bumps[1]) == _excessive(bumps[0], bumps[1])
	}
}

test_before_the_first_stable_version if {
	_found(_input(0, "minor"), "major") == set()
	_found(_input(0, "minor"), "minor") == _excessive("minor", "patch")
	_found(_input(0, "minor"), "patch") == _excessive("minor", "patch")
}

test_the_first_stable_version_is_not_judged if {
	not version_bump_excessive.applicable with input as _input(0, "major")
	_found(_input(0, "major"), "patch") == set()
}

test_a_prerelease_is_not_judged if {
	every side in ["old", "new"] {
		given := object.union(_input(1, "major"), {"version": {"parsed": {side: {"prerelease": "rc.1"}}}})
		not version_bump_excessive.applicable with input as given
		_found(given, "patch") == set()
	}
}

test_without_a_step_or_changes_it_is_not_judged if {
	every facts in [{"version": {"precedence": 0}}, {"version": {"precedence": -1}}, {"changes": []}] {
		given := object.union(_input(1, "major"), facts)
		not version_bump_excessive.applicable with input as given
		_found(given, "patch") == set()
	}
}
