package meshgov.global.pii_handling.consumer_rights_missing_test

import data.meshgov.global.pii_handling.consumer_rights_missing

_input(privacy, is_pii) := {
	"contract": {"name": "orders", "privacy": privacy},
	"columns": [{"path": ["schema", "fields", "a"], "is_pii": is_pii}],
	"parameters": {"pii_handling": {"regulations": []}},
}

_missing := {{"path": ["privacy", "contact"], "args": {"name": "orders"}}}

test_not_applicable if {
	not consumer_rights_missing.applicable with input as _input({"regulations": ["ccpa"]}, false)
	not consumer_rights_missing.applicable with input as _input({"regulations": ["gdpr"]}, true)
	consumer_rights_missing.findings == set() with input as _input({}, true)
}

test_a_contact if {
	given := _input({"regulations": ["ccpa"], "contact": "privacy@example.com"}, true)
	consumer_rights_missing.applicable with input as given
	consumer_rights_missing.findings == set() with input as given
}

test_no_contact if {
	consumer_rights_missing.findings == _missing with input as _input({"regulations": ["ccpa"]}, true)
	consumer_rights_missing.findings == _missing with input as _input({"regulations": ["ccpa"], "contact": "None"}, true)
}
