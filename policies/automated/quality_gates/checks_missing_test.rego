package meshgov.automated.quality_gates.checks_missing_test

import data.meshgov.automated.quality_gates.checks_missing

_missing := {{"path": ["sla", "quality_checks"], "args": {"name": "orders"}}}

test_one_check_is_enough if {
	checks_missing.applicable
	checks_missing.findings == set() with input as {"contract": {
		"name": "orders",
		"sla": {"quality_checks": [{"name": "rows"}]},
	}}
}

test_no_checks if {
	every sla in [{}, {"quality_checks": []}, {"availability": {"written": "99%", "millionths": 990000}}] {
		checks_missing.findings == _missing with input as {"contract": {"name": "orders", "sla": sla}}
	}
}

test_no_sla if {
	checks_missing.findings == _missing with input as {"contract": {"name": "orders"}}
}
