# METADATA
# title: Restricted data is read with approval only
# description: >-
#   A product that carries the label `approval_from` (restricted, unless the organisation says otherwise) or
#   a more protected one demands explicit approval in `access`. An approval that is limited to some fields
#   counts when these are all the fields that are personal or carry such a label themselves.
# scope: package
# custom:
#   id: data_classification/restricted_needs_approval
#   severity: error
#   scope: contract
#   mandatory: true
#   message: "`{name}` is {label}, and reading it needs no approval"
#   remediation: >-
#     Set `access.approval` to `{required: true, approvers: [...]}`, for the whole product or for every field
#     that is personal or restricted.
#   controls:
#     gdpr: [{id: "25(2)", relation: supports}, {id: "32(4)", relation: partial}, {id: "9(1)", relation: partial}]
#     ccpa: [{id: "1798.121", relation: partial}]
#     iso27001: [{id: A.5.12, relation: supports}, {id: A.5.15, relation: supports}, {id: A.5.18, relation: partial}]
#     soc2: [{id: CC6.1, relation: supports}, {id: CC6.2, relation: partial}, {id: C1.1, relation: partial}]
#     nist80053: [{id: AC-3, relation: partial}, {id: AC-6, relation: supports}, {id: RA-2, relation: partial}]
#     cdmc: [{id: "7", relation: supports}]
#   examples:
#     pass:
#       - title: Confidential data has no need of approval
#         new: {access: {approval: null}}
#       - title: Approval is demanded for the whole product
#         new: {classification: restricted, access: {discovery: none, approval: {required: true, approvers: [steward], fields: []}}}
#       - title: In short form
#         new: {classification: restricted, access: {approval: true}}
#       - title: For each field that is personal
#         new: {classification: restricted}
#       - title: The label is not among those of the organisation
#         new: {classification: C2, access: {approval: null}}
#         parameters: {data_classification: {labels: [C1, C2, C3]}}
#     fail:
#       - title: The contract does not speak of approval
#         new: {classification: restricted, access: {approval: null}}
#         findings: [{path: [access, approval], args: {name: sales_orders, label: restricted}}]
#       - title: The contract does not speak of access
#         new: {classification: restricted, access: null}
#         findings: [{path: [access, approval]}]
#       - title: Approval is switched off
#         new: {classification: restricted, access: {approval: {required: false}}}
#         findings: [{path: [access, approval]}]
#       - title: Nobody approves
#         new: {classification: restricted, access: {approval: {approvers: [none]}}}
#         findings: [{path: [access, approval]}]
#       - title: Only a field that needs no protection is approved
#         new: {classification: restricted, access: {approval: {fields: [order_id]}}}
#         findings: [{path: [access, approval]}]
#       - title: One of the personal fields is left out
#         new: {classification: restricted, access: {approval: {fields: [customer_email]}}}
#         findings: [{path: [access, approval]}]
#       - title: Only some fields are approved, and nothing tells which ones matter
#         new:
#           classification: restricted
#           schema: {fields: [{name: id, type: string}]}
#           access: {approval: {fields: [id]}}
#         findings: [{path: [access, approval]}]
#       - title: Another letter case hides nothing
#         new: {classification: Restricted, access: {approval: null}}
#         findings: [{path: [access, approval], args: {name: sales_orders, label: Restricted}}]
#       - title: The most protected label, where no label is called restricted
#         new: {classification: C3, access: {approval: null}}
#         parameters: {data_classification: {labels: [C1, C2, C3]}}
#         findings: [{path: [access, approval]}]
package meshgov.global.data_classification.restricted_needs_approval

import data.meshgov.lib.access
import data.meshgov.lib.labels

default applicable := false

applicable if labels.reaches(input.contract.classification, _from)

findings contains {
	"path": ["access", "approval"],
	"args": {"name": input.contract.name, "label": input.contract.classification},
} if {
	applicable
	not _approved
}

_from := input.parameters.data_classification.approval_from

_approved if {
	access.demanded
	count(access.fields) == 0
}

_approved if {
	count(_protected) > 0
	every column in _protected {
		access.approved(column)
	}
}

# The fields without which approval for some fields protects nothing.
_protected contains column if {
	some column in input.columns
	column.is_pii
}

_protected contains column if {
	some column in input.columns
	labels.reaches(column.classification, _from)
}
