package meshgov.platform.ownership.owner_missing_test

import data.meshgov.platform.ownership.owner_missing

test_a_team_is_named if {
	owner_missing.applicable
	owner_missing.findings == set() with input as {"contract": {"name": "orders", "owner": {"team": "sales"}}}
}

test_no_team if {
	every contract in [
		{}, {"owner": {}}, {"owner": {"contact": ["a@example.com"]}}, {"owner": {"team": "tbd"}},
		{"owner": {"team": "None"}}, {"owner": {"team": "-"}}, {"owner": {"team": "n/a"}},
	] {
		given := {"contract": object.union({"name": "orders"}, contract)}
		owner_missing.findings == {{"path": ["owner"], "args": {"name": "orders"}}} with input as given
	}
}
