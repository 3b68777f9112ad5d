package meshgov.lib.columns_test

import data.meshgov.lib.columns

test_personal if {
	marked := {"path": ["schema", "fields", "email"], "is_pii": true}
	found := columns.personal with input as {"columns": [marked, {"path": ["schema", "fields", "id"], "is_pii": false}]}
	[column.path | some column in found] == [marked.path]
}

test_label if {
	columns.label({"path": ["schema", "fields", "id"]}) == "id"
	columns.label({"path": ["schema", "fields", "tags", "element", "zip"]}) == "tags.element.zip"
	columns.label({"path": ["schema", "orders", "fields", "a", "b"], "table": "orders"}) == "orders.a.b"
}

test_args if {
	columns.args({"path": ["schema", "fields", "id"]}) == {"field": "id"}
	columns.args({"path": ["schema", "fields", "id"], "occurrence": 2}) == {"field": "id", "occurrence": 2}
	columns.place({"path": ["schema", "fields", "id"]}) == {}
}
