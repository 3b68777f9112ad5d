# METADATA
# title: A new version protects its data at least as well as the one before
# description: >-
#   Readers agreed to what they read, and people to what is kept about them, under the protection of the
#   published version. Lowering a label, taking off a mark, switching off encryption, masking or logging,
#   dropping an approval, or opening confidential data to more readers needs somebody who answers for it, so
#   it is legal under a waiver only. Labels count as lowered by their order, and when one that has a place in
#   it gives way to one that has none.
# scope: package
# custom:
#   id: change_control/protection_weakened
#   severity: error
#   scope: change
#   message: "{protection} weaker than in the version before ({change})"
#   remediation: Restore the protection, or ask for a waiver that says who accepts the risk and until when.
#   controls:
#     gdpr: [{id: "25(1)", relation: partial}, {id: "32(1)(b)", relation: supports}, {id: "5(1)(f)", relation: partial}]
#     ccpa: [{id: "1798.100(e)", relation: partial}]
#     iso27001: [{id: A.8.32, relation: supports}, {id: A.8.9, relation: supports}, {id: A.5.13, relation: partial}]
#     soc2: [{id: CC8.1, relation: supports}, {id: CC6.1, relation: partial}]
#     nist80053: [{id: CM-3, relation: supports}, {id: CM-4, relation: partial}, {id: AC-16, relation: partial}]
#     cdmc: [{id: "14", relation: partial}, {id: "9", relation: partial}]
#     sox: [{id: ITGC-CHANGE, relation: partial}, {id: ITGC-ACCESS, relation: partial}]
#   examples:
#     pass:
#       - title: Nothing changed
#         new: {}
#       - title: Protections that grew
#         old: {classification: internal, encryption_enabled: false, access: {discovery: internal, approval: null}}
#         new: {classification: restricted}
#       - title: A personal field is gone altogether
#         new: {schema: {fields: [{name: order_id, type: string, description: Identifier of the order.}]}}
#       - title: More readers of an internal product
#         old: {classification: internal}
#         new: {classification: internal, access: {discovery: internal, read: [{role: sales_analyst}, {domain: finance}]}}
#       - title: Other people approve, and another cipher
#         old: {schema: {fields: [{name: email, type: string, is_pii: true, encryption: aes-128}]}}
#         new:
#           schema: {fields: [{name: email, type: string, is_pii: true, encryption: aes-256}]}
#           access: {approval: {approvers: [privacy-office]}}
#       - title: A product that is gone
#         new: null
#     fail:
#       - title: A lower label
#         new: {classification: internal}
#         findings:
#           - path: [classification]
#             args: {protection: The label of the product is, change: classification-lowered}
#       - title: A label is gone, of the product and of a field
#         old: {schema: {fields: [{name: id, type: string, classification: internal}]}}
#         new: {classification: null, schema: {fields: [{name: id, type: string}]}}
#         findings:
#           - {path: [classification]}
#           - {path: [schema, fields, id, classification]}
#       - title: A label of no order in place of a known one
#         new: {classification: secret}
#         findings:
#           - path: [classification]
#             args: {protection: The label of the product is, change: classification-changed}
#       - title: A mark is gone, and a category elsewhere
#         old:
#           schema:
#             fields:
#               - {name: email, type: string, is_pii: true, pii_category: contact}
#               - {name: phone, type: string, is_pii: true, pii_category: contact}
#         new:
#           schema:
#             fields:
#               - {name: email, type: string, is_pii: false}
#               - {name: phone, type: string, is_pii: true, pii_category: none}
#         findings:
#           - path: [schema, fields, email, is_pii]
#             args: {protection: The mark as personal data is, change: pii-flag-lowered}
#           - path: [schema, fields, phone, pii_category]
#             args: {protection: The category of personal data is, change: pii-category-removed}
#       - title: A field that was renamed stays
#         old: {schema: {fields: [{name: email, id: f1, type: string, is_pii: true, pii_category: contact}]}}
#         new: {schema: {fields: [{name: contact_1, id: f1, type: string, aliases: [email]}]}}
#         findings: [{path: [schema, fields, contact_1, is_pii]}]
#       - title: Encryption and logging are off
#         new: {encryption_enabled: false, audit_logging_enabled: null}
#         findings:
#           - path: [audit_logging_enabled]
#             args: {protection: Audit logging is, change: audit-logging-disabled}
#           - path: [encryption_enabled]
#             args: {protection: Encryption is, change: encryption-disabled}
#       - title: A field's encryption and masking are off, though the product stays encrypted
#         old: {schema: {fields: [{name: email, type: string, is_pii: true, encryption: aes-256, masking: hash}]}}
#         new: {schema: {fields: [{name: email, type: string, is_pii: true, encryption: none, masking: false}]}}
#         findings:
#           - {path: [schema, fields, email, encryption]}
#           - path: [schema, fields, email, masking]
#             args: {protection: Masking is, change: masking-removed}
#       - title: Approval is dropped
#         new: {access: {approval: null}}
#         findings:
#           - path: [access, approval]
#             args: {protection: Approval is, change: approval-removed}
#       - title: Approval covers fewer fields
#         new: {access: {approval: {fields: [customer_email]}}}
#         findings: [{path: [access, approval]}]
#       - title: Nobody is left who approves
#         new: {access: {approval: {approvers: [none]}}}
#         findings:
#           - path: [access, approval, approvers]
#             args: {protection: Approval is, change: approval-changed}
#       - title: One more role reads confidential data, and more people find it
#         new: {access: {discovery: public, read: [{role: sales_analyst}, {role: finance_analyst}, {role: intern}]}}
#         findings:
#           - path: [access, discovery]
#             args: {protection: Discovery is, change: discovery-widened}
#           - path: [access, read, "role:intern"]
#             args: {protection: The circle of readers is, change: read-grant-added}
#       - title: More readers and a lower label in one step
#         new: {classification: public, access: {read: ["*"]}}
#         findings: [{path: [access, read, "*"]}, {path: [classification]}]
package meshgov.automated.change_control.protection_weakened

import data.meshgov.lib.access
import data.meshgov.lib.labels

default applicable := false

applicable if input.base

findings contains {
	"path": change.path,
	"args": {"protection": protection, "change": change.id},
} if {
	some change in input.changes
	protection := _weaker(change)
}

_weaker(change) := _always[change.id]

_weaker(change) := what if {
	what := _labels[change.id]
	labels.rank(change.old)
	not _at_least(change.new, change.old)
}

_weaker(change) := _reading[change.id] if _guarded

_weaker(change) := "Approval is" if {
	change.id == "approval-changed"
	access.demands(input.base)
	not access.demanded
}

_always := {
	"classification-lowered": "The label of the product is",
	"classification-removed": "The label of the product is",
	"field-classification-lowered": "The label of the field is",
	"field-classification-removed": "The label of the field is",
	"pii-flag-lowered": "The mark as personal data is",
	"pii-category-removed": "The category of personal data is",
	"encryption-disabled": "Encryption is",
	"masking-removed": "Masking is",
	"audit-logging-disabled": "Audit logging is",
	"approval-removed": "Approval is",
}

_labels := {
	"classification-changed": "The label of the product is",
	"field-classification-changed": "The label of the field is",
}

_at_least(label, other) if labels.rank(label) >= labels.rank(other)

_reading := {
	"read-grant-added": "The circle of readers is",
	"discovery-widened": "Discovery is",
}

# Confidential before or after: a label that falls in the same step excuses nothing.
_guarded if {
	some contract in [input.base, input.contract]
	labels.reaches(contract.classification, input.parameters.data_classification.roles_from)
}
