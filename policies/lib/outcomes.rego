# What came of each quality check, where that is known.
package meshgov.lib.outcomes

# One record per check: its name, how severe it is, whether it is to fail, warn or pass, and why.
all := array.concat(_declared, _undeclared)

failed := [one | some one in all; one.status == "fail"]

warned := [one | some one in all; one.status == "warn"]

_declared := [object.union({"name": check.name}, _outcome(check)) |
	is_array(input.results)
	some check in input.contract.sla.quality_checks
]

_names := {check.name | some check in input.contract.sla.quality_checks}

# A result that no check asked for says something all the same.
_undeclared := [object.union({"name": result.name}, _judged(result, {})) |
	some result in input.results
	not result.name in _names
]

_outcome(check) := _judged(_results[check.name], check)

_outcome(check) := {"severity": severity, "status": status, "why": "has no result"} if {
	not _results[check.name]
	severity := _severity(check)
	status := {true: "warn", false: "fail"}[severity == "warning"]
}

_judged(result, _) := {"severity": result.severity, "status": "fail", "why": why} if {
	result.status == "fail"
	why := concat(" ", array.concat(["failed"], [text | text := concat(" ", ["with", result.observed])]))
}

# What was held against another threshold says nothing about the one that is declared.
_judged(result, check) := {"severity": result.severity, "status": "fail", "why": why} if {
	result.status != "fail"
	_elsewhere(result, check)
	why := concat(" ", ["was held against", result.threshold])
}

_judged(result, check) := {"severity": result.severity, "status": result.status, "why": "ran"} if {
	result.status != "fail"
	not _elsewhere(result, check)
}

_elsewhere(result, check) if result.threshold != check.threshold.written

# Whoever gathers results refuses two of one check; here they would be an error, and no pass.
_results := {result.name: result | some result in input.results}

# What a check without a result is held for; a check that names no severity, or none that is known, is an error.
_severity(check) := "critical" if check.severity == "critical"

_severity(check) := "warning" if check.severity in {"info", "warning", "warn"}

_severity(check) := "error" if not object.get(check, "severity", "") in {"critical", "info", "warning", "warn"}
