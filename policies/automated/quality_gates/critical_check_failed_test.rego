package meshgov.automated.quality_gates.critical_check_failed_test

import data.meshgov.automated.quality_gates.critical_check_failed

_input(results) := {
	"contract": {"name": "orders", "sla": {"quality_checks": [{"name": result.name} | some result in results]}},
	"results": results,
}

_failed(check, outcome) := {"path": ["sla", "quality_checks", check], "args": {"check": check, "outcome": outcome}}

test_without_results_it_is_not_judged if {
	given := {"contract": {"name": "orders", "sla": {"quality_checks": [{"name": "a", "severity": "critical"}]}}}
	not critical_check_failed.applicable with input as given
	critical_check_failed.findings == set() with input as given
}

test_passed if {
	given := _input([{"name": "a", "status": "pass", "severity": "critical"}])
	critical_check_failed.applicable with input as given
	critical_check_failed.findings == set() with input as given
}

test_failures_of_another_severity if {
	given := _input([{"name": "a", "status": "fail", "severity": "error"}])
	not critical_check_failed.applicable with input as given
	critical_check_failed.findings == set() with input as given
}

test_failed if {
	given := _input([
		{"name": "a", "status": "fail", "severity": "critical", "observed": "12"},
		{"name": "b", "status": "warn", "severity": "critical"},
		{"name": "c", "status": "fail", "severity": "error"},
	])
	critical_check_failed.findings == {_failed("a", "failed with 12")} with input as given
}

test_never_ran if {
	given := {
		"contract": {"name": "orders", "sla": {"quality_checks": [{"name": "a", "severity": "critical"}]}},
		"results": [],
	}
	critical_check_failed.findings == {_failed("a", "has no result")} with input as given
}
