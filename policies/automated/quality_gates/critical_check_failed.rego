# METADATA
# title: Critical quality checks pass
# description: >-
#   A critical check guards what consumers cannot do without. Data that fails one must not be published, and a
#   critical check that did not run has not been passed.
# scope: package
# custom:
#   id: quality_gates/critical_check_failed
#   severity: critical
#   scope: contract
#   needs: [results]
#   message: "Critical quality check `{check}` {outcome}"
#   remediation: >-
#     Mend the data, or its source, and run the check again. A check without a result has to run; one that was held
#     against another threshold has to run against that of the contract.
#   controls:
#     gdpr: [{id: "5(1)(d)", relation: partial}]
#     ccpa: [{id: "1798.106", relation: partial}]
#     iso27001: [{id: A.8.29, relation: supports}]
#     soc2: [{id: PI1.3, relation: supports}, {id: PI1.4, relation: partial}]
#     nist80053: [{id: SI-7, relation: partial}, {id: SI-10, relation: supports}, {id: PM-22, relation: partial}]
#     cdmc: [{id: "12", relation: supports}]
#     bcbs239: [{id: P3, relation: supports}, {id: P7, relation: partial}]
#   examples:
#     pass:
#       - title: All passed
#         new: {}
#         results:
#           - {name: completeness, status: pass, observed: 0.9997, threshold: ">= 99.95%"}
#           - {name: freshness, status: pass, observed: 12}
#           - {name: order_ids_are_unique, status: pass}
#       - title: A failure that is not critical is the matter of another rule
#         new: {}
#         results:
#           - {name: completeness, status: pass}
#           - {name: freshness, status: fail}
#           - {name: order_ids_are_unique, status: warn}
#       - title: Without checks there is nothing to fail
#         new: {sla: null}
#         results: []
#     fail:
#       - title: A critical check failed
#         new: {}
#         results:
#           - {name: completeness, status: pass}
#           - {name: freshness, status: pass}
#           - {name: order_ids_are_unique, status: fail, observed: 3}
#         findings:
#           - path: [sla, quality_checks, order_ids_are_unique]
#             args: {check: order_ids_are_unique, outcome: failed with 3}
#       - title: The result calls its check less severe than the contract does
#         new: {}
#         results:
#           - {name: completeness, status: pass}
#           - {name: freshness, status: pass}
#           - {name: order_ids_are_unique, status: fail, severity: info}
#         findings: [{path: [sla, quality_checks, order_ids_are_unique]}]
#       - title: The result calls its check critical, and the critical one never ran
#         new: {}
#         results: [{name: completeness, status: fail, severity: critical}, {name: freshness, status: pass}]
#         findings:
#           - path: [sla, quality_checks, completeness]
#             args: {check: completeness, outcome: failed}
#           - path: [sla, quality_checks, order_ids_are_unique]
#             args: {check: order_ids_are_unique, outcome: has no result}
package meshgov.automated.quality_gates.critical_check_failed

import data.meshgov.lib.outcomes

default applicable := false

applicable if {
	some one in outcomes.all
	one.severity == "critical"
}

findings contains {
	"path": ["sla", "quality_checks", one.name],
	"args": {"check": one.name, "outcome": one.why},
} if {
	some one in outcomes.failed
	one.severity == "critical"
}
