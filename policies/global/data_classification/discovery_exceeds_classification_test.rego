package meshgov.global.data_classification.discovery_exceeds_classification_test

import data.meshgov.global.data_classification.discovery_exceeds_classification

_input(label, access) := {
	"contract": {"classification": label, "access": access},
	"parameters": {"data_classification": {
		"labels": ["a", "b", "c"],
		"discovery": {"b": "domain"},
	}},
}

_found(label, discovery) := found if {
	found := discovery_exceeds_classification.findings with input as _input(label, {"discovery": discovery})
}

_finding(label, discovery, allowed) := {{
	"path": ["access", "discovery"],
	"args": {"discovery": discovery, "label": label, "allowed": allowed},
}}

test_nothing_to_judge if {
	not discovery_exceeds_classification.applicable with input as _input("a", {})
	not discovery_exceeds_classification.applicable with input as _input("z", {"discovery": "public"})
	_found("z", "public") == set()
}

test_within_the_limit if {
	discovery_exceeds_classification.applicable with input as _input("b", {"discovery": "domain"})
	_found("b", "domain") == set()
	_found("b", "none") == set()
	_found("c", "none") == set()
}

test_beyond_the_limit if {
	_found("b", "internal") == _finding("b", "internal", "domain")
	_found("a", "everybody") == _finding("a", "everybody", "domain")
	_found("c", "domain") == _finding("c", "domain", "none")
}
