# METADATA
# title: A new version holds a change
# description: >-
#   Consumers look at a new version for what is different. Where the contract is the same they look in vain.
#   The release of a prerelease is another matter: it says that nothing had to change.
# scope: package
# custom:
#   id: breaking_changes/version_bumped_without_changes
#   severity: info
#   scope: change
#   message: "The version rose from {old} to {new}, and the contract is the same"
#   remediation: Keep the previous version until something changes.
#   controls:
#     iso27001: [{id: A.8.32, relation: partial}]
#     soc2: [{id: CC8.1, relation: partial}]
#     nist80053: [{id: CM-3, relation: partial}]
#     cdmc: [{id: "14", relation: partial}]
#   examples:
#     pass:
#       - title: A new version with a change
#         old: {description: Orders}
#         new: {version: 1.4.1}
#       - title: Nothing changed, the version neither
#         new: {}
#       - title: The release of a prerelease
#         old: {version: 2.0.0-rc.1}
#         new: {version: 2.0.0}
#     fail:
#       - title: Only the version is new
#         new: {version: 1.4.1}
#         findings: [{path: [version], args: {old: 1.4.0, new: 1.4.1}}]
#       - title: A changelog entry is no change
#         new: {version: 1.4.1, changelog: [{version: 1.4.1}]}
#         old: {changelog: null}
#         findings: [{path: [version], args: {old: 1.4.0, new: 1.4.1}}]
#       - title: One prerelease after another
#         old: {version: 2.0.0-rc.1}
#         new: {version: 2.0.0-rc.2}
#         findings: [{path: [version], args: {old: 2.0.0-rc.1, new: 2.0.0-rc.2}}]
package meshgov.automated.breaking_changes.version_bumped_without_changes

import data.meshgov.lib.versions

default applicable := false

applicable if {
	input.version.precedence == 1
	not versions.suits("none")
}

findings contains {"path": ["version"], "args": {"old": input.version.old, "new": input.version.new}} if {
	applicable
	count(input.changes) == 0
}
