package meshgov.domain.data_quality.accuracy_below_minimum_test

import data.meshgov.domain.data_quality.accuracy_below_minimum

_input(sla, minimum) := {
	"contract": {"name": "orders", "sla": sla},
	"parameters": {"data_quality": {"accuracy": minimum}},
}

_below(promise, minimum) := {{
	"path": ["sla", "accuracy"],
	"args": {"name": "orders", "promise": promise, "minimum": minimum},
}}

test_nothing_is_demanded if {
	given := _input({}, null)
	not accuracy_below_minimum.applicable with input as given
	accuracy_below_minimum.findings == set() with input as given
}

test_kept if {
	every millionths in [990000, 990001, 1000000] {
		given := _input({"accuracy": {"written": "x", "millionths": millionths}}, 990000)
		accuracy_below_minimum.applicable with input as given
		accuracy_below_minimum.findings == set() with input as given
	}
}

test_too_low if {
	found := accuracy_below_minimum.findings with input as _input(
		{"accuracy": {"written": 0.98, "millionths": 989999}},
		990000,
	)
	found == _below("98.9999% accuracy", "99%")
}

test_not_declared if {
	found := accuracy_below_minimum.findings with input as _input({}, 999000)
	found == _below("no accuracy", "99.9%")
	without := accuracy_below_minimum.findings with input as {
		"contract": {"name": "orders"},
		"parameters": {"data_quality": {"accuracy": 0}},
	}
	without == _below("no accuracy", "0%")
}

test_unreadable if {
	found := accuracy_below_minimum.findings with input as _input({"accuracy": {"written": "all"}}, 1)
	found == _below("an unreadable accuracy", "0.0001%")
}
