# METADATA
# title: The guarded fields of a domain are read with approval only
# description: >-
#   A domain lists the names of fields that nobody may read without approval
#   (`access_control.approval_required`). Wherever such a field occurs, at any depth and in any spelling,
#   `access.approval` covers it: as a whole, or by naming it or a field around it.
# scope: package
# custom:
#   id: pii_handling/approval_required
#   severity: error
#   scope: contract
#   mandatory: true
#   message: "Field `{field}` needs approval in its domain, and is readable without"
#   remediation: Set `access.approval.required` to true, with approvers, and name the field among `access.approval.fields`.
#   controls:
#     gdpr: [{id: "25(2)", relation: supports}, {id: "32(4)", relation: partial}]
#     ccpa: [{id: "1798.121", relation: partial}]
#     iso27001: [{id: A.5.15, relation: supports}, {id: A.5.18, relation: supports}, {id: A.8.3, relation: partial}]
#     soc2: [{id: CC6.1, relation: supports}, {id: CC6.2, relation: partial}]
#     nist80053: [{id: AC-3, relation: partial}, {id: AC-6, relation: supports}]
#     cdmc: [{id: "7", relation: supports}, {id: "8", relation: partial}]
#   examples:
#     pass:
#       - title: Approval names the field
#         new: {}
#         parameters: {access_control: {approval_required: [customer_email]}}
#       - title: Approval for the whole product
#         new: {access: {approval: {fields: null}}}
#         parameters: {access_control: {approval_required: [CustomerEmail, amount]}}
#       - title: The product has no such field
#         new: {access: null}
#         parameters: {access_control: {approval_required: [customer_ssn]}}
#       - title: The domain lists none
#         new: {access: null}
#       - title: A field around it is named
#         new:
#           schema: {fields: [{name: customer, type: struct, fields: [{name: ssn, type: string, is_pii: true}]}]}
#           access: {approval: {fields: [Customer]}}
#         parameters: {access_control: {approval_required: [ssn]}}
#     fail:
#       - title: The contract does not speak of approval
#         new: {access: {approval: null}}
#         parameters: {access_control: {approval_required: [Customer-Email]}}
#         findings: [{path: [schema, fields, customer_email], args: {field: customer_email}}]
#       - title: Approval is switched off
#         new: {access: {approval: {required: false}}}
#         parameters: {access_control: {approval_required: [customer_email]}}
#         findings: [{path: [schema, fields, customer_email]}]
#       - title: Nobody approves
#         new: {access: {approval: {approvers: [Nobody]}}}
#         parameters: {access_control: {approval_required: [customer_email]}}
#         findings: [{path: [schema, fields, customer_email]}]
#       - title: Approval names other fields only
#         new: {access: {approval: {fields: [customer_phone]}}}
#         parameters: {access_control: {approval_required: [customer_email, customer_phone]}}
#         findings: [{path: [schema, fields, customer_email]}]
#       - title: Inside other fields, and without any readers declared
#         new:
#           access: null
#           schema:
#             fields:
#               - name: people
#                 type: array
#                 items: {type: struct, fields: [{name: customerSSN, type: string, is_pii: true}]}
#         parameters: {access_control: {approval_required: [customer_ssn]}}
#         findings:
#           - path: [schema, fields, people, element, customerSSN]
#             args: {field: people.element.customerSSN}
package meshgov.global.pii_handling.approval_required

import data.meshgov.lib.access
import data.meshgov.lib.columns
import data.meshgov.lib.names

default applicable := false

applicable if count(_listed) > 0

findings contains {"path": column.path, "args": columns.args(column)} if {
	some column in _listed
	not access.approved(column)
}

_listed := names.columns(input.parameters.access_control.approval_required)
