package meshgov.global.data_classification.classification_invalid_test

import data.meshgov.global.data_classification.classification_invalid

_labels := ["public", "internal", "confidential"]

_input(contract, columns) := {
	"contract": contract,
	"columns": columns,
	"parameters": {"data_classification": {"labels": _labels}},
}

test_a_known_label if {
	given := _input({"classification": "internal"}, [{"path": ["schema", "fields", "id"], "classification": "public"}])
	classification_invalid.applicable with input as given
	classification_invalid.findings == set() with input as given
}

test_no_label_at_all_is_not_judged if {
	given := _input({}, [{"path": ["schema", "fields", "id"]}])
	not classification_invalid.applicable with input as given
	classification_invalid.findings == set() with input as given
}

test_an_unknown_label if {
	found := classification_invalid.findings with input as _input({"classification": "Internal"}, [])
	found == {{"path": ["classification"], "args": {"label": "Internal", "labels": _labels}}}
}

test_an_unknown_label_of_a_field if {
	given := _input({}, [{"path": ["schema", "fields", "a", "b"], "classification": "secret"}])
	classification_invalid.applicable with input as given
	found := classification_invalid.findings with input as given
	found == {{
		"path": ["schema", "fields", "a", "b", "classification"],
		"args": {"label": "secret", "labels": _labels},
	}}
}

test_labels_of_what_a_column_holds if {
	path := ["schema", "fields", "a"]
	element := array.concat(path, ["element"])
	column := {"path": path, "occurrence": 2, "classification": "public", "labels": [
		{"path": path, "label": "public"},
		{"path": element, "label": "secret"},
	]}
	found := classification_invalid.findings with input as _input({}, [column])
	found == {{
		"path": array.concat(element, ["classification"]),
		"args": {"label": "secret", "labels": _labels, "occurrence": 2},
	}}
}
