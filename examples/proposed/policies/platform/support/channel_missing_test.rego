package meshgov.platform.support.channel_missing_test

import data.meshgov.platform.support.channel_missing

test_a_channel if {
	channel_missing.applicable
	channel_missing.findings == set() with input as {"contract": {
		"name": "orders",
		"owner": {"slack": "#sales-data"},
	}}
}

test_none if {
	every contract in [{"name": "orders"}, {"name": "orders", "owner": {"team": "a"}}] {
		channel_missing.findings == {{"path": ["owner", "slack"], "args": {"name": "orders"}}} with input as {"contract": contract}
	}
}
