# METADATA
# title: A quality check can fail
# description: >-
#   A check without a threshold, or with one that every result meets, is passed by any data. Nothing is below zero
#   percent or above a hundred, and no age, count, rate or share is negative.
# scope: package
# custom:
#   id: quality_gates/threshold_missing
#   severity: error
#   scope: contract
#   message: "Quality check `{check}` can never fail: {reason}"
#   remediation: >-
#     Give the check a `threshold` with a direction and a number that bad data does not meet, such as ">= 0.99".
#   controls:
#     gdpr: [{id: "5(1)(d)", relation: partial}]
#     iso27001: [{id: A.8.29, relation: partial}]
#     soc2: [{id: PI1.2, relation: supports}, {id: PI1.3, relation: partial}]
#     nist80053: [{id: SI-7, relation: partial}, {id: SI-10, relation: partial}]
#     cdmc: [{id: "12", relation: partial}]
#     bcbs239: [{id: P3, relation: partial}]
#   examples:
#     pass:
#       - title: Thresholds that data may miss
#         new:
#           sla:
#             quality_checks:
#               - {name: completeness, threshold: ">= 99%"}
#               - {name: null_count, threshold: 0}
#               - {name: lowest_price, threshold: ">= 0"}
#               - {name: age, dimension: freshness, threshold: "<= 24 hours"}
#               - {name: uniqueness, threshold: "<= 100"}
#       - title: A number that nobody can compare with is the matter of another rule
#         new: {sla: {quality_checks: [{name: rows, threshold: between 1 and 5}]}}
#       - title: No checks are the matter of another rule
#         new: {sla: {quality_checks: []}}
#     fail:
#       - title: No threshold
#         new: {sla: {quality_checks: [{name: rows, query: SELECT 1}, {name: age, threshold: ""}]}}
#         findings:
#           - {path: [sla, quality_checks, age, threshold], args: {check: age, reason: it has no threshold}}
#           - {path: [sla, quality_checks, rows, threshold], args: {check: rows, reason: it has no threshold}}
#       - title: Words for nothing
#         new: {sla: {quality_checks: [{name: rows, threshold: none}, {name: age, threshold: ">="}]}}
#         findings:
#           - path: [sla, quality_checks, age, threshold]
#             args: {check: age, reason: "`>=` is no number"}
#           - path: [sla, quality_checks, rows, threshold]
#             args: {check: rows, reason: "`none` is no number"}
#       - title: Everything meets it
#         new:
#           sla:
#             quality_checks:
#               - {name: filled, threshold: ">= 0%"}
#               - {name: nulls, threshold: "<= 100 %"}
#               - {name: over, threshold: "< 101%"}
#               - {name: OrdersCompleteness, threshold: ">= 0.0"}
#               - {name: row_count, threshold: "> -1"}
#               - {name: age, dimension: freshness, threshold: ">= 0 hours"}
#         findings:
#           - path: [sla, quality_checks, OrdersCompleteness, threshold]
#             args: {check: OrdersCompleteness, reason: "everything is `>= 0.0`"}
#           - path: [sla, quality_checks, age, threshold]
#             args: {check: age, reason: "everything is `>= 0 hours`"}
#           - path: [sla, quality_checks, filled, threshold]
#             args: {check: filled, reason: "everything is `>= 0%`"}
#           - path: [sla, quality_checks, nulls, threshold]
#             args: {check: nulls, reason: "everything is `<= 100 %`"}
#           - path: [sla, quality_checks, over, threshold]
#             args: {check: over, reason: "everything is `< 101%`"}
#           - path: [sla, quality_checks, row_count, threshold]
#             args: {check: row_count, reason: "everything is `> -1`"}
package meshgov.automated.quality_gates.threshold_missing

import data.meshgov.lib.text

default applicable := false

applicable if count(input.contract.sla.quality_checks) > 0

findings contains {
	"path": ["sla", "quality_checks", check.name, "threshold"],
	"args": {"check": check.name, "reason": reason},
} if {
	some check in input.contract.sla.quality_checks
	reason := _reason(check)
}

_reason(check) := "it has no threshold" if not check.threshold

_reason(check) := concat("", ["`", check.threshold.written, "` is no number"]) if {
	not check.threshold.value
	is_string(check.threshold.written)
	not regex.match(`[0-9]`, check.threshold.written)
}

_reason(check) := concat("", ["everything is `", check.threshold.written, "`"]) if _met_by_all(check)

_met_by_all(check) if {
	_never_negative(check)
	_none_below(check.threshold.comparator, check.threshold.value)
}

_met_by_all(check) if {
	_percent(check)
	_none_above(check.threshold.comparator, check.threshold.value)
}

_none_below(">=", value) if value == "0"

_none_below(comparator, value) if {
	comparator in {">=", ">", "!="}
	startswith(value, "-")
}

# A hundred percent is held as 1.
_none_above("<=", value) if regex.match(`^[1-9]`, value)

_none_above(comparator, value) if {
	comparator in {"<", "!="}
	regex.match(`^[1-9]`, value)
	value != "1"
}

_percent(check) if {
	is_string(check.threshold.written)
	endswith(trim_space(check.threshold.written), "%")
}

_never_negative(check) if _percent(check)

_never_negative(check) if {
	some written in [check.name, object.get(check, "dimension", "")]
	regex.match(`_(completeness|uniqueness|freshness|timeliness|accuracy)_|_(count|rate|ratio|percentage)_$`, text.words(written))
}
