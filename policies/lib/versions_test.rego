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

_step(old, new, declared, precedence) := {"version": {
	"declared": declared,
	"precedence": precedence,
	"parsed": {"old": old, "new": new},
}}

_stable := {"major": 1, "minor": 4, "patch": 0}

_prerelease := {"major": 1, "minor": 4, "patch": 0, "prerelease": "rc.1"}

test_enough if {
	versions.enough("minor") with input as _step(_stable, _stable, "minor", 1)
	versions.enough("patch") with input as _step(_stable, _stable, "minor", 1)
	not versions.enough("major") with input as _step(_stable, _stable, "minor", 1)
	versions.enough("major") with input as _step(_prerelease, _stable, "none", 1)
}

test_excessive if {
	versions.excessive("patch") with input as _step(_stable, _stable, "minor", 1)
	not versions.excessive("minor") with input as _step(_stable, _stable, "minor", 1)
	not versions.excessive("patch") with input as _step(_stable, _prerelease, "minor", 1)
	not versions.excessive("patch") with input as _step(_prerelease, _stable, "minor", 1)
	not versions.excessive("patch") with input as _step({"major": 0}, _stable, "major", 1)
}

test_suits if {
	versions.suits("minor") with input as _step(_stable, _stable, "minor", 1)
	not versions.suits("patch") with input as _step(_stable, _stable, "minor", 1)
	not versions.suits("major") with input as _step(_stable, _stable, "minor", 1)
	not versions.suits("minor") with input as _step(_stable, _stable, "none", 0)
	versions.suits("none") with input as _step(_stable, _stable, "none", 0)
	versions.suits("none") with input as _step(_prerelease, _stable, "none", 1)
	not versions.suits("none") with input as _step(_prerelease, _prerelease, "none", 1)
	not versions.suits("none") with input as _step(_stable, _stable, "patch", 1)
}
