# METADATA
# title: A changed contract has a new version
# description: >-
#   Two different contracts under one version leave a consumer unable to say which of them holds. Build
#   metadata (after a plus sign) does not make a version new.
# scope: package
# custom:
#   id: breaking_changes/version_not_bumped
#   severity: error
#   scope: change
#   message: "The contract changed, and its version is still {version}; the changes need {suggested}"
#   remediation: Raise the version to the one suggested.
#   controls:
#     gdpr: [{id: "25(1)", relation: evidence-only}]
#     iso27001: [{id: A.8.9, relation: supports}, {id: A.8.32, relation: supports}]
#     soc2: [{id: CC8.1, relation: supports}]
#     nist80053: [{id: CM-3, relation: supports}]
#     cdmc: [{id: "14", relation: partial}]
#     sox: [{id: ITGC-CHANGE, relation: partial}]
#     bcbs239: [{id: P6, relation: evidence-only}]
#   examples:
#     pass:
#       - title: Changed, with a new version
#         old: {description: Orders}
#         new: {version: 1.4.1}
#       - title: Unchanged, with the same version
#         new: {}
#       - title: A version that went down is the matter of another rule
#         old: {description: Orders, version: 1.5.0}
#         new: {version: 1.4.0}
#     fail:
#       - title: Changed, with the same version
#         old: {description: Orders}
#         new: {}
#         findings: [{path: [version], args: {version: 1.4.0, suggested: 1.4.1}}]
#       - title: Build metadata is no new version
#         old: {retention_days: 2000, version: 1.4.0+a}
#         new: {version: 1.4.0+b}
#         findings: [{path: [version], args: {version: 1.4.0+b, suggested: 2.0.0}}]
#       - title: The same prerelease twice
#         old: {description: Orders, version: 2.0.0-rc.1}
#         new: {version: 2.0.0-rc.1}
#         findings: [{path: [version], args: {version: 2.0.0-rc.1, suggested: 2.0.0}}]
package meshgov.automated.breaking_changes.version_not_bumped

import data.meshgov.changes

default applicable := false

applicable if {
	input.version.precedence in {-1, 0, 1}
	count(input.changes) > 0
}

findings contains {
	"path": ["version"],
	"args": {"version": input.version.new, "suggested": changes.answer.suggested_version},
} if {
	applicable
	input.version.precedence == 0
}
