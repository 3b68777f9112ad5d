# METADATA
# title: A product is labelled at least as protected as its fields
# description: >-
#   Who may find and read a product follows from its label alone. A field with a more protected label than
#   that of the product is therefore handled as less protected than its own label demands.
# scope: package
# custom:
#   id: data_classification/field_exceeds_product
#   severity: error
#   scope: contract
#   mandatory: true
#   message: "A field is {label}, and its product is only {product}"
#   remediation: Raise `classification` of the product to the most protected label among its fields, or move the field elsewhere.
#   controls:
#     gdpr: [{id: "32(2)", relation: supports}]
#     iso27001: [{id: A.5.12, relation: supports}, {id: A.5.13, relation: partial}]
#     soc2: [{id: C1.1, relation: supports}]
#     nist80053: [{id: RA-2, relation: supports}, {id: AC-16, relation: partial}]
#     cdmc: [{id: "6", relation: supports}]
#   examples:
#     pass:
#       - title: Fields of the same label
#         new: {}
#       - title: A field of a more open label
#         new: {schema: {fields: [{name: id, type: string, classification: public}]}}
#       - title: A label that does not exist is the matter of another rule
#         new: {schema: {fields: [{name: id, type: string, classification: secret}]}}
#       - title: The product has no label, which is the matter of another rule
#         new: {classification: null, schema: {fields: [{name: id, type: string, classification: restricted}]}}
#     fail:
#       - title: A field above the product
#         new: {schema: {fields: [{name: id, type: string, classification: restricted}]}}
#         findings:
#           - path: [schema, fields, id, classification]
#             args: {label: restricted, product: confidential}
#       - title: A field inside another, and in another letter case
#         new:
#           classification: public
#           schema:
#             fields:
#               - name: customer
#                 type: struct
#                 fields: [{name: id, type: string, classification: Internal}]
#         findings: [{path: [schema, fields, customer, id, classification]}]
#       - title: The elements of an array
#         new:
#           classification: internal
#           schema:
#             fields:
#               - {name: notes, type: array, classification: internal, items: {type: string, classification: restricted}}
#         findings:
#           - path: [schema, fields, notes, element, classification]
#             args: {label: restricted, product: internal}
package meshgov.global.data_classification.field_exceeds_product

import data.meshgov.lib.columns
import data.meshgov.lib.labels

default applicable := false

applicable if {
	labels.rank(input.contract.classification)
	some column in input.columns
	column.classification
}

findings contains {
	"path": array.concat(written.path, ["classification"]),
	"args": object.union(
		{"label": written.label, "product": input.contract.classification},
		columns.place(column),
	),
} if {
	some column in columns.labelled
	some written in columns.labels(column)
	labels.rank(written.label) > labels.rank(input.contract.classification)
}
