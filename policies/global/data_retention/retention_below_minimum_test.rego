package meshgov.global.data_retention.retention_below_minimum_test

import data.meshgov.global.data_retention.retention_below_minimum

_input(contract, minimums) := {
	"contract": object.union({"name": "orders"}, contract),
	"parameters": {"data_retention": {
		"limits": {"operational": 2557, "analytical": 1096, "logs": 366},
		"minimums": minimums,
		"default_kind": "analytical",
	}},
}

_below(kind, days, minimum) := {{
	"path": ["retention_days"],
	"args": {"name": "orders", "kind": kind, "days": days, "minimum": minimum},
}}

_silent(contract, minimums) if {
	given := _input(contract, minimums)
	not retention_below_minimum.applicable with input as given
	retention_below_minimum.findings == set() with input as given
}

test_not_judged if {
	_silent({"kind": "logs", "retention_days": 1}, {})
	_silent({"kind": "logs", "retention_days": 1}, {"operational": 2557})
	_silent({"kind": "logs"}, {"logs": 90})
	_silent({"kind": "reporting", "retention_days": 1}, {})
}

test_kept_long_enough if {
	every days in [90, 91, 366] {
		given := _input({"kind": "logs", "retention_days": days}, {"logs": 90, "operational": 2557})
		retention_below_minimum.applicable with input as given
		retention_below_minimum.findings == set() with input as given
	}
}

test_a_day_less if {
	found := retention_below_minimum.findings with input as _input({"kind": "logs", "retention_days": 89}, {"logs": 90})
	found == _below("logs", 89, 90)
}

test_the_default_kind if {
	found := retention_below_minimum.findings with input as _input({"retention_days": 0}, {"analytical": 1})
	found == _below("analytical", 0, 1)
}

test_an_unknown_kind_has_the_longest if {
	given := _input({"kind": "reporting", "retention_days": 2556}, {"logs": 90, "operational": 2557})
	retention_below_minimum.findings == _below("reporting", 2556, 2557) with input as given
}
