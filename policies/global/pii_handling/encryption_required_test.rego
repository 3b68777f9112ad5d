package meshgov.global.pii_handling.encryption_required_test

import data.meshgov.global.pii_handling.encryption_required

_column(name, more) := object.union({"path": ["schema", "fields", name], "name": name, "is_pii": true}, more)

_encrypted_as(value) := {
	"contract": {"name": "orders", "encryption_enabled": false},
	"columns": [_column("email", {"encryption": value})],
}

_missing := {{"path": ["schema", "fields", "email", "encryption"], "args": {"field": "email"}}}

test_product_is_encrypted if {
	given := {"contract": {"encryption_enabled": true}, "columns": [_column("email", {"encryption": false})]}
	encryption_required.applicable with input as given
	encryption_required.findings == set() with input as given
}

test_no_personal_data if {
	given := {"contract": {}, "columns": [_column("id", {"is_pii": false})]}
	not encryption_required.applicable with input as given
	encryption_required.findings == set() with input as given
}

test_neither_product_nor_field if {
	given := {"contract": {}, "columns": [_column("email", {}), _column("phone", {"encryption": "aes-256"})]}
	encryption_required.findings == _missing with input as given
}

test_what_the_field_says if {
	every value in [true, "aes-256", {"algorithm": "aes-256"}] {
		encryption_required.findings == set() with input as _encrypted_as(value)
	}
	encryption_required.findings == _missing with input as _encrypted_as(false)
}
