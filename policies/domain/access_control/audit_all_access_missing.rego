# METADATA
# title: A domain that audits all access has it logged everywhere
# description: >-
#   Where a domain wants to know of every access, personal data or not, each of its products declares audit
#   logging. Without it there is a gap that nobody can fill afterwards.
# scope: package
# custom:
#   id: access_control/audit_all_access_missing
#   severity: error
#   scope: contract
#   message: "The domain of `{name}` audits all access, and the product does not log it"
#   remediation: Set `audit_logging_enabled` to true, and switch the log on where the data is stored.
#   controls:
#     gdpr: [{id: "5(2)", relation: partial}, {id: "32(1)(d)", relation: partial}]
#     iso27001: [{id: A.8.15, relation: evidence-only}, {id: A.8.16, relation: evidence-only}, {id: A.5.28, relation: partial}]
#     soc2: [{id: CC7.2, relation: partial}]
#     nist80053: [{id: AU-2, relation: evidence-only}, {id: AU-12, relation: evidence-only}]
#     cdmc: [{id: "7", relation: partial}]
#     sox: [{id: ITGC-ACCESS, relation: evidence-only}]
#   examples:
#     pass:
#       - title: The domain does not audit all access
#         new: {audit_logging_enabled: false}
#       - title: Access is logged
#         new: {}
#         parameters: {access_control: {audit_all_access: true}}
#     fail:
#       - title: It is not declared
#         new: {audit_logging_enabled: null}
#         parameters: {access_control: {audit_all_access: true}}
#         findings: [{path: [audit_logging_enabled], args: {name: sales_orders}}]
#       - title: It is switched off, in a product without personal data too
#         new: {audit_logging_enabled: false, schema: {fields: [{name: id, type: string}]}}
#         parameters: {access_control: {audit_all_access: true}}
#         findings: [{path: [audit_logging_enabled], args: {name: sales_orders}}]
package meshgov.domain.access_control.audit_all_access_missing

default applicable := false

applicable if input.parameters.access_control.audit_all_access

findings contains {"path": ["audit_logging_enabled"], "args": {"name": input.contract.name}} if {
	applicable
	not input.contract.audit_logging_enabled
}
