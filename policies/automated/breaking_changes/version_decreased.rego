# METADATA
# title: A version never goes down
# description: >-
#   Whoever pins "at least this version" would never see the change, and two different contracts could end up
#   under one version. The release comes after its prereleases, so going from 2.0.0 to 2.0.0-rc.1 is down.
# scope: package
# custom:
#   id: breaking_changes/version_decreased
#   severity: error
#   scope: change
#   waivable: false
#   message: "Version {new} is lower than {old}, the version before"
#   remediation: Raise the version above the previous one.
#   controls:
#     iso27001: [{id: A.8.32, relation: supports}]
#     soc2: [{id: CC8.1, relation: supports}]
#     nist80053: [{id: CM-3, relation: supports}]
#     cdmc: [{id: "14", relation: partial}]
#     sox: [{id: ITGC-CHANGE, relation: partial}]
#   examples:
#     pass:
#       - title: The version went up
#         old: {version: 1.4.0}
#         new: {version: 1.5.0}
#       - title: Numbers in a prerelease are compared as numbers
#         old: {version: 2.0.0-rc.9}
#         new: {version: 2.0.0-rc.10}
#       - title: Build metadata has no order
#         old: {version: 1.4.0+b}
#         new: {version: 1.4.0+a}
#       - title: A version that cannot be read cannot be compared
#         old: {version: latest}
#         new: {version: 1.0.0}
#     fail:
#       - title: A lower number
#         old: {version: 1.4.0}
#         new: {version: 1.3.9}
#         findings: [{path: [version], args: {old: 1.4.0, new: 1.3.9}}]
#       - title: From a release to its own prerelease
#         old: {version: 2.0.0}
#         new: {version: 2.0.0-rc.1}
#         findings: [{path: [version], args: {old: 2.0.0, new: 2.0.0-rc.1}}]
package meshgov.automated.breaking_changes.version_decreased

default applicable := false

applicable if input.version.precedence in {-1, 0, 1}

findings contains {"path": ["version"], "args": {"old": input.version.old, "new": input.version.new}} if {
	input.version.precedence == -1
}
