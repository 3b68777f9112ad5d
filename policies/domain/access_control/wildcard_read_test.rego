package meshgov.domain.access_control.wildcard_read_test

import data.meshgov.domain.access_control.wildcard_read

_input(label, read) := {
	"contract": {"name": "orders", "classification": label, "access": {"read": read}},
	"parameters": {
		"data_classification": {"labels": ["public", "confidential", "restricted"], "roles_from": "confidential"},
		"access_control": {"everyone": ["all"], "domain_kinds": ["domain"]},
	},
}

_grants := [{"kind": "*", "name": "*"}, {"kind": "role", "name": "All"}, {"kind": "role", "name": "analyst"}]

test_everybody_reads if {
	every label in ["confidential", "restricted"] {
		found := wildcard_read.findings with input as _input(label, _grants)
		found == {{"path": ["access", "read", grant], "args": {"name": "orders", "label": label, "grant": grant}} |
			some grant in ["*", "role:All"]
		}
	}
}

test_roles_read if {
	given := _input("confidential", [_grants[2]])
	wildcard_read.applicable with input as given
	wildcard_read.findings == set() with input as given
}

test_open_or_unknown_labels if {
	every label in ["public", "secret"] {
		not wildcard_read.applicable with input as _input(label, _grants)
		wildcard_read.findings == set() with input as _input(label, _grants)
	}
}
