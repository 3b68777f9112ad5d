# METADATA
# title: Open data waits for nobody
# description: >-
#   Who must ask a person before reading data that every employee may see waits for nothing, and the person
#   approves without looking. Below the label on from which specific roles read a product
#   (`data_classification.roles_from`, confidential unless the organisation says otherwise) a policy decides
#   at once. Where the domain itself demands approval for a field of the product (`approval_required`), the
#   product is right to ask.
# scope: package
# custom:
#   id: access_control/manual_approval
#   severity: warning
#   scope: contract
#   message: "`{name}` is {label}, and somebody has to approve who reads it, where a policy could decide"
#   remediation: >-
#     Take `access.approval` out and name the readers in `access.read`; or classify the product higher, if its
#     data needs a person's judgement.
#   controls:
#     iso27001: [{id: A.5.15, relation: partial}, {id: A.5.18, relation: partial}]
#     soc2: [{id: CC6.2, relation: partial}]
#     nist80053: [{id: AC-2, relation: partial}]
#     cdmc: [{id: "7", relation: partial}]
#   examples:
#     pass:
#       - title: Confidential data
#         new: {}
#       - title: Internal data without approval
#         new: {classification: internal, access: {approval: null}}
#       - title: Approval is switched off
#         new: {classification: public, access: {approval: {required: false}}}
#       - title: The domain demands it for a field
#         new: {classification: internal}
#         parameters: {access_control: {approval_required: [CustomerEmail]}}
#       - title: A missing label is the matter of another rule
#         new: {classification: null}
#     fail:
#       - title: Approval for internal data
#         new: {classification: internal}
#         findings: [{path: [access, approval], args: {name: sales_orders, label: internal}}]
#       - title: In short form, for public data
#         new: {classification: Public, access: {approval: true}}
#         findings: [{path: [access, approval], args: {name: sales_orders, label: Public}}]
#       - title: The domain demands it for a field that the product does not have
#         new: {classification: internal}
#         parameters: {access_control: {approval_required: [customer_ssn]}}
#         findings: [{path: [access, approval]}]
package meshgov.domain.access_control.manual_approval

import data.meshgov.lib.labels
import data.meshgov.lib.names

default applicable := false

applicable if {
	labels.rank(input.contract.classification) >= 0
	not labels.reaches(input.contract.classification, input.parameters.data_classification.roles_from)
}

findings contains {
	"path": ["access", "approval"],
	"args": {"name": input.contract.name, "label": input.contract.classification},
} if {
	applicable
	input.contract.access.approval.required
	count(names.columns(input.parameters.access_control.approval_required)) == 0
}
