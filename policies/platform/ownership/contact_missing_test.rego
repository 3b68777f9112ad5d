package meshgov.platform.ownership.contact_missing_test

import data.meshgov.platform.ownership.contact_missing

_input(owner) := {"contract": object.union({"name": "orders"}, owner)}

test_an_address if {
	every contacts in [["a@example.com"], ["none", "+49 30 123456"]] {
		contact_missing.applicable with input as _input({"owner": {"contact": contacts}})
		contact_missing.findings == set() with input as _input({"owner": {"contact": contacts}})
	}
}

test_no_address if {
	every owner in [{}, {"owner": {}}, {"owner": {"contact": []}}, {"owner": {"contact": ["tbd", " "]}}] {
		found := {{"path": ["owner", "contact"], "args": {"name": "orders"}}}
		contact_missing.findings == found with input as _input(owner)
	}
}
