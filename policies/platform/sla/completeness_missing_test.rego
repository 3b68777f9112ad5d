package meshgov.platform.sla.completeness_missing_test

import data.meshgov.platform.sla.completeness_missing

_missing := {{"path": ["sla", "completeness"], "args": {"name": "orders"}}}

_findings(sla) := found if {
	found := completeness_missing.findings with input as {"contract": {"name": "orders", "sla": sla}}
}

test_promised if {
	completeness_missing.applicable
	_findings({"completeness": {"written": "99%", "millionths": 990000}}) == set()
	_findings({"completeness": {"written": "high"}}) == set()
}

test_no_promise if {
	_findings({}) == _missing
	_findings({"completeness": {"written": 0, "millionths": 0}}) == _missing
	completeness_missing.findings == _missing with input as {"contract": {"name": "orders"}}
}
