# METADATA
# title: A contract has a version
# description: >-
#   Consumers pin a version and read from it whether an update is safe. Without one every change of the schema
#   comes unannounced.
# scope: package
# custom:
#   id: breaking_changes/version_missing
#   severity: error
#   scope: contract
#   waivable: false
#   message: "`{name}` has no version"
#   remediation: Add `version` with a semantic version; a new product starts at 0.1.0 or 1.0.0.
#   controls:
#     iso27001: [{id: A.8.9, relation: supports}, {id: A.8.32, relation: partial}]
#     soc2: [{id: CC8.1, relation: supports}]
#     nist80053: [{id: CM-3, relation: partial}]
#     cdmc: [{id: "14", relation: partial}]
#   examples:
#     pass:
#       - title: A version is given
#         new: {}
#       - title: A version that cannot be read is not missing
#         new: {version: latest}
#     fail:
#       - title: No version
#         new: {version: null}
#         findings: [{path: [version], args: {name: sales_orders}}]
package meshgov.automated.breaking_changes.version_missing

applicable := true

findings contains {"path": ["version"], "args": {"name": input.contract.name}} if {
	"missing" in input.version.problems
}
