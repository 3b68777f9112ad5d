# METADATA
# title: Names are plain
# description: So that people can say them.
# custom:
#   id: acme/naming
#   severity: warning
#   needs: [results]
#   scope: contract
#   remediation: Rename it.
#   message: "{name} is not plain"
package acme.naming

default applicable := true

findings contains {"path": ["name"], "args": {"name": input.contract.name}} if {
	contains(input.contract.name, " ")
}
