# METADATA
# title: Quality checks pass
# description: >-
#   Data that fails a check is not what the contract promises. So is data of which nobody knows: where results are
#   given, a declared check without one counts as failed, unless it is one that could only warn.
# scope: package
# custom:
#   id: quality_gates/check_failed
#   severity: error
#   scope: contract
#   needs: [results]
#   message: "Quality check `{check}` {outcome}"
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
#       - title: A critical failure is the matter of another rule
#         new: {}
#         results:
#           - {name: completeness, status: pass}
#           - {name: freshness, status: warn}
#           - {name: order_ids_are_unique, status: fail}
#       - title: Without checks there is nothing to fail
#         new: {sla: null}
#         results: []
#     fail:
#       - title: A check failed
#         new: {}
#         results:
#           - {name: completeness, status: fail, observed: 97.2%}
#           - {name: freshness, status: pass}
#           - {name: order_ids_are_unique, status: pass}
#         findings:
#           - path: [sla, quality_checks, completeness]
#             args: {check: completeness, outcome: failed with 97.2%}
#       - title: No check ran
#         new: {}
#         results: []
#         findings:
#           - path: [sla, quality_checks, completeness]
#             args: {check: completeness, outcome: has no result}
#           - path: [sla, quality_checks, freshness]
#             args: {check: freshness, outcome: has no result}
#       - title: It passed, but not what the contract promises
#         new: {}
#         results:
#           - {name: completeness, status: pass, threshold: ">= 50%"}
#           - {name: freshness, status: pass, threshold: 60}
#           - {name: order_ids_are_unique, status: pass}
#         findings:
#           - path: [sla, quality_checks, completeness]
#             args: {check: completeness, outcome: was held against >= 50%}
#       - title: A check that should only warn reports a failure
#         new: {sla: {quality_checks: [{name: rows, threshold: "> 0", severity: warning}]}}
#         results: [{name: rows, status: fail}]
#         findings: [{path: [sla, quality_checks, rows]}]
package meshgov.automated.quality_gates.check_failed

import data.meshgov.lib.outcomes

default applicable := false

applicable if {
	some one in outcomes.all
	one.severity != "critical"
}

findings contains {
	"path": ["sla", "quality_checks", one.name],
	"args": {"check": one.name, "outcome": one.why},
} if {
	some one in outcomes.failed
	one.severity != "critical"
}
