package meshgov.automated.change_control.protection_weakened_test

import data.meshgov.automated.change_control.protection_weakened

_input(base, contract, changes) := {
	"base": base,
	"contract": contract,
	"changes": changes,
	"parameters": {"data_classification": {"labels": ["public", "internal", "confidential"], "roles_from": "confidential"}},
}

_change(id, path) := {"id": id, "path": path}

_found(base, contract, changes) := {finding.args.change | some finding in findings} if {
	findings := protection_weakened.findings with input as _input(base, contract, changes)
}

test_without_a_version_before if {
	not protection_weakened.applicable with input as {"contract": {}}
	protection_weakened.findings == set() with input as {"contract": {}, "changes": [_change("product-added", ["name"])]}
}

test_a_whole_finding if {
	given := _input({}, {}, [_change("encryption-disabled", ["encryption_enabled"]), _change("field-added", ["x"])])
	protection_weakened.applicable with input as given
	protection_weakened.findings == {{
		"path": ["encryption_enabled"],
		"args": {"protection": "Encryption is", "change": "encryption-disabled"},
	}} with input as given
}

test_labels_without_an_order if {
	change := object.union(_change("classification-changed", ["classification"]), {"old": "internal"})
	_found({}, {}, [object.union(change, {"new": "secret"})]) == {"classification-changed"}
	_found({}, {}, [object.union(change, {"new": "Confidential"})]) == set()
	_found({}, {}, [object.union(change, {"old": "secret", "new": "top"})]) == set()
}

test_reading if {
	changes := [_change("read-grant-added", ["access", "read", "*"]), _change("discovery-widened", ["access", "discovery"])]
	open := {"classification": "internal"}
	guarded := {"classification": "confidential"}
	_found(open, open, changes) == set()
	_found(open, guarded, changes) == {"read-grant-added", "discovery-widened"}
	_found(guarded, open, changes) == {"read-grant-added", "discovery-widened"}
}

test_approvers if {
	changes := [_change("approval-changed", ["access", "approval", "approvers"])]
	by := {name: {"access": {"approval": {"required": true, "approvers": [name]}}} | some name in ["steward", "none", "office"]}
	_found(by.steward, by.office, changes) == set()
	_found(by.steward, by.none, changes) == {"approval-changed"}
	_found(by.none, by.none, changes) == set()
}
