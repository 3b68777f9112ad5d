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

test_one_check_answers_one_question if {
	both := ["completeness", "freshness"]
	_of(both, [{"name": "completeness_freshness"}]) == _missing(["freshness"])
	_of(both, [{"name": "completeness", "dimension": "freshness"}]) == _missing(["completeness"])
	_of(both, [{"name": "x", "dimension": "freshness and completeness"}]) == _missing(["freshness"])
	_of(both, [{"name": "completeness_freshness"}, {"name": "completeness"}]) == set()
	_of(both, [{"name": "a_freshness", "dimension": "completeness"}, {"name": "a", "dimension": "freshness"}]) == set()
	_of(both, [{"name": "freshness"}, {"name": "freshness"}]) == _missing(["completeness"])
}

test_a_dimension_that_nobody_asks_for_leaves_the_name if {
	_of(["freshness"], [{"name": "freshness", "dimension": "timeliness"}]) == set()
}

test_a_word_inside_a_longer_one if {
	_of(["rate", "null_rate"], [{"name": "null_rate"}, {"name": "rate"}]) == set()
}

_of(required, checks) := found if {
	found := required_checks_missing.findings with input as _input(required, checks)
}
