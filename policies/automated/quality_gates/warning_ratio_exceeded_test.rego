package meshgov.automated.quality_gates.warning_ratio_exceeded_test

import data.meshgov.automated.quality_gates.warning_ratio_exceeded

# `warned` of `checks` checks warn, and the rest passes.
_input(warned, checks, limit) := {
	"contract": {"name": "orders", "sla": {"quality_checks": [{"name": result.name} | some result in results]}},
	"results": results,
	"parameters": {"quality_gates": {"max_warning_millionths": limit}},
} if {
	results := [result |
		some number in numbers.range(1, checks)
		status := {true: "warn", false: "pass"}[number <= warned]
		result := {"name": format_int(number, 10), "status": status, "severity": "error"}
	]
}

test_without_results_it_is_not_judged if {
	given := {
		"contract": {"name": "orders", "sla": {"quality_checks": [{"name": "a"}]}},
		"parameters": {"quality_gates": {"max_warning_millionths": 0}},
	}
	not warning_ratio_exceeded.applicable with input as given
	warning_ratio_exceeded.findings == set() with input as given
}

test_exactly_the_limit if {
	given := _input(1, 20, 50000)
	warning_ratio_exceeded.applicable with input as given
	warning_ratio_exceeded.findings == set() with input as given
	warning_ratio_exceeded.findings == set() with input as _input(3, 3, 1000000)
}

test_above_the_limit if {
	found := warning_ratio_exceeded.findings with input as _input(1, 19, 50000)
	found == {{
		"path": ["sla", "quality_checks"],
		"args": {"name": "orders", "warned": 1, "checks": 19, "names": ["1"], "limit": "5%"},
	}}
	count(warning_ratio_exceeded.findings) == 1 with input as _input(1, 1, 0)
}
