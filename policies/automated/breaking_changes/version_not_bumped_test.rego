package meshgov.automated.breaking_changes.version_not_bumped_test

import data.meshgov.automated.breaking_changes.version_not_bumped

_input(facts, changes) := {
	"version": object.union({"old": "1.4.0", "new": "1.4.0"}, facts),
	"changes": changes,
}

_findings(given) := found if {
	found := version_not_bumped.findings with input as given
		with data.meshgov.changes.answer as {"suggested_version": "1.5.0"}
}

test_a_new_version if {
	every precedence in [-1, 1] {
		given := _input({"precedence": precedence}, [{"id": "field-added"}])
		version_not_bumped.applicable with input as given
		_findings(given) == set()
	}
}

test_without_changes_it_is_not_judged if {
	given := _input({"precedence": 0}, [])
	not version_not_bumped.applicable with input as given
	_findings(given) == set()
}

test_a_version_that_cannot_be_read if {
	given := _input({}, [{"id": "field-added"}])
	not version_not_bumped.applicable with input as given
	_findings(given) == set()
}

test_the_same_version if {
	given := _input({"precedence": 0}, [{"id": "field-added"}])
	version_not_bumped.applicable with input as given
	_findings(given) == {{"path": ["version"], "args": {"version": "1.4.0", "suggested": "1.5.0"}}}
}
