package meshgov.platform.sla.availability_missing_test

import data.meshgov.platform.sla.availability_missing

_missing := {{"path": ["sla", "availability"], "args": {"name": "orders"}}}

_findings(sla) := found if {
	found := availability_missing.findings with input as {"contract": {"name": "orders", "sla": sla}}
}

test_promised if {
	availability_missing.applicable
	_findings({"availability": {"written": "99%", "millionths": 990000}}) == set()
	_findings({"availability": {"written": "high"}}) == set()
}

test_no_promise if {
	_findings({}) == _missing
	_findings({"availability": {"written": 0, "millionths": 0}}) == _missing
	availability_missing.findings == _missing with input as {"contract": {"name": "orders"}}
}
