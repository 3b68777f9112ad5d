package meshgov.automated.schema_validation.description_missing_test

import data.meshgov.automated.schema_validation.description_missing

test_all_is_described if {
	description_missing.applicable
	description_missing.findings == set() with input as {
		"contract": {"name": "orders", "description": "Orders"},
		"columns": [{"path": ["schema", "fields", "id"], "description": "Key"}],
	}
}

test_what_stands_inside_a_type_is_exempt if {
	description_missing.findings == set() with input as {
		"contract": {"name": "orders", "description": "Orders"},
		"columns": [{"path": ["schema", "fields", "place", "lat"], "inline": true, "nested": true}],
	}
}

test_words_for_nothing if {
	every nothing in ["TODO", "n/a", "-", "tbd."] {
		found := description_missing.findings with input as {
			"contract": {"name": "orders", "description": nothing},
			"columns": [],
		}
		count(found) == 1
	}
	description_missing.findings == set() with input as {
		"contract": {"name": "orders", "description": "Nothing but orders of the shop, to do with as you like"},
		"columns": [],
	}
}

test_product_and_fields if {
	found := description_missing.findings with input as {
		"contract": {"name": "orders"},
		"columns": [
			{"path": ["schema", "fields", "id"]},
			{"path": ["schema", "fields", "place", "zip"], "nested": true},
			{"path": ["schema", "lines", "fields", "sku"], "table": "lines"},
		],
	}
	found == {
		{"path": ["description"], "args": {"name": "orders"}},
		{"path": ["schema", "fields", "id", "description"], "args": {"name": "id"}},
		{"path": ["schema", "fields", "place", "zip", "description"], "args": {"name": "place.zip"}},
		{"path": ["schema", "lines", "fields", "sku", "description"], "args": {"name": "lines.sku"}},
	}
}
