# The order of bumps, and how versions below 1.0.0 shift it.
package meshgov.lib.versions

rank := {"none": 0, "patch": 1, "minor": 2, "major": 3}

# The bump that a version has to take where the changes require `bump`. Before 1.0.0 a minor version
# may break, and a patch may add (SemVer 2.0.0, section 4).
shifted(bump) := {"major": "minor", "minor": "patch", "patch": "patch", "none": "none"}[bump] if {
	input.version.parsed.old.major == 0
}

shifted(bump) := bump if input.version.parsed.old.major > 0

# Whether the step to the new version, which is later, is as far as changes that require `bump` ask for.
enough(bump) if rank[input.version.declared] >= rank[shifted(bump)]

# The three numbers stayed: it left a prerelease of the same version, and on that way anything may change.
enough(_) if input.version.declared == "none"

# Whether the step is farther than that without need. Prereleases may count on what is still to come, and
# the first stable version is a promise of its own.
excessive(bump) if {
	farther(bump)
	not input.version.parsed.old.prerelease
	not input.version.parsed.new.prerelease
	not first_stable
}

# Whether the step is larger than changes that require `bump` ask for.
farther(bump) if rank[input.version.declared] > rank[shifted(bump)]

# Whether no rule about the step has anything against the new version.
suits(bump) if {
	bump != "none"
	input.version.precedence == 1
	enough(bump)
	not excessive(bump)
}

suits("none") if input.version.precedence == 0

# Only the release of a prerelease may rise without a change.
suits("none") if {
	input.version.precedence == 1
	input.version.declared == "none"
	not input.version.parsed.new.prerelease
}

# The step from below 1.0.0 to above it.
first_stable if {
	input.version.parsed.old.major == 0
	input.version.declared == "major"
}
