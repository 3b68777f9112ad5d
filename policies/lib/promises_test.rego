package meshgov.lib.promises_test

import data.meshgov.lib.promises

_sla := {"contract": {"sla": {
	"accuracy": {"written": "99.5%", "millionths": 995000},
	"completeness": {"written": "most of it"},
	"freshness": {"written": "2 hours", "seconds": 7200},
	"latency": {"written": "soon"},
}}}

test_share if {
	found := [promises.share(key) | some key in ["accuracy", "completeness", "availability"]] with input as _sla
	found == ["99.5% accuracy", "an unreadable completeness", "no availability"]
}

test_age if {
	found := [promises.age(key) | some key in ["freshness", "latency"]] with input as _sla
	found == ["data at most 2 hours old", "an unreadable latency"]
	promises.age("freshness") == "no freshness" with input as {"contract": {}}
}

test_percent if {
	found := [promises.percent(millionths) | some millionths in [0, 1, 50000, 999900, 1000000, 995000, 10010]]
	found == ["0%", "0.0001%", "5%", "99.99%", "100%", "99.5%", "1.001%"]
}

test_period if {
	found := [promises.period(seconds) | some seconds in [0, 1, 59, 60, 5400, 3600, 7200, 86400, 129600]]
	found == ["0 days", "1 second", "59 seconds", "1 minute", "90 minutes", "1 hour", "2 hours", "1 day", "36 hours"]
}
