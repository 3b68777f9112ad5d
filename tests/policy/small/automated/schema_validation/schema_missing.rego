# METADATA
# title: A schema is declared
# description: Only for tests.
# custom:
#   id: schema_validation/schema_missing
#   severity: error
#   scope: contract
#   remediation: Do it.
#   message: It is not done.
#   controls:
#     gdpr: [{id: "17", relation: partial}]
#   examples:
#     fail:
#       - new: {name: null}
#         findings: [{path: [name]}]
package meshgov.automated.schema_validation.schema_missing

default applicable := true

findings contains {"path": ["schema_missing"], "args": {}} if not input.contract.schema_missing
