package meshgov.global.pii_handling.lawful_basis_missing_test

import data.meshgov.global.pii_handling.lawful_basis_missing

_input(privacy, is_pii) := {
	"contract": {"name": "orders", "privacy": privacy},
	"columns": [{"path": ["schema", "fields", "a"], "is_pii": is_pii}],
	"parameters": {"pii_handling": {"regulations": []}},
}

_finding(key, missing) := {"path": ["privacy", key], "args": {"name": "orders", "missing": missing}}

test_not_applicable if {
	not lawful_basis_missing.applicable with input as _input({"regulations": ["gdpr"]}, false)
	not lawful_basis_missing.applicable with input as _input({"regulations": ["ccpa"]}, true)
	lawful_basis_missing.findings == set() with input as _input({}, true)
}

test_declared if {
	given := _input({"regulations": ["gdpr"], "lawful_basis": "contract", "purpose": "delivery"}, true)
	lawful_basis_missing.applicable with input as given
	lawful_basis_missing.findings == set() with input as given
}

test_missing if {
	found := lawful_basis_missing.findings with input as _input({"regulations": ["gdpr"], "purpose": "n/a"}, true)
	found == {_finding("lawful_basis", "lawful basis"), _finding("purpose", "purpose")}
}
