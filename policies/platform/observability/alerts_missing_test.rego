package meshgov.platform.observability.alerts_missing_test

import data.meshgov.platform.observability.alerts_missing

_input(contract, required) := {
	"contract": object.union({"name": "orders"}, contract),
	"parameters": {"observability": {
		"alerts": required,
		"alert_synonyms": {"freshness_violation": ["freshness", "stale"]},
		"words": {},
		"fillers": ["data"],
		"ends": [],
		"modifiers": ["violation", "alert"],
	}},
}

_alerts(alerts) := {"observability": {"alerts": alerts}}

_missing(alerts) := {{"path": ["observability", "alerts", alert], "args": {"name": "orders", "alert": alert}} |
	some alert in alerts
}

test_set_up if {
	given := _input(_alerts([{"type": "stale_data"}, {"type": "schema_drift", "condition": "columns differ"}]), ["freshness_violation", "schema_drift"])
	alerts_missing.applicable with input as given
	alerts_missing.findings == set() with input as given
}

test_not_set_up if {
	every contract in [
		{}, {"observability": {}}, _alerts([]), _alerts([{"type": "x"}]), _alerts([{"type": "freshness", "condition": "n/a"}]),
		_alerts([{"type": "freshness", "extensions": {"enabled": false}}]),
	] {
		alerts_missing.findings == _missing(["freshness_violation"]) with input as _input(contract, ["freshness_violation"])
	}
}

test_not_required if {
	not alerts_missing.applicable with input as _input({}, [])
	alerts_missing.findings == set() with input as _input({}, [])
}
