# METADATA
# title: A version rises no further than the changes need
# description: >-
#   A major version makes every consumer stop and look. Where nothing breaks that work is for nothing, and the
#   next major version is taken less seriously. Prereleases may count on what is still to come, and the step
#   to the first stable version is a promise of its own; neither is judged.
# scope: package
# custom:
#   id: breaking_changes/version_bump_excessive
#   severity: info
#   scope: change
#   message: "From {old} to {new} is a {declared} step, and for these changes a {needed} one is enough: {suggested}"
#   remediation: >-
#     Lower the version to the one suggested, unless you know of a reason that the contract does not show.
#   controls:
#     iso27001: [{id: A.8.32, relation: partial}]
#     soc2: [{id: CC8.1, relation: partial}]
#     nist80053: [{id: CM-3, relation: partial}]
#     cdmc: [{id: "14", relation: partial}]
#   examples:
#     pass:
#       - title: As far as needed
#         old: {retention_days: 2000}
#         new: {version: 2.0.0}
#       - title: Too small is the matter of another rule
#         old: {retention_days: 2000}
#         new: {version: 1.5.0}
#       - title: Without changes it is the matter of another rule
#         new: {version: 2.0.0}
#       - title: A prerelease may count on what is still to come
#         old: {description: Orders}
#         new: {version: 2.0.0-rc.1}
#       - title: The release of a prerelease
#         old: {description: Orders, version: 2.0.0-rc.1}
#         new: {version: 2.0.0}
#       - title: Below 1.0.0 a breaking change takes a minor version
#         old: {retention_days: 2000, version: 0.4.2}
#         new: {version: 0.5.0}
#       - title: The first stable version
#         old: {description: Orders, version: 0.4.2}
#         new: {version: 1.0.0}
#     fail:
#       - title: A major version for other words
#         old: {description: Orders}
#         new: {version: 2.0.0}
#         findings:
#           - path: [version]
#             args: {old: 1.4.0, new: 2.0.0, declared: major, needed: patch, suggested: 1.4.1}
#       - title: A major version for an addition
#         old: {sla: {availability: null}}
#         new: {version: 2.0.0}
#         findings:
#           - path: [version]
#             args: {old: 1.4.0, new: 2.0.0, declared: major, needed: minor, suggested: 1.5.0}
#       - title: Below 1.0.0 a patch may add
#         old: {sla: {availability: null}, version: 0.4.2}
#         new: {version: 0.5.0}
#         findings:
#           - path: [version]
#             args: {old: 0.4.2, new: 0.5.0, declared: minor, needed: patch, suggested: 0.4.3}
package meshgov.automated.breaking_changes.version_bump_excessive

import data.meshgov.changes
import data.meshgov.lib.versions

default applicable := false

applicable if {
	input.version.precedence == 1
	count(input.changes) > 0
	not input.version.parsed.old.prerelease
	not input.version.parsed.new.prerelease
	not versions.first_stable
}

findings contains {
	"path": ["version"],
	"args": {
		"old": input.version.old,
		"new": input.version.new,
		"declared": input.version.declared,
		"needed": versions.shifted(changes.answer.required_bump),
		"suggested": changes.answer.suggested_version,
	},
} if {
	applicable
	versions.excessive(changes.answer.required_bump)
}
