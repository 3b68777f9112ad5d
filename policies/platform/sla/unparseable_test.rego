package meshgov.platform.sla.unparseable_test

import data.meshgov.platform.sla.unparseable

_findings(sla) := found if {
	found := unparseable.findings with input as {"contract": {"name": "orders", "sla": sla}}
}

_finding(path, promise, written) := {
	"path": array.concat(["sla"], path),
	"args": {"name": "orders", "promise": promise, "written": written},
}

test_without_promises_it_is_not_judged if {
	not unparseable.applicable with input as {"contract": {"name": "orders"}}
	unparseable.findings == set() with input as {"contract": {"name": "orders"}}
	unparseable.applicable with input as {"contract": {"name": "orders", "sla": {}}}
	_findings({}) == set()
}

test_readable_promises if {
	_findings({
		"availability": {"written": 0, "millionths": 0},
		"completeness": {"written": "99%", "millionths": 990000},
		"accuracy": {"written": 1, "millionths": 1000000},
		"freshness": {"written": "0 hours", "seconds": 0},
		"latency": {"written": "1 s", "seconds": 1},
	}) == set()
}

test_unreadable_promises if {
	keys := ["availability", "completeness", "accuracy", "freshness", "latency"]
	_findings({key: {"written": "good"} | some key in keys}) == {_finding([key], key, "good") | some key in keys}
}

test_readable_schedules if {
	every schedule in [
		"* * * * *", "*/30 * * * *", "0 6 * * 1-5", "0,30 00-23/2 01 JAN,jun mon-fri", "5/10 0 ? * 7",
		"  0   6  * * * ", "@daily", "Daily", "HOURLY", "every 15 minutes", "15 min", "every day", "PT15M", "P1D",
	] {
		_findings({"update_schedule": schedule}) == set()
	}
}

test_unreadable_schedules if {
	every schedule in [
		"none", "n/a", "as needed", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * * 13 *", "* * * * 8", "* * * *",
		"* * * * * * * *", "*/0 * * * *", "@sometimes", "daily at noon, mostly", "", "15", "p", "pst", "please", "m",
	] {
		_findings({"update_schedule": schedule}) == {_finding(["update_schedule"], "schedule", schedule)}
	}
}

test_thresholds if {
	_findings({"quality_checks": [
		{"name": "none"},
		{"name": "read", "threshold": {"written": ">= 0", "comparator": ">=", "value": "0"}},
		{"name": "words", "threshold": {"written": "high"}},
		{"name": "range", "threshold": {"written": "1 to 5"}},
		{"name": "map", "threshold": {"written": {"min": 1}}},
	]}) == {
		_finding(["quality_checks", "range", "threshold"], "threshold of the check range", "1 to 5"),
		_finding(["quality_checks", "map", "threshold"], "threshold of the check map", {"min": 1}),
	}
}
