package meshgov.domain.data_quality.freshness_above_maximum_test

import data.meshgov.domain.data_quality.freshness_above_maximum

_input(sla, maximum) := {
	"contract": {"name": "orders", "sla": sla},
	"parameters": {"data_quality": {"freshness": maximum}},
}

_above(promise, maximum) := {{
	"path": ["sla", "freshness"],
	"args": {"name": "orders", "promise": promise, "maximum": maximum},
}}

test_nothing_is_demanded if {
	given := _input({}, null)
	not freshness_above_maximum.applicable with input as given
	freshness_above_maximum.findings == set() with input as given
}

test_kept if {
	every seconds in [0, 1, 3600] {
		given := _input({"freshness": {"written": "x", "seconds": seconds}}, 3600)
		freshness_above_maximum.applicable with input as given
		freshness_above_maximum.findings == set() with input as given
	}
}

test_too_old if {
	found := freshness_above_maximum.findings with input as _input(
		{"freshness": {"written": "x", "seconds": 3601}},
		3600,
	)
	found == _above("data at most 3601 seconds old", "1 hour")
}

test_not_declared if {
	found := freshness_above_maximum.findings with input as _input({"update_schedule": "@hourly"}, 86400)
	found == _above("no freshness", "1 day")
}

test_unreadable if {
	found := freshness_above_maximum.findings with input as _input({"freshness": {"written": "daily"}}, 0)
	found == _above("an unreadable freshness", "0 days")
}
