# METADATA
# title: A product has quality checks
# description: >-
#   A promise that nobody measures is a hope. Checks turn the promises of a contract into something that can
#   stop bad data before consumers read it.
# scope: package
# custom:
#   id: quality_gates/checks_missing
#   severity: warning
#   scope: contract
#   message: "`{name}` has no quality checks"
#   remediation: Add `sla.quality_checks`, each with a name, a query and a threshold.
#   controls:
#     gdpr: [{id: "5(1)(d)", relation: partial}]
#     ccpa: [{id: "1798.106", relation: partial}]
#     iso27001: [{id: A.8.29, relation: partial}]
#     soc2: [{id: PI1.2, relation: supports}, {id: PI1.3, relation: partial}]
#     nist80053: [{id: SI-7, relation: partial}, {id: PM-22, relation: partial}]
#     cdmc: [{id: "12", relation: supports}]
#     bcbs239: [{id: P3, relation: partial}, {id: P7, relation: partial}]
#   examples:
#     pass:
#       - title: There are checks
#         new: {}
#       - title: Any check counts here
#         new: {sla: {quality_checks: [{name: row_count, query: SELECT 1, threshold: "> 0"}]}}
#     fail:
#       - title: An empty list
#         new: {sla: {quality_checks: []}}
#         findings: [{path: [sla, quality_checks], args: {name: sales_orders}}]
#       - title: No service level at all
#         new: {sla: null}
#         findings: [{path: [sla, quality_checks]}]
package meshgov.automated.quality_gates.checks_missing

applicable := true

findings contains {"path": ["sla", "quality_checks"], "args": {"name": input.contract.name}} if not _any

_any if count(input.contract.sla.quality_checks) > 0
