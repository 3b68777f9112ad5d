# METADATA
# title: A product says how long its data is kept
# description: >-
#   Data without an end is kept for ever: it costs, it leaks, and for personal data it is against the law.
#   Consumers need the period as well, to know how far back they can look.
# scope: package
# custom:
#   id: data_retention/retention_missing
#   severity: error
#   scope: contract
#   mandatory: true
#   message: "`{name}` has no retention period"
#   remediation: Add `retention_days` with the number of days for which the data is needed.
#   controls:
#     gdpr: [{id: "5(1)(e)", relation: supports}, {id: "30(1)(f)", relation: supports}, {id: "13(2)(a)", relation: partial}]
#     ccpa: [{id: "1798.100(a)(3)", relation: supports}]
#     iso27001: [{id: A.5.33, relation: supports}, {id: A.8.10, relation: partial}]
#     soc2: [{id: C1.2, relation: partial}, {id: P4.2, relation: supports}]
#     nist80053: [{id: SI-12, relation: supports}]
#     cdmc: [{id: "11", relation: supports}]
#   examples:
#     pass:
#       - title: A period is given
#         new: {retention_days: 400}
#       - title: Nothing is kept
#         new: {retention_days: 0}
#       - title: A period that is too long is not missing
#         new: {retention_days: 99999}
#     fail:
#       - title: No period
#         new: {retention_days: null}
#         findings: [{path: [retention_days], args: {name: sales_orders}}]
package meshgov.global.data_retention.retention_missing

applicable := true

findings contains {"path": ["retention_days"], "args": {"name": input.contract.name}} if {
	not input.contract.retention_days
}
