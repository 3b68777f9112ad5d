# METADATA
# title: Names are plain
# description: So that people can say them.
# custom:
#   id: sales/naming
#   severity: warning
#   scope: contract
#   remediation: Rename it.
#   message: "{name} is not plain"
#   mandatory: true
#   waivable: false
#   controls:
#     gdpr: [{id: "17", relation: partial}]
#     internal: [{id: "X-1", relation: supports}]
#   examples:
#     pass: [{new: {}}]
#     fail:
#       - title: A blank
#         new: {name: "a b"}
#         findings: [{path: [name], args: {name: "a b"}}]
package meshgov.domain.sales.naming

default applicable := true

findings contains {"path": ["name"], "args": {"name": input.contract.name}} if {
	contains(input.contract.name, " ")
}
