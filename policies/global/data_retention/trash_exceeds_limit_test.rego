package meshgov.global.data_retention.trash_exceeds_limit_test

import data.meshgov.global.data_retention.trash_exceeds_limit

_input(contract) := {
	"contract": object.union({"name": "orders"}, contract),
	"parameters": {"data_retention": {"trash_days": 30}},
}

test_nothing_is_said if {
	not trash_exceeds_limit.applicable with input as _input({})
	trash_exceeds_limit.findings == set() with input as _input({})
}

test_within_the_limit if {
	every days in [0, 1, 30] {
		trash_exceeds_limit.applicable with input as _input({"trash_days": days})
		trash_exceeds_limit.findings == set() with input as _input({"trash_days": days})
	}
}

test_too_long if {
	found := trash_exceeds_limit.findings with input as _input({"trash_days": 31})
	found == {{"path": ["trash_days"], "args": {"name": "orders", "days": 31, "limit": 30}}}
}
