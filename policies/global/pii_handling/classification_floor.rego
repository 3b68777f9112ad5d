# METADATA
# title: A product with personal data is confidential at least
# description: >-
#   Readers, discovery and approval follow from the label of the product. With a label below the parameter
#   `classification_floor` (confidential, unless the organisation says otherwise), personal data is open to
#   people who have no need of it.
# scope: package
# custom:
#   id: pii_handling/classification_floor
#   severity: error
#   scope: contract
#   mandatory: true
#   message: "`{name}` holds personal data and is {label}, below {floor}"
#   remediation: Raise `classification` at least to the floor, or take the personal data out of the product.
#   controls:
#     gdpr: [{id: "25(2)", relation: supports}, {id: "32(2)", relation: supports}, {id: "9(1)", relation: partial}]
#     ccpa: [{id: "1798.140(ae)", relation: partial}]
#     iso27001: [{id: A.5.12, relation: supports}, {id: A.5.34, relation: partial}]
#     soc2: [{id: C1.1, relation: supports}]
#     nist80053: [{id: RA-2, relation: supports}, {id: AC-16, relation: partial}]
#     cdmc: [{id: "6", relation: supports}, {id: "8", relation: partial}]
#   examples:
#     pass:
#       - title: Personal data in a confidential product
#         new: {}
#       - title: No personal data
#         new: {classification: public, schema: {fields: [{name: id, type: string}]}}
#       - title: A product without a known label is the matter of other rules
#         new: {classification: secret}
#       - title: An organisation asks for less
#         new: {classification: internal}
#         parameters: {pii_handling: {classification_floor: internal}}
#     fail:
#       - title: An internal product
#         new: {classification: internal}
#         findings:
#           - path: [classification]
#             args: {name: sales_orders, label: internal, floor: confidential}
#       - title: One personal field deep inside
#         new:
#           classification: public
#           schema:
#             fields:
#               - name: guests
#                 type: array
#                 items: {type: struct, fields: [{name: email, type: string, is_pii: true}]}
#         findings: [{path: [classification], args: {name: sales_orders, label: public, floor: confidential}}]
#       - title: An organisation asks for more
#         new: {}
#         parameters: {pii_handling: {classification_floor: restricted}}
#         findings: [{path: [classification], args: {name: sales_orders, label: confidential, floor: restricted}}]
#       - title: A floor that is no label stands for the most protected one
#         new: {classification: C2}
#         parameters: {data_classification: {labels: [C1, C2, C3]}}
#         findings: [{path: [classification], args: {name: sales_orders, label: C2, floor: C3}}]
package meshgov.global.pii_handling.classification_floor

import data.meshgov.lib.columns
import data.meshgov.lib.labels

default applicable := false

applicable if {
	count(columns.personal) > 0
	labels.rank(input.contract.classification)
}

findings contains {
	"path": ["classification"],
	"args": {
		"name": input.contract.name,
		"label": input.contract.classification,
		"floor": labels.all[_floor],
	},
} if {
	applicable
	labels.rank(input.contract.classification) < _floor
}

_floor := labels.floor(input.parameters.pii_handling.classification_floor)
