package meshgov.automated.breaking_changes.version_bump_insufficient_test

import data.meshgov.automated.breaking_changes.version_bump_insufficient

_input(major, declared, precedence) := {
	"version": {
		"old": "old",
		"new": "new",
		"declared": declared,
		"precedence": precedence,
		"parsed": {"old": {"major": major}},
	},
	"changes": [{"id": "field-added"}],
}

# What the rule says about a declared and a required bump, from a version of that major number.
_findings(major, declared, required) := found if {
	found := version_bump_insufficient.findings with input as _input(major, declared, 1)
		with data.meshgov.changes.answer as {"required_bump": required, "suggested_version": "suggested"}
}

_insufficient(declared, required) := {{
	"path": ["version"],
	"args": {"old": "old", "new": "new", "declared": declared, "required": required, "suggested": "suggested"},
}}

test_enough if {
	every bumps in [
		["patch", "patch"], ["minor", "patch"], ["major", "patch"],
		["minor", "minor"], ["major", "minor"], ["major", "major"],
	] {
		_findings(1, bumps[0], bumps[1]) == set()
	}
}

test_not_enough if {
	every bumps in [["patch", "minor"], ["patch", "major"], ["minor", "major"]] {
		_findings(1, bumps[0], bumps[1]) == _insufficient(bumps[0], bumps[1])
	}
}

test_enough_before_the_first_major_version if {
	every bumps in [
		["patch", "patch"], ["patch", "minor"], ["minor", "minor"],
		["minor", "major"], ["major", "major"],
	] {
		_findings(0, bumps[0], bumps[1]) == set()
	}
}

test_not_enough_before_the_first_major_version if {
	_findings(0, "patch", "major") == _insufficient("patch", "major")
}

test_between_prereleases_anything_may_change if {
	every required in ["patch", "minor", "major"] {
		_findings(2, "none", required) == set()
	}
}

test_a_higher_version_is_judged if {
	version_bump_insufficient.applicable with input as _input(1, "patch", 1)
}

test_the_same_and_lower_versions_are_the_matter_of_other_rules if {
	every precedence in [-1, 0] {
		given := _input(1, "none", precedence)
		not version_bump_insufficient.applicable with input as given
		version_bump_insufficient.findings == set() with input as given
			with data.meshgov.changes.answer as {"required_bump": "major", "suggested_version": "2.0.0"}
	}
}

test_without_changes_it_is_not_judged if {
	given := object.union(_input(1, "patch", 1), {"changes": []})
	not version_bump_insufficient.applicable with input as given
	version_bump_insufficient.findings == set() with input as given
}
