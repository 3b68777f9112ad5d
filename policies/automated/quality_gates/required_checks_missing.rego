# METADATA
# title: The required quality checks are there
# description: >-
#   Every product is measured by the same few questions, by default whether rows are complete and whether
#   they are fresh. A check answers one of them when its dimension holds the word, or else its name, in upper
#   or lower case: completeness, orders_completeness_check and OrderCompleteness do, incompleteness does not.
#   Each question needs a check of its own: a check that names several answers the first of them that no
#   other check answers alone. A promise under `sla` is not a check.
# scope: package
# custom:
#   id: quality_gates/required_checks_missing
#   severity: warning
#   scope: contract
#   message: "`{name}` has no quality check for {check}"
#   remediation: >-
#     Add a check whose `dimension` is the missing word, with a query and a threshold.
#   controls:
#     gdpr: [{id: "5(1)(d)", relation: partial}]
#     iso27001: [{id: A.8.29, relation: partial}]
#     soc2: [{id: PI1.2, relation: supports}, {id: PI1.4, relation: partial}]
#     nist80053: [{id: SI-7, relation: partial}, {id: SI-18, relation: partial}]
#     cdmc: [{id: "12", relation: supports}]
#     bcbs239: [{id: P4, relation: partial}]
#   examples:
#     pass:
#       - title: By name, by dimension, and as a word of the name
#         new:
#           sla:
#             quality_checks:
#               - {name: OrdersCompleteness, query: SELECT 1}
#               - {name: max_age, dimension: Freshness, query: SELECT 1}
#       - title: Without any check another rule speaks
#         new: {sla: {quality_checks: []}}
#       - title: Nothing is required
#         new: {sla: {quality_checks: [{name: row_count, query: SELECT 1}]}}
#         parameters: {quality_gates: {required_checks: []}}
#     fail:
#       - title: Both are missing
#         new: {sla: {quality_checks: [{name: row_count, query: SELECT 1}]}}
#         findings:
#           - {path: [sla, quality_checks, completeness], args: {name: sales_orders, check: completeness}}
#           - {path: [sla, quality_checks, freshness], args: {name: sales_orders, check: freshness}}
#       - title: A word inside another word does not count
#         new:
#           sla:
#             quality_checks:
#               - {name: incompleteness, query: SELECT 1}
#               - {name: orders.freshness, query: SELECT 1}
#         findings: [{path: [sla, quality_checks, completeness]}]
#       - title: One check whose name and dimension are two words answers for its dimension
#         new: {sla: {quality_checks: [{name: completeness, dimension: freshness, query: SELECT 1}]}}
#         findings: [{path: [sla, quality_checks, completeness]}]
#       - title: One check that names both
#         new: {sla: {quality_checks: [{name: completeness_freshness, query: SELECT 1}]}}
#         findings: [{path: [sla, quality_checks, freshness]}]
#       - title: The organisation asks for more
#         new: {}
#         parameters: {quality_gates: {required_checks: [completeness, null_rate]}}
#         findings: [{path: [sla, quality_checks, null_rate], args: {name: sales_orders, check: null_rate}}]
package meshgov.automated.quality_gates.required_checks_missing

import data.meshgov.lib.text

default applicable := false

applicable if {
	count(input.parameters.quality_gates.required_checks) > 0
	count(input.contract.sla.quality_checks) > 0
}

findings contains {
	"path": ["sla", "quality_checks", required],
	"args": {"name": input.contract.name, "check": required},
} if {
	applicable
	some required in input.parameters.quality_gates.required_checks
	not required in _answered
}

# Words that a check names alone, and of each other check the first that is left.
_answered := _alone | {[word | some word in named; not word in _alone][0] | some named in _named}

_alone := {named[0] | some named in _named; count(named) == 1}

# The required words that each check names.
_named := [named |
	some check in input.contract.sla.quality_checks
	by_name := _required_in(check.name)
	by_dimension := _required_in(object.get(check, "dimension", ""))
	named := {false: by_dimension, true: by_name}[by_dimension == []]
]

_required_in(written) := [required |
	words := text.words(written)
	some required in input.parameters.quality_gates.required_checks
	contains(words, _required[required])
]

_required := {required: text.words(required) |
	some required in input.parameters.quality_gates.required_checks
}
