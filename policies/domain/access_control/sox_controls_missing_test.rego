package meshgov.domain.access_control.sox_controls_missing_test

import data.meshgov.domain.access_control.sox_controls_missing

_whole := {
	"name": "ledger",
	"audit_logging_enabled": true,
	"owner": {"team": "finance"},
	"changelog": [{"version": "1.0.0"}, {"version": "0.9.0", "changes": ["First release"]}],
}

_input(contract, sox) := {"contract": contract, "parameters": {"access_control": {"sox_compliance": sox}}}

_words := {"audit_logging_enabled": "audit logging", "owner": "owner", "changelog": "change log"}

_missing(keys) := {{"path": [key], "args": {"name": "ledger", "missing": _words[key]}} | some key in keys}

test_all_three if {
	sox_controls_missing.applicable with input as _input(_whole, true)
	sox_controls_missing.findings == set() with input as _input(_whole, true)
}

test_each_alone if {
	every key in object.keys(_words) {
		given := _input(object.remove(_whole, [key]), true)
		sox_controls_missing.findings == _missing([key]) with input as given
	}
}

test_there_in_name_only if {
	hollow := {"audit_logging_enabled": false, "owner": {"team": "none"}, "changelog": [{"version": "1.0.0", "changes": ["n/a"]}]}
	given := _input(object.union(_whole, hollow), true)
	sox_controls_missing.findings == _missing(object.keys(_words)) with input as given
}

test_another_domain if {
	not sox_controls_missing.applicable with input as _input({"name": "ledger"}, false)
	sox_controls_missing.findings == set() with input as _input({"name": "ledger"}, false)
}
