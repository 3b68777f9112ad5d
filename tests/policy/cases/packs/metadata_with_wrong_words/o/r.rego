# METADATA
# title: Names are plain
# description: So that people can say them.
# custom:
#   id: sales/namming
#   severity: high
#   scope: contract
#   remediation: Rename it.
#   message: "{name} is not plain"
#   mandatory: "yes"
#   waivable: 0
#   needs: [results, reslts]
package meshgov.domain.sales.naming

default applicable := true

findings contains {"path": ["name"], "args": {"name": input.contract.name}} if {
	contains(input.contract.name, " ")
}
