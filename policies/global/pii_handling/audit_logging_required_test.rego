package meshgov.global.pii_handling.audit_logging_required_test

import data.meshgov.global.pii_handling.audit_logging_required

_input(contract, is_pii) := {
	"contract": object.union({"name": "orders"}, contract),
	"columns": [
		{"path": ["schema", "fields", "email"], "is_pii": is_pii},
		{"path": ["schema", "fields", "phone"], "is_pii": is_pii},
	],
}

_missing := {{"path": ["audit_logging_enabled"], "args": {"name": "orders"}}}

test_access_is_logged if {
	given := _input({"audit_logging_enabled": true}, true)
	audit_logging_required.applicable with input as given
	audit_logging_required.findings == set() with input as given
}

test_no_personal_data if {
	given := _input({}, false)
	not audit_logging_required.applicable with input as given
	audit_logging_required.findings == set() with input as given
}

test_logging_is_off if {
	audit_logging_required.findings == _missing with input as _input({"audit_logging_enabled": false}, true)
}

test_logging_is_not_declared if {
	audit_logging_required.findings == _missing with input as _input({}, true)
}
