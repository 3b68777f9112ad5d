# METADATA
# title: A version is a semantic version
# description: >-
#   Only three numbers with a known meaning, as in 1.4.0, can be ordered and compared with what a change
#   needs. A leading v is accepted. Without quotes YAML reads 1.10 as the number 1.1.
# scope: package
# custom:
#   id: breaking_changes/version_invalid
#   severity: error
#   scope: contract
#   waivable: false
#   message: "The version is {version}, which is not a semantic version such as 1.4.0"
#   remediation: >-
#     Write major, minor and patch number without leading zeros, and in quotes, as in "1.5.0".
#   controls:
#     iso27001: [{id: A.8.9, relation: supports}]
#     soc2: [{id: CC8.1, relation: partial}]
#     nist80053: [{id: CM-3, relation: partial}]
#     cdmc: [{id: "14", relation: partial}]
#   examples:
#     pass:
#       - title: With a leading v, a prerelease and build metadata
#         new: {version: v2.0.0-rc.1+build.7}
#       - title: No version is the matter of another rule
#         new: {version: null}
#     fail:
#       - title: A word
#         new: {version: latest}
#         findings: [{path: [version], args: {version: latest}}]
#       - title: Two numbers
#         new: {version: "1.5"}
#         findings: [{path: [version], args: {version: "1.5"}}]
#       - title: A leading zero
#         new: {version: 01.2.0}
#         findings: [{path: [version], args: {version: 01.2.0}}]
#       - title: Without quotes it is a number
#         new: {version: 1.5}
#         findings: [{path: [version], args: {version: a number without quotes}}]
package meshgov.automated.breaking_changes.version_invalid

default applicable := false

applicable if not "missing" in input.version.problems

findings contains {"path": ["version"], "args": {"version": input.version.new}} if {
	"not-semver" in input.version.problems
}

# Engines print fractions differently, so the number itself stays out of the message.
findings contains {"path": ["version"], "args": {"version": "a number without quotes"}} if {
	"number" in input.version.problems
}
