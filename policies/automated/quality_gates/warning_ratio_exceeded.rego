# METADATA
# title: Few quality checks warn
# description: >-
#   One warning is a matter to look at; many of them are a failure in small pieces. Counted are warnings among all
#   checks of the product, and with them the checks of severity warning or info that did not run.
# scope: package
# custom:
#   id: quality_gates/warning_ratio_exceeded
#   severity: error
#   scope: contract
#   needs: [results]
#   message: "{warned} of {checks} quality checks of `{name}` warn ({names}); at most {limit} may"
#   remediation: Mend what the checks warn of, and run those that did not run.
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
#       - title: No warning
#         new: {}
#         results:
#           - {name: completeness, status: pass, observed: 0.9997, threshold: ">= 99.95%"}
#           - {name: freshness, status: pass, observed: 12}
#           - {name: order_ids_are_unique, status: pass}
#       - title: A third may warn
#         new: {}
#         results:
#           - {name: completeness, status: pass}
#           - {name: freshness, status: warn}
#           - {name: order_ids_are_unique, status: fail}
#         parameters: {quality_gates: {max_warning_millionths: 333334}}
#       - title: Without checks there is nothing to count
#         new: {sla: null}
#         results: []
#     fail:
#       - title: One of three
#         new: {}
#         results:
#           - {name: completeness, status: pass}
#           - {name: freshness, status: warn}
#           - {name: order_ids_are_unique, status: pass}
#         findings:
#           - path: [sla, quality_checks]
#             args: {name: sales_orders, warned: 1, checks: 3, names: [freshness], limit: 5%}
#       - title: One of two, where a check that could only warn did not run
#         new:
#           sla:
#             quality_checks:
#               - {name: completeness, threshold: ">= 99%"}
#               - {name: rows, threshold: "> 5", severity: info}
#         results: [{name: completeness, status: pass}]
#         findings:
#           - path: [sla, quality_checks]
#             args: {name: sales_orders, warned: 1, checks: 2, names: [rows], limit: 5%}
#       - title: A little less than a third may warn
#         new: {}
#         results:
#           - {name: completeness, status: pass}
#           - {name: freshness, status: warn}
#           - {name: order_ids_are_unique, status: pass}
#         parameters: {quality_gates: {max_warning_millionths: 333333}}
#         findings: [{path: [sla, quality_checks]}]
package meshgov.automated.quality_gates.warning_ratio_exceeded

import data.meshgov.lib.outcomes
import data.meshgov.lib.promises

default applicable := false

applicable if count(outcomes.all) > 0

findings contains {
	"path": ["sla", "quality_checks"],
	"args": {
		"name": input.contract.name,
		"warned": count(outcomes.warned),
		"checks": count(outcomes.all),
		"names": [one.name | some one in outcomes.warned],
		"limit": promises.percent(_limit),
	},
} if {
	# Both sides as whole numbers: a third is no finite number of millionths.
	count(outcomes.warned) * 1000000 > _limit * count(outcomes.all)
}

_limit := input.parameters.quality_gates.max_warning_millionths
