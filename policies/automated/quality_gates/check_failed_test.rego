package meshgov.automated.quality_gates.check_failed_test

import data.meshgov.automated.quality_gates.check_failed

_input(results) := {
	"contract": {"name": "orders", "sla": {"quality_checks": [{"name": result.name} | some result in results]}},
	"results": results,
}

_failed(check, outcome) := {"path": ["sla", "quality_checks", check], "args": {"check": check, "outcome": outcome}}

test_without_results_it_is_not_judged if {
	given := {"contract": {"name": "orders", "sla": {"quality_checks": [{"name": "a", "severity": "error"}]}}}
	not check_failed.applicable with input as given
	check_failed.findings == set() with input as given
}

test_passed if {
	given := _input([{"name": "a", "status": "pass", "severity": "error"}])
	check_failed.applicable with input as given
	check_failed.findings == set() with input as given
}

test_failures_of_another_severity if {
	given := _input([{"name": "a", "status": "fail", "severity": "critical"}])
	not check_failed.applicable with input as given
	check_failed.findings == set() with input as given
}

test_failed if {
	given := _input([
		{"name": "a", "status": "fail", "severity": "error", "observed": "12"},
		{"name": "b", "status": "warn", "severity": "error"},
		{"name": "c", "status": "fail", "severity": "critical"},
	])
	check_failed.findings == {_failed("a", "failed with 12")} with input as given
}

test_never_ran if {
	given := {
		"contract": {"name": "orders", "sla": {"quality_checks": [{"name": "a", "severity": "error"}]}},
		"results": [],
	}
	check_failed.findings == {_failed("a", "has no result")} with input as given
}
