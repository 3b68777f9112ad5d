package meshgov.global.pii_handling.approval_required_test

import data.meshgov.global.pii_handling.approval_required

_input(listed, access) := {
	"contract": {"access": access},
	"columns": [{"path": ["schema", "fields", "customer_ssn"], "tokens": ["customer", "ssn"]}],
	"parameters": {"access_control": {"approval_required": listed}},
}

test_nothing_is_listed if {
	not approval_required.applicable with input as _input([], {})
	not approval_required.applicable with input as _input(["ssn"], {})
	approval_required.findings == set() with input as _input([], {})
}

test_approved if {
	given := _input(["customerSSN"], {"approval": {"required": true, "fields": ["customer_ssn"]}})
	approval_required.applicable with input as given
	approval_required.findings == set() with input as given
}

test_not_approved if {
	missing := {{"path": ["schema", "fields", "customer_ssn"], "args": {"field": "customer_ssn"}}}
	every access in [{}, {"approval": {"required": true, "fields": ["email"]}}, {"approval": {"required": false}}] {
		approval_required.findings == missing with input as _input(["customerSSN"], access)
	}
}
