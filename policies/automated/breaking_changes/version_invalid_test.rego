package meshgov.automated.breaking_changes.version_invalid_test

import data.meshgov.automated.breaking_changes.version_invalid

test_a_good_version if {
	given := {"version": {"new": "1.0.0", "problems": ["old-not-semver"]}}
	version_invalid.applicable with input as given
	version_invalid.findings == set() with input as given
}

test_no_version_is_the_matter_of_another_rule if {
	given := {"version": {"problems": ["missing"]}}
	not version_invalid.applicable with input as given
	version_invalid.findings == set() with input as given
}

test_a_text if {
	given := {"version": {"new": "1.0", "problems": ["not-semver"]}}
	version_invalid.applicable with input as given
	version_invalid.findings == {{"path": ["version"], "args": {"version": "1.0"}}} with input as given
}

test_a_number_stays_out_of_the_message if {
	found := version_invalid.findings with input as {"version": {"new": 1.5, "problems": ["number"]}}
	found == {{"path": ["version"], "args": {"version": "a number without quotes"}}}
}
