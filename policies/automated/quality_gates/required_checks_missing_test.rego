package meshgov.automated.quality_gates.required_checks_missing_test

import data.meshgov.automated.quality_gates.required_checks_missing

_input(required, checks) := {
	"contract": {"name": "orders", "sla": {"quality_checks": checks}},
	"parameters": {"quality_gates": {"required_checks": required}},
}

_missing(checks) := {{"path": ["sla", "quality_checks", check], "args": {"name": "orders", "check": check}} |
	some check in checks
}

test_no_checks_is_the_matter_of_another_rule if {
	given := _input(["completeness"], [])
	not required_checks_missing.applicable with input as given
	required_checks_missing.findings == set() with input as given
}

test_nothing_is_required if {
	given := _input([], [{"name": "rows"}])
	not required_checks_missing.applicable with input as given
	required_checks_missing.findings == set() with input as given
}

test_names_that_hold_the_word if {
	every name in [
		"completeness", "Completeness", "COMPLETENESS", "orders_completeness_check", "orders-completeness",
		"orders.completeness", "OrdersCompleteness", "completenessOfOrders", "completeness2", "Is it completeness?",
	] {
		given := _input(["completeness"], [{"name": name}])
		required_checks_missing.applicable with input as given
		required_checks_missing.findings == set() with input as given
	}
}

test_names_that_do_not if {
	every name in ["incompleteness", "complete", "complete_ness", "rows", ""] {
		given := _input(["completeness"], [{"name": name}])
		required_checks_missing.findings == _missing(["completeness"]) with input as given
	}
}

test_a_dimension_counts_as_a_name if {
	given := _input(["completeness", "freshness"], [{"name": "a", "dimension": "Completeness"}, {"name": "b"}])
	required_checks_missing.findings == _missing(["freshness"]) with input as given
}

test_words_of_two_checks_are_not_joined if {
	given := _input(["null_rate"], [{"name": "null"}, {"name": "rate"}])
	required_checks_missing.findings == _missing(["null_rate"]) with input as given
}

test_several_words if {
	required_checks_missing.findings == set() with input as _input(["null_rate"], [{"name": "emailNullRate"}])
}
