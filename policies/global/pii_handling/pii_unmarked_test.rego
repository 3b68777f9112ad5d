package meshgov.global.pii_handling.pii_unmarked_test

import data.meshgov.global.pii_handling.pii_unmarked

_parameters := {
	"name_patterns": ["_email_", "^_ip_$", "_phone_"],
	"name_exceptions": ["^_has_", "_count_$"],
	"description_patterns": ["phone number", "^born"],
	"description_exceptions": ["^number of"],
}

_input(columns) := _with(_parameters, columns)

_with(parameters, columns) := {"columns": columns, "parameters": {"pii_handling": parameters}}

_column(tokens) := {
	"path": ["schema", "fields", concat("_", tokens)],
	"name": concat("_", tokens),
	"type": "string",
	"is_pii": false,
	"tokens": tokens,
}

_described(description) := object.union(_column(["x"]), {"description": description})

_findings(columns) := found if {
	found := pii_unmarked.findings with input as _input(columns)
}

_finding(path, field, reasons) := {
	"path": array.concat(array.concat(["schema", "fields"], path), ["is_pii"]),
	"args": {"field": field, "reasons": reasons},
}

test_by_name if {
	found := _findings([_column(["customer", "email"]), _column(["order", "id"]), _column(["ip"])])
	found == {
		_finding(["customer_email"], "customer_email", ["name"]),
		_finding(["ip"], "ip", ["name"]),
	}
}

test_a_word_inside_a_word_is_silent if {
	_findings([_column(["emails"]), _column(["microphone"]), _column(["zip"]), _column(["ip", "range"])]) == set()
}

test_by_description if {
	_findings([_described("The Phone Number of the guest")]) == {_finding(["x"], "x", ["description"])}
}

test_a_line_break_is_a_space if {
	_findings([_described("Where to call: phone\nnumber")]) == {_finding(["x"], "x", ["description"])}
}

test_an_anchor_holds_for_each_description if {
	found := _findings([_described("Where the guest was\nborn"), object.union(_described("Born in"), {"path": ["schema", "fields", "y"]})])
	found == {_finding(["y"], "y", ["description"])}
}

test_by_category if {
	given := _input([
		object.union(_column(["has", "phone"]), {"type": "boolean", "pii_category": "contact"}),
		object.union(_column(["email"]), {"is_pii": true, "pii_category": "contact"}),
	])
	pii_unmarked.applicable with input as given
	pii_unmarked.findings == {_finding(["has_phone"], "has_phone", ["category"])} with input as given
}

test_a_category_inside_a_marked_field_is_covered if {
	_findings([
		object.union(_column(["customer"]), {"is_pii": true}),
		object.union(_column(["x"]), {
			"path": ["schema", "fields", "customer", "x"],
			"nested": true,
			"pii_category": "contact",
		}),
	]) == set()
}

test_by_both if {
	column := object.union(_column(["phone"]), {"description": "Phone number"})
	_findings([column]) == {_finding(["phone"], "phone", ["description", "name"])}
}

test_exceptions_of_names_silence_descriptions_too if {
	column := object.union(_column(["has", "phone"]), {"description": "A phone number is known"})
	_findings([column, _column(["email", "count"])]) == set()
}

test_exceptions_of_descriptions if {
	_findings([_described("Number of phone numbers")]) == set()
}

test_marked_and_boolean_columns_are_not_judged if {
	given := _input([
		object.union(_column(["email"]), {"is_pii": true}),
		object.union(_column(["phone"]), {"type": "boolean"}),
	])
	not pii_unmarked.applicable with input as given
	pii_unmarked.findings == set() with input as given
}

test_a_column_without_a_type_is_judged if {
	given := _input([object.remove(_column(["email"]), ["type"])])
	pii_unmarked.applicable with input as given
	pii_unmarked.findings == {_finding(["email"], "email", ["name"])} with input as given
}

test_a_mark_covers_what_is_inside if {
	_findings([
		object.union(_column(["customer"]), {"is_pii": true}),
		object.union(_column(["email"]), {"path": ["schema", "fields", "customer", "email"], "nested": true}),
	]) == set()
}

test_a_mark_speaks_for_what_is_around if {
	_findings([
		_column(["phone"]),
		{
			"path": ["schema", "fields", "phone", "element", "number"],
			"is_pii": true,
			"nested": true,
		},
	]) == set()
}

test_a_mark_does_not_cover_its_neighbours if {
	found := _findings([
		object.union(_column(["email"]), {"is_pii": true}),
		_column(["phone"]),
		object.union(_column(["ip"]), {"path": ["schema", "fields", "host", "ip"], "nested": true}),
	])
	found == {
		_finding(["phone"], "phone", ["name"]),
		_finding(["host", "ip"], "host.ip", ["name"]),
	}
}

test_empty_lists_find_nothing_and_excuse_nothing if {
	columns := [object.union(_column(["has", "email"]), {"description": "Number of phone numbers"})]
	pii_unmarked.findings == set() with input as _with(
		object.union(_parameters, {"name_patterns": [], "description_patterns": []}),
		columns,
	)
	found := pii_unmarked.findings with input as _with(
		object.union(_parameters, {"name_exceptions": [], "description_exceptions": []}),
		columns,
	)
	found == {_finding(["has_email"], "has_email", ["description", "name"])}
}
