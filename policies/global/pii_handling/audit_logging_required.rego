# METADATA
# title: Access to personal data is logged
# description: >-
#   Only a log of who read what can show, after an incident or at an audit, that personal data was read by
#   those who may.
# scope: package
# custom:
#   id: pii_handling/audit_logging_required
#   severity: critical
#   scope: contract
#   mandatory: true
#   message: "`{name}` holds personal data, and access to it is not logged"
#   remediation: Set `audit_logging_enabled` to true.
#   controls:
#     gdpr: [{id: "5(2)", relation: supports}, {id: "30", relation: partial}, {id: "32(1)(d)", relation: partial}]
#     ccpa: [{id: "1798.100(e)", relation: partial}]
#     iso27001: [{id: A.8.15, relation: supports}, {id: A.5.28, relation: partial}]
#     soc2: [{id: CC7.2, relation: supports}]
#     nist80053: [{id: AU-2, relation: supports}, {id: AU-3, relation: partial}, {id: AU-12, relation: partial}]
#     cdmc: [{id: "7", relation: supports}]
#   examples:
#     pass:
#       - title: Access is logged
#         new: {}
#       - title: No personal data
#         new: {audit_logging_enabled: false, schema: {fields: [{name: id, type: string}]}}
#     fail:
#       - title: Logging is off; one finding for all fields
#         new: {audit_logging_enabled: false}
#         findings: [{path: [audit_logging_enabled], args: {name: sales_orders}}]
#       - title: The contract does not speak of it
#         new: {audit_logging_enabled: null}
#         findings: [{path: [audit_logging_enabled]}]
package meshgov.global.pii_handling.audit_logging_required

import data.meshgov.lib.columns

default applicable := false

applicable if count(columns.personal) > 0

findings contains {"path": ["audit_logging_enabled"], "args": {"name": input.contract.name}} if {
	count(columns.personal) > 0
	not input.contract.audit_logging_enabled
}
