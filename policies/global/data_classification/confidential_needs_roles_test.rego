package meshgov.global.data_classification.confidential_needs_roles_test

import data.meshgov.global.data_classification.confidential_needs_roles

_input(label, read) := {
	"contract": {"name": "orders", "classification": label, "access": {"read": read}},
	"parameters": {"data_classification": {"labels": ["public", "confidential"], "roles_from": "confidential"}},
}

test_a_lower_label if {
	not confidential_needs_roles.applicable with input as _input("public", [])
	confidential_needs_roles.findings == set() with input as _input("public", [])
}

test_a_role if {
	given := _input("confidential", [{"kind": "*", "name": "*"}, {"kind": "role", "name": "analyst"}])
	confidential_needs_roles.applicable with input as given
	confidential_needs_roles.findings == set() with input as given
}

test_no_role if {
	found := confidential_needs_roles.findings with input as _input("confidential", [{"kind": "domain", "name": "sales"}])
	found == {{"path": ["access", "read"], "args": {"name": "orders", "label": "confidential"}}}
}
