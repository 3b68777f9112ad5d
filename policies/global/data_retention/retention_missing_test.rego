package meshgov.global.data_retention.retention_missing_test

import data.meshgov.global.data_retention.retention_missing

test_a_period_is_given if {
	retention_missing.applicable
	every days in [0, 1, 99999] {
		retention_missing.findings == set() with input as {"contract": {"name": "orders", "retention_days": days}}
	}
}

test_no_period if {
	found := retention_missing.findings with input as {"contract": {"name": "orders"}}
	found == {{"path": ["retention_days"], "args": {"name": "orders"}}}
}
