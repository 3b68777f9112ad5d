package meshgov.global.data_retention.retention_exceeds_limit_test

import data.meshgov.global.data_retention.retention_exceeds_limit

_input(contract) := {
	"contract": object.union({"name": "orders"}, contract),
	"parameters": {"data_retention": {
		"limits": {"operational": 2557, "analytical": 1096, "logs": 366},
		"default_kind": "analytical",
	}},
}

_exceeds(kind, days, limit) := {{
	"path": ["retention_days"],
	"args": {"name": "orders", "kind": kind, "days": days, "limit": limit},
}}

test_exactly_the_limit if {
	every kind, days in {"operational": 2557, "analytical": 1096, "logs": 366} {
		given := _input({"kind": kind, "retention_days": days})
		retention_exceeds_limit.applicable with input as given
		retention_exceeds_limit.findings == set() with input as given
	}
}

test_one_day_more if {
	every kind, limit in {"operational": 2557, "analytical": 1096, "logs": 366} {
		found := retention_exceeds_limit.findings with input as _input({"kind": kind, "retention_days": limit + 1})
		found == _exceeds(kind, limit + 1, limit)
	}
}

test_the_default_kind if {
	found := retention_exceeds_limit.findings with input as _input({"retention_days": 1097})
	found == _exceeds("analytical", 1097, 1096)
}

test_a_kind_without_a_limit_has_the_shortest if {
	found := retention_exceeds_limit.findings with input as _input({"kind": "reporting", "retention_days": 367})
	found == _exceeds("reporting", 367, 366)
}

test_no_period_is_not_judged if {
	given := _input({})
	not retention_exceeds_limit.applicable with input as given
	retention_exceeds_limit.findings == set() with input as given
}
