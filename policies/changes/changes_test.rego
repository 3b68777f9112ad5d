package meshgov.changes_test

import data.meshgov.changes

_rules := {
	"gone": {"backward": "breaking", "forward": "compatible", "bump": "major"},
	"gone-after-notice": {"backward": "dangerous", "forward": "compatible", "bump": "major"},
	"moved": {"backward": "compatible", "forward": "compatible", "bump": "patch"},
	"new": {"backward": "compatible", "forward": "breaking", "bump": "minor"},
	"odd": {"backward": "dangerous", "forward": "breaking", "bump": "minor"},
	"words": {"backward": "docs", "forward": "docs", "bump": "patch"},
}

_input(mode, levels, ids, old) := {
	"changes": [{"id": id, "path": ["schema"]} | some id in ids],
	"version": old,
	"parameters": {"breaking_changes": {"compatibility": mode, "levels": levels}},
}

_old := {
	"old": "v1.4.0",
	"parsed": {"old": {"major": 1, "minor": 4, "patch": 0}},
	"next": {"major": "2.0.0", "minor": "1.5.0", "patch": "1.4.1"},
}

_answer(mode, levels, ids, old) := answer if {
	answer := changes.answer with input as _input(mode, levels, ids, old) with data.meshgov.change_rules as _rules
}

_all := ["gone", "gone-after-notice", "moved", "new", "odd", "words"]

test_without_a_previous_version_there_is_no_answer if {
	changes.answer == null with input as {"version": {}}
}

test_no_changes if {
	_answer("backward", {}, [], _old) == {
		"levels": [],
		"bumps": [],
		"mode": "backward",
		"breaking": false,
		"required_bump": "none",
		"suggested_version": "v1.4.0",
	}
}

test_backward_takes_the_bump_of_the_row if {
	_answer("backward", {}, _all, _old) == {
		"levels": ["breaking", "dangerous", "compatible", "compatible", "dangerous", "docs"],
		"bumps": ["major", "major", "patch", "minor", "minor", "patch"],
		"mode": "backward",
		"breaking": true,
		"required_bump": "major",
		"suggested_version": "2.0.0",
	}
}

test_forward_takes_the_bump_of_the_level if {
	_answer("forward", {}, _all, _old) == {
		"levels": ["compatible", "compatible", "compatible", "breaking", "breaking", "docs"],
		"bumps": ["minor", "minor", "minor", "major", "major", "patch"],
		"mode": "forward",
		"breaking": true,
		"required_bump": "major",
		"suggested_version": "2.0.0",
	}
}

test_full_takes_the_worse_level_and_its_bump if {
	_answer("full", {}, _all, _old) == {
		"levels": ["breaking", "dangerous", "compatible", "breaking", "breaking", "docs"],
		"bumps": ["major", "minor", "minor", "major", "major", "patch"],
		"mode": "full",
		"breaking": true,
		"required_bump": "major",
		"suggested_version": "2.0.0",
	}
}

test_a_level_of_the_organisation_brings_its_bump if {
	every mode in ["backward", "forward", "full"] {
		_answer(mode, {"gone": "docs", "gone-after-notice": "dangerous", "words": "breaking"}, ["gone", "gone-after-notice"], _old) == {
			"levels": ["docs", "dangerous"],
			"bumps": ["patch", "minor"],
			"mode": mode,
			"breaking": false,
			"required_bump": "minor",
			"suggested_version": "1.5.0",
		}
	}
}

test_each_change_is_answered_in_order if {
	answer := _answer("backward", {}, ["words", "moved", "words", "moved"], _old)
	answer.levels == ["docs", "compatible", "docs", "compatible"]
	answer.bumps == ["patch", "patch", "patch", "patch"]
	answer.required_bump == "patch"
	answer.suggested_version == "1.4.1"
}

test_nothing_unknown_is_answered if {
	not _answer("backward", {}, ["gone", "never-heard-of"], _old)
	not _answer("backward", {"never-heard-of": "docs"}, ["never-heard-of"], _old)
	not _answer("backward", {"gone": "harmless"}, ["gone"], _old)
	not _answer("sideways", {}, ["gone"], _old)
}

test_before_the_first_major_version_the_suggestion_is_one_step_smaller if {
	old := {
		"old": "0.4.2",
		"parsed": {"old": {"major": 0, "minor": 4, "patch": 2}},
		"next": {"major": "1.0.0", "minor": "0.5.0", "patch": "0.4.3"},
	}
	suggested := {id: version |
		some id in ["gone", "new", "words"]
		version := _answer("backward", {}, [id], old).suggested_version
	}
	suggested == {"gone": "0.5.0", "new": "0.4.3", "words": "0.4.3"}
	_answer("backward", {}, ["gone"], old).required_bump == "major"
	_answer("backward", {}, [], old).suggested_version == "0.4.2"
}

test_from_a_prerelease_the_suggestion_is_its_release if {
	old := {
		"old": "v2.0.0-rc.1+build-7",
		"parsed": {"old": {"major": 2, "minor": 0, "patch": 0, "prerelease": "rc.1", "build": "build-7"}},
		"next": {"major": "3.0.0", "minor": "2.1.0", "patch": "2.0.1"},
	}
	_answer("backward", {}, ["gone"], old).suggested_version == "2.0.0"
	_answer("backward", {}, ["words"], old).suggested_version == "2.0.0"
	_answer("backward", {}, [], old).suggested_version == "v2.0.0-rc.1+build-7"
}

_to(old, new, declared, parsed) := object.union(old, {
	"new": new,
	"declared": declared,
	"precedence": 1,
	"parsed": {"old": old.parsed.old, "new": parsed},
})

test_a_declared_version_that_will_do_is_suggested if {
	stable := {"major": 1}
	_answer("backward", {}, ["new"], _to(_old, "v1.5.2", "minor", stable)).suggested_version == "1.5.2"
	_answer("backward", {}, ["words"], _to(_old, "1.5.0", "minor", stable)).suggested_version == "1.4.1"
	_answer("backward", {}, ["gone"], _to(_old, "1.5.0", "minor", stable)).suggested_version == "2.0.0"
}

test_a_declared_prerelease_that_will_do_suggests_its_release if {
	prerelease := {"major": 2, "prerelease": "rc.1"}
	declared := _to(_old, "v2.0.0-rc.1+b", "major", prerelease)
	_answer("backward", {}, ["gone"], declared).suggested_version == "2.0.0"
	_answer("backward", {}, ["words"], declared).suggested_version == "2.0.0-rc.1+b"
}

test_nobody_is_sent_back_to_the_release_of_a_prerelease if {
	old := {
		"old": "1.0.0-rc.1",
		"parsed": {"old": {"major": 1, "prerelease": "rc.1"}},
		"next": {"major": "2.0.0", "minor": "1.1.0", "patch": "1.0.1"},
	}
	_answer("backward", {}, ["gone"], _to(old, "1.1.0", "minor", {"major": 1})).suggested_version == "2.0.0"
	_answer("backward", {}, ["new"], _to(old, "1.1.0", "minor", {"major": 1})).suggested_version == "1.1.0"
	_answer("backward", {}, [], _to(old, "1.0.0", "none", {"major": 1})).suggested_version == "1.0.0"
	_answer("backward", {}, ["gone"], _to(old, "1.0.0", "none", {"major": 1})).suggested_version == "1.0.0"
}

test_a_version_that_cannot_be_read_suggests_nothing if {
	old := {"old": "latest", "parsed": {}, "next": {}, "problems": ["old-not-semver"]}
	_answer("backward", {}, ["gone"], old).suggested_version == null
	_answer("backward", {}, [], old).suggested_version == null
}

_known(lower, facts) := {
	"changes": facts,
	"version": _old,
	"evaluation": {"consumers": "known"},
	"parameters": {"breaking_changes": {
		"compatibility": "backward",
		"levels": {},
		"lower_unread_breaking": lower,
	}},
}

_unread := [{"id": id, "path": ["schema"]} | some id in ["gone", "gone-after-notice", "odd", "new", "words"]]

_known_answer(lower, facts) := answer if {
	answer := changes.answer with input as _known(lower, facts) with data.meshgov.change_rules as _rules
}

test_known_consumers_lower_what_is_dangerous_and_unread if {
	_known_answer(false, _unread) == {
		"levels": ["breaking", "compatible", "compatible", "compatible", "docs"],
		"bumps": ["major", "major", "minor", "minor", "patch"],
		"lowered": [null, "dangerous", "dangerous", null, null],
		"mode": "backward",
		"breaking": true,
		"required_bump": "major",
		"suggested_version": "2.0.0",
	}
}

test_the_organisation_may_lower_what_is_breaking_too if {
	_known_answer(true, [_unread[0], _unread[2]]) == {
		"levels": ["dangerous", "compatible"],
		"bumps": ["minor", "minor"],
		"lowered": ["breaking", "dangerous"],
		"mode": "backward",
		"breaking": false,
		"required_bump": "minor",
		"suggested_version": "1.5.0",
	}
}

test_what_somebody_reads_keeps_its_level if {
	read := [object.union(change, {"consumers": ["report"]}) | some change in _unread]
	answer := _known_answer(true, [read[0], read[1], _unread[0], read[2]])
	answer.levels == ["breaking", "dangerous", "dangerous", "dangerous"]
	answer.bumps == ["major", "major", "minor", "minor"]
	answer.lowered == [null, null, "breaking", null]
}

test_an_empty_list_of_consumers_is_nobody if {
	answer := _known_answer(false, [object.union(_unread[2], {"consumers": []})])
	answer.lowered == ["dangerous"]
}

test_without_the_word_nothing_is_lowered if {
	answer := _answer("backward", {}, ["odd"], _old)
	answer.levels == ["dangerous"]
	not answer.lowered
}

test_nothing_unknown_is_lowered if {
	not _known_answer(true, [{"id": "never-heard-of", "path": ["schema"]}])
}
