package meshgov.global.pii_handling.domain_pii_unmarked_test

import data.meshgov.global.pii_handling.domain_pii_unmarked

_input(listed, columns) := {"columns": columns, "parameters": {"access_control": {"pii_fields": listed}}}

_column(path, is_pii) := {
	"path": array.concat(["schema", "fields"], path),
	"tokens": [path[count(path) - 1]],
	"nested": count(path) > 1,
	"is_pii": is_pii,
}

_found(listed, columns) := {finding.args.field | some finding in findings} if {
	findings := domain_pii_unmarked.findings with input as _input(listed, columns)
}

test_nothing_is_listed if {
	not domain_pii_unmarked.applicable with input as _input([], [_column(["email"], false)])
	_found([], [_column(["email"], false)]) == set()
}

test_marked if {
	given := _input(["email"], [_column(["email"], true), _column(["id"], false)])
	domain_pii_unmarked.applicable with input as given
	domain_pii_unmarked.findings == set() with input as given
}

test_unmarked if {
	found := domain_pii_unmarked.findings with input as _input(["E-Mail"], [_column(["email"], false)])
	found == {{"path": ["schema", "fields", "email", "is_pii"], "args": {"field": "email"}}}
}

test_parts if {
	around := [_column(["a"], false), _column(["a", "b"], false)]
	_found(["a"], array.concat(around, [_column(["a", "b", "c"], true)])) == set()
	_found(["a"], array.concat(around, [_column(["a", "b", "c"], false)])) == {"a"}
	_found(["b"], array.concat(around, [_column(["a", "b", "c"], false)])) == {"a.b"}
	_found(["c"], [_column(["a"], true), _column(["a", "c"], false)]) == set()
}
