# The order of bumps, and how versions below 1.0.0 shift it.
package meshgov.lib.versions

rank := {"none": 0, "patch": 1, "minor": 2, "major": 3}

# The bump that a version has to take where the changes require `bump`. Before 1.0.0 a minor version
# may break, and a patch may add (SemVer 2.0.0, section 4).
shifted(bump) := {"major": "minor", "minor": "patch", "patch": "patch", "none": "none"}[bump] if {
	input.version.parsed.old.major == 0
}

shifted(bump) := bump if input.version.parsed.old.major > 0
