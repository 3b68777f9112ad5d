package meshgov.platform.observability.metrics_missing_test

import data.meshgov.platform.observability.metrics_missing

_input(contract, required) := {
	"contract": object.union({"name": "orders"}, contract),
	"parameters": {"observability": {
		"metrics": required,
		"metric_synonyms": {"row_count": ["count row", "row"]},
		"words": {},
		"fillers": [],
		"ends": [],
		"modifiers": [],
	}},
}

_missing(metrics) := {{"path": ["observability", "metrics", metric], "args": {"name": "orders", "metric": metric}} |
	some metric in metrics
}

test_reported if {
	given := _input({"observability": {"metrics": ["rows", "null_rate"]}}, ["row_count", "null_rate"])
	metrics_missing.applicable with input as given
	metrics_missing.findings == set() with input as given
}

test_not_reported if {
	every contract in [{}, {"observability": {}}, {"observability": {"metrics": []}}, {"observability": {"metrics": ["x"]}}] {
		given := _input(contract, ["row_count", "null_rate"])
		metrics_missing.findings == _missing(["row_count", "null_rate"]) with input as given
	}
}

test_not_required if {
	not metrics_missing.applicable with input as _input({}, [])
	metrics_missing.findings == set() with input as _input({}, [])
}
