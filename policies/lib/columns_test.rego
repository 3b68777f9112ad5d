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

test_labels if {
	path := ["schema", "fields", "id"]
	several := [{"path": path, "label": "public"}, {"path": array.concat(path, ["element"]), "label": "internal"}]
	columns.labels({"path": path, "classification": "public", "labels": several}) == several
	columns.labels({"path": path, "classification": "public"}) == [{"path": path, "label": "public"}]
	not columns.labels({"path": path})
}

_nested(path, is_pii) := {"path": array.concat(["schema", "fields"], path), "is_pii": is_pii, "nested": count(path) > 1}

test_covered_and_inside if {
	given := {"columns": [
		_nested(["a"], true), _nested(["a", "b"], false), _nested(["c"], false),
		_nested(["c", "a"], false), _nested(["cc"], false),
	]}
	found := [columns.covered(column) | some column in given.columns] with input as given
	found == [true, true]
	below := [one.path[3] | some one in columns.inside(given.columns[2])] with input as given
	below == ["a"]
}
