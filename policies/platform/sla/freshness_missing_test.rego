package meshgov.platform.sla.freshness_missing_test

import data.meshgov.platform.sla.freshness_missing

_missing := {{"path": ["sla", "freshness"], "args": {"name": "orders"}}}

test_promised if {
	freshness_missing.applicable
	every promise in [{"written": "1 hour", "seconds": 3600}, {"written": 0, "seconds": 0}, {"written": "daily"}] {
		given := {"contract": {"name": "orders", "sla": {"freshness": promise}}}
		freshness_missing.findings == set() with input as given
	}
}

test_no_promise if {
	every contract in [{"name": "orders"}, {"name": "orders", "sla": {"update_schedule": "@daily"}}] {
		freshness_missing.findings == _missing with input as {"contract": contract}
	}
}
