package meshgov.domain.access_control.default_access_exceeded_test

import data.meshgov.domain.access_control.default_access_exceeded

_input(contract, access) := {
	"contract": object.union({"name": "orders"}, contract),
	"parameters": {
		"data_classification": {"labels": ["public", "internal", "confidential"]},
		"access_control": {"default_access": access},
	},
}

_found(label, access) := {{
	"path": ["classification"],
	"args": {"name": "orders", "label": label, "default": access},
}}

test_wider if {
	every access in [{}, {"access": {}}, {"access": {"reason": "none"}}, {"access": {"reason": " - "}}] {
		given := _input(object.union({"classification": "public"}, access), "internal")
		default_access_exceeded.applicable with input as given
		default_access_exceeded.findings == _found("public", "internal") with input as given
	}
}

test_wider_for_a_reason if {
	given := _input({"classification": "public", "access": {"reason": "open data"}}, "internal")
	default_access_exceeded.applicable with input as given
	default_access_exceeded.findings == set() with input as given
}

test_not_wider if {
	every label in ["internal", "Confidential"] {
		given := _input({"classification": label}, "internal")
		default_access_exceeded.applicable with input as given
		default_access_exceeded.findings == set() with input as given
	}
}

test_a_default_that_is_no_label_stands_for_the_most_protected if {
	given := _input({"classification": "internal"}, "restricted")
	default_access_exceeded.findings == _found("internal", "restricted") with input as given
}

test_nothing_to_compare if {
	every given in [_input({"classification": "public"}, null), _input({}, "internal"), _input({"classification": "x"}, "internal")] {
		not default_access_exceeded.applicable with input as given
		default_access_exceeded.findings == set() with input as given
	}
}
