# METADATA
# title: Names are plain
# description: So that people can say them.
# custom:
#   id: acme/naming
#   severity: warning
#   scope: contract
#   remediation: Rename it.
#   message: "{name} is not plain"
#   controls:
#     gdpr: [{id: "17a", relation: partial}, {id: 30, relation: supports}, {id: "30", relation: proves}]
#     iso27001: [{id: 5.10}, A.5.9]
#     soc2: {}
package acme.naming

default applicable := true

findings contains {"path": ["name"], "args": {"name": input.contract.name}} if {
	contains(input.contract.name, " ")
}
