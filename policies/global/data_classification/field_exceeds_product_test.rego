package meshgov.global.data_classification.field_exceeds_product_test

import data.meshgov.global.data_classification.field_exceeds_product

_input(label, columns) := {
	"contract": {"classification": label},
	"columns": columns,
	"parameters": {"data_classification": {"labels": ["public", "internal", "confidential"]}},
}

_column(label) := {"path": ["schema", "fields", "id"], "classification": label}

test_nothing_to_compare if {
	not field_exceeds_product.applicable with input as _input("secret", [_column("public")])
	not field_exceeds_product.applicable with input as _input("public", [{"path": ["schema", "fields", "id"]}])
}

test_not_above if {
	given := _input("internal", [_column("public"), _column("internal"), _column("secret")])
	field_exceeds_product.applicable with input as given
	field_exceeds_product.findings == set() with input as given
}

test_above if {
	column := object.union(_column("internal"), {"occurrence": 2, "labels": [
		{"path": ["schema", "fields", "id"], "label": "internal"},
		{"path": ["schema", "fields", "id", "element"], "label": "confidential"},
	]})
	found := field_exceeds_product.findings with input as _input("internal", [column])
	found == {{
		"path": ["schema", "fields", "id", "element", "classification"],
		"args": {"label": "confidential", "product": "internal", "occurrence": 2},
	}}
}
