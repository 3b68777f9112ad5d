package meshgov.global.data_classification.restricted_needs_approval_test

import data.meshgov.global.data_classification.restricted_needs_approval

_input(label, access, columns) := {
	"contract": {"name": "orders", "classification": label, "access": access},
	"columns": columns,
	"parameters": {"data_classification": {"labels": ["internal", "restricted"], "approval_from": "restricted"}},
}

_column(name, more) := object.union({"path": ["schema", "fields", name], "tokens": [name], "is_pii": false}, more)

_for(fields) := {"approval": {"required": true, "fields": fields}}

_columns := [
	_column("email", {"is_pii": true}), _column("diagnosis", {"classification": "restricted"}),
	_column("id", {"classification": "internal"}),
]

test_a_lower_label if {
	given := _input("internal", {}, [])
	not restricted_needs_approval.applicable with input as given
	restricted_needs_approval.findings == set() with input as given
}

test_approval_for_everything if {
	given := _input("restricted", {"approval": {"required": true}}, [])
	restricted_needs_approval.applicable with input as given
	restricted_needs_approval.findings == set() with input as given
}

test_approval_for_all_that_matters if {
	restricted_needs_approval.findings == set() with input as _input("restricted", _for(["email", "diagnosis"]), _columns)
}

test_no_approval if {
	missing := {{"path": ["access", "approval"], "args": {"name": "orders", "label": "restricted"}}}
	every access in [{}, {"approval": {"required": false}}, _for(["email"]), _for(["diagnosis", "id"])] {
		restricted_needs_approval.findings == missing with input as _input("restricted", access, _columns)
	}
	restricted_needs_approval.findings == missing with input as _input("restricted", _for(["id"]), [_columns[2]])
}
