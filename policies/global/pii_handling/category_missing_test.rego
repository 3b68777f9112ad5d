package meshgov.global.pii_handling.category_missing_test

import data.meshgov.global.pii_handling.category_missing

_column(name, more) := object.union({"path": ["schema", "fields", name], "name": name, "is_pii": true}, more)

test_categories_are_there if {
	given := {"columns": [_column("email", {"pii_category": "contact"}), _column("id", {"is_pii": false})]}
	category_missing.applicable with input as given
	category_missing.findings == set() with input as given
}

test_no_personal_data if {
	given := {"columns": [_column("id", {"is_pii": false})]}
	not category_missing.applicable with input as given
	category_missing.findings == set() with input as given
}

test_one_finding_per_field if {
	given := {"columns": [
		_column("email", {}),
		_column("phone", {}),
		_column("name", {"pii_category": "name"}),
	]}
	category_missing.findings == {
		{"path": ["schema", "fields", "email", "pii_category"], "args": {"field": "email"}},
		{"path": ["schema", "fields", "phone", "pii_category"], "args": {"field": "phone"}},
	} with input as given
}
