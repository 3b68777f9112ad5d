package meshgov.platform.lifecycle.past_sunset_test

import data.meshgov.platform.lifecycle.past_sunset

_input(status, days) := {
	"contract": {"name": "orders", "status": status, "deprecation": {"sunset": "2026-01-01"}},
	"deprecations": [{"path": ["schema", "fields", "old"], "sunset_days": -400}, {"path": [], "sunset_days": days}],
}

test_over if {
	every status in ["deprecated", "stable"] {
		past_sunset.applicable with input as _input(status, -1)
		found := {{"path": ["deprecation", "sunset"], "args": {"name": "orders", "sunset": "2026-01-01"}}}
		past_sunset.findings == found with input as _input(status, -1)
	}
}

test_not_over if {
	every days in [0, 1] {
		past_sunset.applicable with input as _input("deprecated", days)
		past_sunset.findings == set() with input as _input("deprecated", days)
	}
}

test_retired if {
	not past_sunset.applicable with input as _input("Retired", -1)
	past_sunset.findings == set() with input as _input("retired", -1)
}

test_no_sunset if {
	every given in [
		{"contract": {"name": "orders"}},
		{"contract": {"name": "orders"}, "deprecations": [{"path": []}]},
		{"contract": {"name": "orders"}, "deprecations": [{"path": ["schema", "fields", "old"], "sunset_days": -400}]},
	] {
		not past_sunset.applicable with input as given
		past_sunset.findings == set() with input as given
	}
}
