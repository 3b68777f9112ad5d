# METADATA
# title: Names are plain
# description: So that people can say them.
# custom:
#   id: acme/naming
#   severity: warning
#   scope: contract
#   remediation: Rename it.
#   message: "{name} is not plain"
#   examples:
#     pass:
#       - {title: a, new: {}, findings: []}
#       - {old: {}}
#       - {new: []}
#     fail:
#       - {new: {}}
#       - new: {}
#         findings:
#           - {path: name}
#           - {path: [1], args: [], severity: error}
#           - {args: {}}
#     maybe: []
package acme.naming

default applicable := true

findings contains {"path": ["name"], "args": {"name": input.contract.name}} if {
	contains(input.contract.name, " ")
}
