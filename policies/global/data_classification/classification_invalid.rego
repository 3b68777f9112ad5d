# METADATA
# title: A classification is one of the configured labels
# description: >-
#   A label outside the list has no place in the order from open to protected, so no rule and no tool can
#   tell what it asks for. This holds for the product and for each field with a label of its own.
# scope: package
# custom:
#   id: data_classification/classification_invalid
#   severity: error
#   scope: contract
#   mandatory: true
#   message: "`{label}` is not a classification; the labels are {labels}"
#   remediation: Use one of the configured labels, spelled as in the list.
#   controls:
#     gdpr: [{id: "32(2)", relation: supports}]
#     iso27001: [{id: A.5.12, relation: supports}, {id: A.5.13, relation: supports}]
#     soc2: [{id: C1.1, relation: supports}]
#     nist80053: [{id: RA-2, relation: supports}, {id: AC-16, relation: supports}]
#     cdmc: [{id: "6", relation: supports}]
#   examples:
#     pass:
#       - title: A label from the list
#         new: {classification: restricted}
#       - title: No label at all is the matter of another rule
#         new: {classification: null}
#       - title: An organisation has labels of its own
#         new:
#           classification: C2
#           schema: {fields: [{name: id, type: string}]}
#         parameters: {data_classification: {labels: [C1, C2, C3]}}
#     fail:
#       - title: A label that is not in the list
#         new: {classification: secret}
#         findings:
#           - path: [classification]
#             args: {label: secret, labels: [public, internal, confidential, restricted]}
#       - title: Labels are data, so upper and lower case differ
#         new: {classification: Confidential}
#         findings: [{path: [classification]}]
#       - title: A field with a label of its own
#         new: {schema: {fields: [{name: id, type: string, classification: top}]}}
#         findings: [{path: [schema, fields, id, classification]}]
#       - title: The element of an array with a label of its own
#         new:
#           schema:
#             fields:
#               - {name: id, type: array, classification: internal, items: {type: string, classification: top}}
#         findings:
#           - path: [schema, fields, id, element, classification]
#             args: {label: top, labels: [public, internal, confidential, restricted]}
package meshgov.global.data_classification.classification_invalid

import data.meshgov.lib.columns

default applicable := false

applicable if input.contract.classification

applicable if {
	some column in input.columns
	column.classification
}

findings contains {"path": ["classification"], "args": _args(input.contract.classification)} if {
	not input.contract.classification in input.parameters.data_classification.labels
}

findings contains {
	"path": array.concat(written.path, ["classification"]),
	"args": object.union(_args(written.label), columns.place(column)),
} if {
	some column in columns.labelled
	some written in columns.labels(column)
	not written.label in input.parameters.data_classification.labels
}

_args(label) := {"label": label, "labels": input.parameters.data_classification.labels}
