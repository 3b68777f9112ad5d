# METADATA
# title: Names are plain
# description: So that people can say them.
# custom:
#   id: acme/naming
#   severity: warning
#   scope: contract
#   remediation: Rename it.
#   message: "{name} is not plain"
package acme.naming

# findings contains 1
applicable := true

x := `
findings contains 1
`
