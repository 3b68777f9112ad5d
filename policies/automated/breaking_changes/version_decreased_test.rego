package meshgov.automated.breaking_changes.version_decreased_test

import data.meshgov.automated.breaking_changes.version_decreased

_input(facts) := {"version": object.union({"old": "1.4.0", "new": "1.3.0"}, facts)}

test_the_same_or_a_higher_version if {
	every precedence in [0, 1] {
		given := _input({"precedence": precedence})
		version_decreased.applicable with input as given
		version_decreased.findings == set() with input as given
	}
}

test_a_version_that_cannot_be_read if {
	not version_decreased.applicable with input as _input({})
	version_decreased.findings == set() with input as _input({})
}

test_a_lower_version if {
	given := _input({"precedence": -1})
	version_decreased.applicable with input as given
	version_decreased.findings == {{"path": ["version"], "args": {"old": "1.4.0", "new": "1.3.0"}}} with input as given
}
