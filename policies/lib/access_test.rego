package meshgov.lib.access_test

import data.meshgov.lib.access

_approval(approval) := {"contract": {"access": {"approval": approval}}}

_column(path) := {"path": array.concat(["schema", "fields"], path), "tokens": [path[count(path) - 1]]}

test_nothing_is_demanded if {
	not access.demanded with input as {"contract": {}}
	not access.demanded with input as _approval({"required": false, "approvers": ["steward"]})
	not access.demanded with input as _approval({"required": true, "approvers": ["None", "n/a"]})
	not access.approved(_column(["a"])) with input as _approval({"required": false})
}

test_everything_is_demanded if {
	access.demanded with input as _approval({"required": true})
	access.demanded with input as _approval({"required": true, "approvers": ["none", "steward"]})
	access.approved(_column(["a"])) with input as _approval({"required": true})
}

test_some_fields if {
	given := _approval({"required": true, "fields": ["customerSsn", "address"]})
	access.approved({"path": ["schema", "fields", "customer_ssn"], "tokens": ["customer", "ssn"]}) with input as given
	access.approved(_column(["address"])) with input as given
	access.approved(_column(["customer", "address", "zip"])) with input as given
	not access.approved(_column(["customer", "zip"])) with input as given
}

test_roles if {
	granted := [
		{"kind": "role", "name": "analyst"},
		{"kind": "role", "name": "*"},
		{"kind": "role", "name": "Everyone"},
		{"kind": "role", "name": "none"},
		{"kind": "domain", "name": "sales"},
		{"kind": "*", "name": "*"},
	]
	access.roles == {"analyst"} with input as {"contract": {"access": {"read": granted}}}
	access.roles == set() with input as {"contract": {}}
}
