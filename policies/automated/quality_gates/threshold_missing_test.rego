package meshgov.automated.quality_gates.threshold_missing_test

import data.meshgov.automated.quality_gates.threshold_missing

_input(checks) := {"contract": {"name": "orders", "sla": {"quality_checks": checks}}}

_check(name, written, comparator, value) := {
	"name": name,
	"threshold": {"written": written, "comparator": comparator, "value": value},
}

_reasons(checks) := [finding.args.reason |
	some finding in threshold_missing.findings with input as _input(checks)
]

test_without_checks_it_is_not_judged if {
	every given in [_input([]), {"contract": {"name": "orders"}}] {
		not threshold_missing.applicable with input as given
		threshold_missing.findings == set() with input as given
	}
}

test_whole_finding if {
	threshold_missing.applicable with input as _input([{"name": "a"}])
	found := threshold_missing.findings with input as _input([{"name": "a"}])
	found == {{
		"path": ["sla", "quality_checks", "a", "threshold"],
		"args": {"check": "a", "reason": "it has no threshold"},
	}}
}

test_no_number if {
	every written in ["none", "n/a", ">=", "high"] {
		[reason] := _reasons([{"name": "a", "threshold": {"written": written}}])
		reason == concat("", ["`", written, "` is no number"])
	}
	_reasons([{"name": "a", "threshold": {"written": "1 to 5"}}]) == []
	_reasons([{"name": "a", "threshold": {"written": {"min": 1}}}]) == []
}

test_what_everything_meets if {
	every check in [
		_check("a", ">= 0%", ">=", "0"),
		_check("a", "> -5%", ">", "-0.05"),
		_check("a", "!= -5%", "!=", "-0.05"),
		_check("a", "<= 100%", "<=", "1"),
		_check("a", "<= 250%", "<=", "2.5"),
		_check("a", "< 101%", "<", "1.01"),
		_check("a", "!= 101%", "!=", "1.01"),
		_check("completeness", ">= 0", ">=", "0"),
		_check("emailNullRate", ">= 0", ">=", "0"),
		object.union(_check("a", ">= 0 hours", ">=", "0"), {"dimension": "Timeliness"}),
	] {
		[reason] := _reasons([check])
		reason == concat("", ["everything is `", check.threshold.written, "`"])
	}
}

test_what_data_may_miss if {
	every check in [
		_check("a", "> 0%", ">", "0"),
		_check("a", "< 100%", "<", "1"),
		_check("a", "!= 100%", "!=", "1"),
		_check("a", "<= 0%", "<=", "0"),
		_check("a", "= 0%", "==", "0"),
		_check("completeness", "<= 5", "<=", "5"),
		_check("balance", ">= 0", ">=", "0"),
		_check("row_count_delta", ">= -5", ">=", "-5"),
		{"name": "completeness", "threshold": {"written": 0, "value": "0"}},
	] {
		_reasons([check]) == []
	}
}
