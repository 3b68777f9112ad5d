# METADATA
# title: A version rises as far as the changes need
# description: >-
#   The size of the step tells consumers whether they may take the new version unseen. Breaking changes need a
#   major version, additions a minor, wording a patch. Below 1.0.0 each step is one smaller; between
#   prereleases of one version, and from them to its release, anything may change.
# scope: package
# custom:
#   id: breaking_changes/version_bump_insufficient
#   severity: error
#   scope: change
#   message: "From {old} to {new} is a {declared} step, and the changes need a {required} one; use {suggested}"
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
#       - title: The same version is the matter of another rule
#         old: {retention_days: 2000}
#         new: {}
#     fail:
#       - title: A breaking change in a minor version
#         old: {retention_days: 2000}
#         new: {version: 1.5.0}
#         findings:
#           - path: [version]
#             args: {old: 1.4.0, new: 1.5.0, declared: minor, required: major, suggested: 2.0.0}
#       - title: An addition in a patch
#         old: {sla: {availability: null}}
#         new: {version: 1.4.1}
#         findings:
#           - path: [version]
#             args: {old: 1.4.0, new: 1.4.1, declared: patch, required: minor, suggested: 1.5.0}
#       - title: Below 1.0.0 a patch may not break
#         old: {retention_days: 2000, version: 0.4.2}
#         new: {version: 0.4.3}
#         findings:
#           - path: [version]
#             args: {old: 0.4.2, new: 0.4.3, declared: patch, required: major, suggested: 0.5.0}
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
#             args: {old: 1.4.0, new: 1.4.1, declared: patch, required: minor, suggested: 1.5.0}
package meshgov.automated.breaking_changes.version_bump_insufficient

import data.meshgov.changes
import data.meshgov.lib.versions

default applicable := false

applicable if {
	input.version.precedence == 1
	count(input.changes) > 0
}

findings contains {
	"path": ["version"],
	"args": {
		"old": input.version.old,
		"new": input.version.new,
		"declared": input.version.declared,
		"required": changes.answer.required_bump,
		"suggested": changes.answer.suggested_version,
	},
} if {
	applicable
	not _enough
}

_enough if {
	needed := versions.shifted(changes.answer.required_bump)
	versions.rank[input.version.declared] >= versions.rank[needed]
}

# The version rose and its three numbers did not: it left a prerelease of the same version.
_enough if input.version.declared == "none"
