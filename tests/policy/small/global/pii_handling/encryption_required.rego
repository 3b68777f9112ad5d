# METADATA
# title: PII is encrypted
# description: Only for tests.
# custom:
#   id: pii_handling/encryption_required
#   severity: critical
#   scope: contract
#   mandatory: true
#   remediation: Do it.
#   message: It is not done.
#   controls:
#     gdpr: [{id: "17", relation: partial}]
#   examples:
#     fail:
#       - new: {name: null}
#         findings: [{path: [name]}]
package meshgov.global.pii_handling.encryption_required

default applicable := true

findings contains {"path": ["encryption_required"], "args": {}} if not input.contract.encryption_required
