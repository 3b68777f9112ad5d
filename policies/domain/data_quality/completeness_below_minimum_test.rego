package meshgov.domain.data_quality.completeness_below_minimum_test

import data.meshgov.domain.data_quality.completeness_below_minimum

_input(sla, minimum) := {
	"contract": {"name": "orders", "sla": sla},
	"parameters": {"data_quality": {"completeness": minimum}},
}

_below(promise, minimum) := {{
	"path": ["sla", "completeness"],
	"args": {"name": "orders", "promise": promise, "minimum": minimum},
}}

test_nothing_is_demanded if {
	given := _input({}, null)
	not completeness_below_minimum.applicable with input as given
	completeness_below_minimum.findings == set() with input as given
}

test_kept if {
	every millionths in [990000, 990001, 1000000] {
		given := _input({"completeness": {"written": "x", "millionths": millionths}}, 990000)
		completeness_below_minimum.applicable with input as given
		completeness_below_minimum.findings == set() with input as given
	}
}

test_too_low if {
	found := completeness_below_minimum.findings with input as _input(
		{"completeness": {"written": 0.98, "millionths": 989999}},
		990000,
	)
	found == _below("98.9999% completeness", "99%")
}

test_not_declared if {
	found := completeness_below_minimum.findings with input as _input({}, 999000)
	found == _below("no completeness", "99.9%")
	without := completeness_below_minimum.findings with input as {
		"contract": {"name": "orders"},
		"parameters": {"data_quality": {"completeness": 0}},
	}
	without == _below("no completeness", "0%")
}

test_unreadable if {
	found := completeness_below_minimum.findings with input as _input({"completeness": {"written": "all"}}, 1)
	found == _below("an unreadable completeness", "0.0001%")
}
