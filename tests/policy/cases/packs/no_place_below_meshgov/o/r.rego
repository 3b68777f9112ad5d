# METADATA
# title: Names are plain
# description: So that people can say them.
# custom:
#   id: sales/naming
#   severity: warning
#   scope: contract
#   remediation: Rename it.
#   message: "{name} is not plain"
package meshgov.local.sales.naming

default applicable := true

findings contains {"path": ["name"], "args": {"name": input.contract.name}} if {
	contains(input.contract.name, " ")
}
