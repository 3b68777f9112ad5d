package meshgov.lib.versions_test

import data.meshgov.lib.versions

_shifted(major) := found if {
	found := [versions.shifted(bump) | some bump in ["none", "patch", "minor", "major"]] with input as _version(major)
}

_version(major) := {"version": {"parsed": {"old": {"major": major}}}}

test_shifted if {
	_shifted(0) == ["none", "patch", "patch", "minor"]
	_shifted(1) == ["none", "patch", "minor", "major"]
}
