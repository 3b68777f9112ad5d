package meshgov.domain.access_control.audit_all_access_missing_test

import data.meshgov.domain.access_control.audit_all_access_missing

_input(contract, audited) := {
	"contract": object.union({"name": "ledger"}, contract),
	"parameters": {"access_control": {"audit_all_access": audited}},
}

test_logged if {
	given := _input({"audit_logging_enabled": true}, true)
	audit_all_access_missing.applicable with input as given
	audit_all_access_missing.findings == set() with input as given
}

test_not_logged if {
	every contract in [{}, {"audit_logging_enabled": false}] {
		found := {{"path": ["audit_logging_enabled"], "args": {"name": "ledger"}}}
		audit_all_access_missing.findings == found with input as _input(contract, true)
	}
}

test_not_asked_for if {
	not audit_all_access_missing.applicable with input as _input({}, false)
	audit_all_access_missing.findings == set() with input as _input({}, false)
}
