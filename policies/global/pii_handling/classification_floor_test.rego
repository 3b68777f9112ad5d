package meshgov.global.pii_handling.classification_floor_test

import data.meshgov.global.pii_handling.classification_floor

_input(label, floor, is_pii) := {
	"contract": {"name": "orders", "classification": label},
	"columns": [{"path": ["schema", "fields", "a"], "is_pii": is_pii}],
	"parameters": {
		"data_classification": {"labels": ["public", "internal", "confidential"]},
		"pii_handling": {"classification_floor": floor},
	},
}

test_nothing_to_judge if {
	not classification_floor.applicable with input as _input("public", "internal", false)
	not classification_floor.applicable with input as _input("secret", "internal", true)
	classification_floor.findings == set() with input as _input("public", "internal", false)
}

test_at_the_floor if {
	classification_floor.applicable with input as _input("internal", "internal", true)
	classification_floor.findings == set() with input as _input("internal", "internal", true)
}

test_below_the_floor if {
	found := classification_floor.findings with input as _input("public", "internal", true)
	found == {{"path": ["classification"], "args": {"name": "orders", "label": "public", "floor": "internal"}}}
}

test_a_floor_that_is_no_label if {
	found := classification_floor.findings with input as _input("internal", "top", true)
	found == {{"path": ["classification"], "args": {"name": "orders", "label": "internal", "floor": "confidential"}}}
}
