# METADATA
# title: Names are plain
# description: So that people can say them.
# custom:
#   id: pii_handling/encryption_required
#   severity: warning
#   scope: contract
#   remediation: Rename it.
#   message: "{name} is not plain"
package meshgov.global.pii_handling.encryption_required

default applicable := true

findings contains {"path": ["name"], "args": {"name": input.contract.name}} if {
	contains(input.contract.name, " ")
}
