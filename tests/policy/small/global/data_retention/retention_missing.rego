# METADATA
# title: Retention is declared
# description: Only for tests.
# custom:
#   id: data_retention/retention_missing
#   severity: error
#   scope: contract
#   mandatory: true
#   waivable: false
#   remediation: Do it.
#   message: It is not done.
#   controls:
#     gdpr: [{id: "17", relation: partial}]
#   examples:
#     fail:
#       - new: {name: null}
#         findings: [{path: [name]}]
package meshgov.global.data_retention.retention_missing

default applicable := true

findings contains {"path": ["retention_missing"], "args": {}} if not input.contract.retention_missing
