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
	"args": {
		"old": "old",
		"new": "new",
		"step": concat(" ", ["a", declared, "step"]),
		"required": required,
		"advice": "use suggested",
	},
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

_unread(parsed, problem) := {
	"version": {"old": "1.0", "new": "2.0.0", "parsed": parsed, "problems": [problem]},
	"base": {"name": "orders"},
	"changes": [{"id": "field-removed"}],
}

_olds(given, required) := olds if {
	found := version_bump_insufficient.findings with input as given
		with data.meshgov.changes.answer as {"required_bump": required, "suggested_version": null}
	olds := {finding.args.old | some finding in found}
}

test_from_a_version_that_cannot_be_read_no_step_is_enough if {
	every problem, words in {
		"old-missing": "no version",
		"old-number": "a number without quotes",
		"old-not-semver": "1.0 (no semantic version)",
	} {
		given := _unread({"new": {"major": 2}}, problem)
		_olds(given, "major") == {words}
		version_bump_insufficient.applicable with input as given
			with data.meshgov.changes.answer as {"required_bump": "major"}
	}
}

test_only_a_breaking_change_asks_what_there_was if {
	_olds(_unread({"new": {"major": 2}}, "old-missing"), "minor") == set()
	_olds(_unread({}, "old-missing"), "major") == set()
}
