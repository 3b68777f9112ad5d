package meshgov.lib.measures_test

import data.meshgov.lib.measures

_input := {
	"contract": {"name": "sales_orders", "domain": "sales"},
	"parameters": {"observability": {
		"metric_synonyms": {"null_rate": ["column null rate", "fill rate", "null rate"], "row_count": ["count row", "rowcount"]},
		"alert_synonyms": {
			"freshness_violation": ["freshness", "late", "stale mart"],
			"schema_drift": ["change schema", "drift schema"],
		},
		"words": {
			"rate": ["percentage", "pct"],
			"row": ["record", "entry"],
			"count": ["num", "number"],
			"null": ["missing"],
			"failure": ["failed"],
			"anomaly": ["odd", "failed"],
			"change": ["changed"],
		},
		"fillers": ["of", "the", "data"],
		"ends": ["by"],
		"modifiers": ["alert", "violation", "failure", "breach"],
	}},
}

_metrics(required, declared) := missing if {
	missing := measures.metrics_missing(required, declared) with input as _input
}

_alerts(required, declared) := missing if {
	missing := measures.alerts_missing(required, declared) with input as _input
}

test_the_name_itself if {
	every name in ["null_rate", "nullRate", "NULL RATE", "null-rate", "NullRate"] {
		_metrics(["null_rate"], [name]) == []
	}
}

test_other_words_and_other_orders if {
	every name in ["null_percentage_by_column", "pct_null", "rate_of_nulls", "MissingPct", "the fill rate", "column_null_rates"] {
		_metrics(["null_rate"], ["something", name]) == []
	}
	every name in ["num_records", "numberOfEntries", "rowcount", "sales_orders_row_count", "orders row count", "row_counts"] {
		_metrics(["row_count"], [name]) == []
	}
}

test_other_metrics if {
	every name in ["null_count", "rate", "null", "column_count", "none", "-", "", "count", "bus_status_analysis"] {
		_metrics(["null_rate", "row_count"], [name]) == ["null_rate", "row_count"]
	}
	_metrics(["null_rate"], []) == ["null_rate"]
	_metrics(["null_rate", "row_count"], ["rowcount"]) == ["null_rate"]
	_metrics([], ["rowcount"]) == []
}

test_what_is_asked_for_may_be_the_other_name if {
	_metrics(["fill_rate"], ["null_rate"]) == []
	_metrics(["percentage_missing"], ["FillRate"]) == []
}

test_a_name_that_the_table_does_not_have if {
	_metrics(["p95_latency"], ["latencyP95"]) == []
	_metrics(["p95_latency"], ["p95_latency_by_region"]) == []
	_metrics(["p95_latency"], ["p99_latency", "latency"]) == ["p95_latency"]
}

test_alerts_have_words_around_them if {
	every name in ["freshness", "data_freshness_breach", "LateAlert", "orders_freshness", "late data", "stale_mart", "mart stale"] {
		_alerts(["freshness_violation"], [name]) == _unordered(name)
	}
	every name in ["schema_change", "SchemaChanged", "drift_of_schema", "schema_change_alert"] {
		_alerts(["schema_drift"], [name]) == []
	}
}

# The table's own spelling is taken literally where it isn't in alphabetical order or in its plain words.
_unordered(name) := {"mart stale": ["freshness_violation"]}[name]

_unordered(name) := [] if name != "mart stale"

test_other_alerts if {
	every name in ["violation", "alert", "schema", "no_freshness", "schema_violation", "drift"] {
		_alerts(["freshness_violation", "schema_drift"], [name]) == ["freshness_violation", "schema_drift"]
	}
}

test_an_alert_that_the_table_does_not_have if {
	_alerts(["mart_failure"], ["failure_mart"]) == []
	_alerts(["mart_failure"], ["mart", "mart_breach"]) == ["mart_failure"]
}

test_a_product_without_a_domain if {
	given := object.union(_input, {"contract": {"name": "x"}})
	missing := measures.metrics_missing(["row_count"], ["x_num_records"]) with input as _without_a_domain(given)
	missing == []
}

_without_a_domain(given) := object.union(object.remove(given, ["contract"]), {"contract": {"name": "x"}})
