package meshgov.domain.access_control.manual_approval_test

import data.meshgov.domain.access_control.manual_approval

_input(label, access, fields) := {
	"contract": {"name": "orders", "classification": label, "access": access},
	"columns": [{"path": ["schema", "fields", "customer_ssn"], "tokens": ["customer", "ssn"]}],
	"parameters": {
		"data_classification": {"labels": ["public", "internal", "confidential"], "roles_from": "confidential"},
		"access_control": {"approval_required": fields},
	},
}

_asked := {"approval": {"required": true}}

test_a_person_decides if {
	every label in ["public", "internal"] {
		given := _input(label, _asked, [])
		found := {{"path": ["access", "approval"], "args": {"name": "orders", "label": label}}}
		manual_approval.findings == found with input as given
	}
}

test_nobody_is_asked if {
	every access in [{}, {"approval": {"required": false}}] {
		given := _input("public", access, [])
		manual_approval.applicable with input as given
		manual_approval.findings == set() with input as given
	}
}

test_the_domain_demands_it if {
	manual_approval.findings == set() with input as _input("internal", _asked, ["customer_ssn"])
	count(manual_approval.findings) == 1 with input as _input("internal", _asked, ["salary"])
}

test_protected_or_unknown_labels if {
	every label in ["confidential", "secret"] {
		not manual_approval.applicable with input as _input(label, _asked, [])
		manual_approval.findings == set() with input as _input(label, _asked, [])
	}
}
