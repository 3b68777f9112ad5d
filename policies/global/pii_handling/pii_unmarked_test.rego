package meshgov.global.pii_handling.pii_unmarked_test

import data.meshgov.global.pii_handling.pii_unmarked

_parameters := {
	"personal_text": ["email_id|email"],
	"personal_any": ["phone"],
	"personal_dates": ["birth_date"],
	"personal_endings": ["lastname"],
	"personal_alone": ["address|ip"],
	"person_words": ["customer|driver"],
	"person_attributes": ["name|birth_name"],
	"qualifying_words": ["home|registered"],
	"trailing_words": ["primary|of"],
	"text_only_words": ["email|name"],
	"thing_words": ["store|printer"],
	"name_patterns": ["_badge_no_"],
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
	_findings([_column(["emails"]), _column(["microphone"]), _column(["zip"]), _column(["ip", "rating"])]) == set()
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

_by_name(name) if {
	found := _findings([_column(split(name, "_"))])
	found == {_finding([name], name, ["name"])}
}

test_personal_words_count_at_the_end if {
	every name in ["email", "work_email", "email_2", "email_primary_1", "email_id", "customer_email", "email_of_customer"] {
		_by_name(name)
	}
	every name in ["email_template", "email_id_format", "email_primary_domain"] {
		not _by_name(name)
	}
}

test_words_written_together if {
	_by_name("customerlastname")
	not _by_name("lastnames")
}

test_words_that_stand_alone if {
	_by_name("address")
	_by_name("address_primary")
	not _by_name("memory_address")
}

test_attributes_beside_a_person if {
	every name in ["customer_name", "customer_home_name", "name_customer", "name_of_customer", "registered_name_of_driver"] {
		_by_name(name)
	}
	every name in ["name", "product_name", "customer_segment_name", "name_of_product", "name_primary"] {
		not _by_name(name)
	}
}

test_the_field_around_counts if {
	inner := {path: object.union(_column([name]), {"path": array.concat(["schema", "fields"], path), "nested": true}) |
		some path, name in {["customer", "element", "name"]: "name", ["product", "name"]: "name", ["customer", "id"]: "id"}
	}
	_findings([column | some column in inner]) == {_finding(["customer", "element", "name"], "customer.element.name", ["name"])}
}

test_things if {
	every name in ["store_email", "store_phone_2"] {
		not _by_name(name)
	}
	_by_name("store_customer_email")
}

test_patterns_of_the_organisation if {
	_by_name("store_badge_no_format")
	_findings([_column(["badge", "no", "count"])]) == set()
}

test_types if {
	names := {kind: {finding.path[2] | some finding in _findings(columns)} |
		some kind in ["int64", "decimal(10,2)", "date", "varchar(20)", "uuid", "timestamp"]
		columns := [object.union(_column(split(name, "_")), {"type": kind}) |
			some name in ["email", "phone", "birth_date", "customer_name"]
		]
	}
	numbers := {"phone", "birth_date"}
	names == {
		"int64": numbers, "decimal(10,2)": numbers, "uuid": numbers,
		"date": {"birth_date"}, "timestamp": {"birth_date"},
		"varchar(20)": {"email", "phone", "birth_date", "customer_name"},
	}
}

test_empty_lists_find_nothing_and_excuse_nothing if {
	columns := [object.union(_column(["has", "email"]), {"description": "Number of phone numbers"})]
	pii_unmarked.findings == set() with input as _with(
		object.union(_parameters, {
			"personal_text": [], "personal_any": [], "personal_dates": [], "personal_endings": [],
			"personal_alone": [], "person_attributes": [], "name_patterns": [], "description_patterns": [],
		}),
		columns,
	)
	found := pii_unmarked.findings with input as _with(
		object.union(_parameters, {"name_exceptions": [], "description_exceptions": []}),
		columns,
	)
	found == {_finding(["has_email"], "has_email", ["description", "name"])}
}
