package meshgov.lib.outcomes_test

import data.meshgov.lib.outcomes

_input(checks, results) := {
	"contract": {"name": "orders", "sla": {"quality_checks": checks}},
	"results": results,
}

_result(name, status) := {"name": name, "status": status, "severity": "error"}

_of(checks, results) := found if {
	found := [[one.name, one.severity, one.status, one.why] | some one in outcomes.all] with input as _input(checks, results)
}

test_results_that_are_not_known if {
	outcomes.all == [] with input as {"contract": {"sla": {"quality_checks": [{"name": "rows"}]}}}
}

test_no_checks if {
	outcomes.all == [] with input as {"contract": {}, "results": []}
}

test_each_status if {
	checks := [{"name": "a"}, {"name": "b"}, {"name": "c"}, {"name": "d"}]
	results := [
		_result("a", "pass"),
		_result("b", "warn"),
		object.union(_result("c", "fail"), {"severity": "critical", "observed": "0.97"}),
		_result("d", "fail"),
	]
	_of(checks, results) == [
		["a", "error", "pass", "ran"],
		["b", "error", "warn", "ran"],
		["c", "critical", "fail", "failed with 0.97"],
		["d", "error", "fail", "failed"],
	]
	some_failed := [one.name | some one in outcomes.failed] with input as _input(checks, results)
	some_failed == ["c", "d"]
	some_warned := [one.name | some one in outcomes.warned] with input as _input(checks, results)
	some_warned == ["b"]
}

test_checks_without_a_result if {
	checks := [
		{"name": "a"},
		{"name": "b", "severity": "critical"},
		{"name": "c", "severity": "info"},
		{"name": "d", "severity": "blocker"},
		{"name": "e", "severity": "warn"},
	]
	_of(checks, []) == [
		["a", "error", "fail", "has no result"],
		["b", "critical", "fail", "has no result"],
		["c", "warning", "warn", "has no result"],
		["d", "error", "fail", "has no result"],
		["e", "warning", "warn", "has no result"],
	]
}

test_another_threshold if {
	checks := [
		{"name": "a", "threshold": {"written": ">= 99%"}},
		{"name": "b", "threshold": {"written": ">= 99%"}},
		{"name": "c"},
	]
	results := [
		object.union(_result("a", "pass"), {"threshold": ">= 50%"}),
		object.union(_result("b", "pass"), {"threshold": ">= 99%"}),
		object.union(_result("c", "pass"), {"threshold": ">= 99%"}),
	]
	_of(checks, results) == [
		["a", "error", "fail", "was held against >= 50%"],
		["b", "error", "pass", "ran"],
		["c", "error", "pass", "ran"],
	]
}

test_a_result_that_no_check_asked_for if {
	_of([{"name": "a"}], [_result("a", "pass"), _result("b", "fail")]) == [
		["a", "error", "pass", "ran"],
		["b", "error", "fail", "failed"],
	]
}
