# METADATA
# title: Classification is declared
# description: Only for tests.
# custom:
#   id: data_classification/classification_missing
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
package meshgov.global.data_classification.classification_missing

default applicable := true

findings contains {"path": ["classification_missing"], "args": {}} if not input.contract.classification_missing
