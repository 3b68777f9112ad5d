# METADATA
# title: A version rises as far as the changes need
# description: >-
#   The size of the step tells consumers whether they may take the new version unseen. Breaking changes need a
#   major version, additions a minor, wording a patch. Below 1.0.0 each step is one smaller; between
#   prereleases of one version, and from them to its release, anything may change. A step from a version
#   that cannot be read has no size, so that it is never enough for a breaking change.
# scope: package
# custom:
#   id: breaking_changes/version_bump_insufficient
#   severity: error
#   scope: change
#   message: "From {old} to {new} is {step}, and the changes need a {required} one; {advice}"
#   remediation: >-
#     Raise the version to the one suggested, or take back the changes that ask for it.
#   controls:
#     gdpr: [{id: "25(1)", relation: evidence-only}]
#     iso27001: [{id: A.8.32, relation: supports}]
#     soc2: [{id: CC8.1, relation: supports}]
#     nist80053: [{id: CM-3, relation: supports}, {id: CM-4, relation: partial}]
#     cdmc: [{id: "14", relation: partial}]
#     sox: [{id: ITGC-CHANGE, relation: partial}]
#     bcbs239: [{id: P6, relation: evidence-only}]
#   examples:
#     pass:
#       - title: A breaking change in a major version
#         old: {retention_days: 2000}
#         new: {version: 2.0.0}
#       - title: More than needed is enough
#         old: {description: Orders}
#         new: {version: 2.0.0}
#       - title: Below 1.0.0 a minor version may break
#         old: {retention_days: 2000, version: 0.4.2}
#         new: {version: 0.5.0}
#       - title: The first stable version may hold anything
#         old: {retention_days: 2000, version: 0.4.2}
#         new: {version: 1.0.0}
#       - title: Between prereleases of one version anything may change
#         old: {retention_days: 2000, version: 2.0.0-rc.1}
#         new: {version: 2.0.0-rc.2}
#       - title: A prerelease of the next major version
#         old: {retention_days: 2000}
#         new: {version: 2.0.0-rc.1}
#       - title: From a version that cannot be read, and nothing breaks
#         old: {version: "1.0", description: Orders, sla: {availability: null}}
#         new: {version: 1.1.0}
#       - title: A new version that cannot be read is the matter of another rule
#         old: {version: "1.0", retention_days: 2000}
#         new: {version: "2.0"}
#       - title: A product that is gone had a version that cannot be read
#         old: {version: "1.0"}
#         new: null
#       - title: The same version is the matter of another rule
#         old: {retention_days: 2000}
#         new: {}
#     fail:
#       - title: A breaking change in a minor version
#         old: {retention_days: 2000}
#         new: {version: 1.5.0}
#         findings:
#           - path: [version]
#             args: {old: 1.4.0, new: 1.5.0, step: a minor step, required: major, advice: use 2.0.0}
#       - title: An addition in a patch
#         old: {sla: {availability: null}}
#         new: {version: 1.4.1}
#         findings:
#           - path: [version]
#             args: {old: 1.4.0, new: 1.4.1, step: a patch step, required: minor, advice: use 1.5.0}
#       - title: Below 1.0.0 a patch may not break
#         old: {retention_days: 2000, version: 0.4.2}
#         new: {version: 0.4.3}
#         findings:
#           - path: [version]
#             args: {old: 0.4.2, new: 0.4.3, step: a patch step, required: major, advice: use 0.5.0}
#       - title: From a stable version to a prerelease only the three numbers count
#         old: {retention_days: 2000}
#         new: {version: 1.5.0-rc.1}
#         findings: [{path: [version]}]
#       - title: The organisation takes the change more seriously
#         old: {description: Orders}
#         new: {version: 1.4.1}
#         parameters: {breaking_changes: {levels: {description-changed: dangerous}}}
#         findings:
#           - path: [version]
#             args: {old: 1.4.0, new: 1.4.1, step: a patch step, required: minor, advice: use 1.5.0}
#       - title: Past the release of a prerelease the three numbers count again
#         old: {retention_days: 2000, version: 1.0.0-rc.1}
#         new: {version: 1.1.0}
#         findings:
#           - path: [version]
#             args: {old: 1.0.0-rc.1, new: 1.1.0, step: a minor step, required: major, advice: use 2.0.0}
#       - title: A breaking change of a version that cannot be read
#         old: {retention_days: 2000, version: "1.0"}
#         new: {version: 2.0.0, changelog: [{version: 2.0.0, migration_guide: docs/to-2.md}]}
#         findings:
#           - path: [version]
#             args:
#               old: 1.0 (no semantic version)
#               new: 2.0.0
#               step: a step that cannot be measured
#               required: major
#               advice: >-
#                 give the old contract a version such as 1.0.0 in a change of its own, and break with that one
#       - title: A breaking change of a version that is a number
#         old: {retention_days: 2000, version: 1.5}
#         new: {version: 2.0.0}
#         findings: [{path: [version]}]
#       - title: A breaking change of a contract without a version
#         old: {retention_days: 2000, version: null}
#         new: {version: 1.0.0}
#         findings: [{path: [version]}]
package meshgov.automated.breaking_changes.version_bump_insufficient

import data.meshgov.changes
import data.meshgov.lib.versions

default applicable := false

applicable if {
	input.version.precedence == 1
	count(input.changes) > 0
}

applicable if _unmeasured

findings contains {
	"path": ["version"],
	"args": {
		"old": input.version.old,
		"new": input.version.new,
		"step": concat(" ", ["a", input.version.declared, "step"]),
		"required": changes.answer.required_bump,
		"advice": concat(" ", ["use", changes.answer.suggested_version]),
	},
} if {
	applicable
	not versions.enough(changes.answer.required_bump)
}

findings contains {
	"path": ["version"],
	"args": {
		"old": _old,
		"new": input.version.new,
		"step": "a step that cannot be measured",
		"required": "major",
		"advice": "give the old contract a version such as 1.0.0 in a change of its own, and break with that one",
	},
} if {
	_unmeasured
}

# The new version says something, and nothing says what consumers had until now.
_unmeasured if {
	input.base
	input.version.parsed.new
	not input.version.parsed.old
	changes.answer.required_bump == "major"
}

# Engines print fractions differently, so a version that is a number is not named.
_old := "no version" if "old-missing" in input.version.problems

_old := "a number without quotes" if "old-number" in input.version.problems

_old := concat(" ", [input.version.old, "(no semantic version)"]) if "old-not-semver" in input.version.problems
