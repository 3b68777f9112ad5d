package meshgov.automated.breaking_changes.version_missing_test

import data.meshgov.automated.breaking_changes.version_missing

_input(problems) := {"contract": {"name": "orders"}, "version": {"problems": problems}}

test_a_version_is_there if {
	version_missing.applicable
	every problems in [[], ["not-semver"], ["number", "old-missing"]] {
		version_missing.findings == set() with input as _input(problems)
	}
}

test_no_version if {
	found := version_missing.findings with input as _input(["missing"])
	found == {{"path": ["version"], "args": {"name": "orders"}}}
}
