package meshgov.automated.breaking_changes.deprecation_notice_required_test

import data.meshgov.automated.breaking_changes.deprecation_notice_required

_column := ["schema", "fields", "a", "b"]

_input(facts, announced, more) := object.union(
	{
		"base": {},
		"changes": facts,
		"base_deprecations": announced,
		"version": {"parsed": {"old": {"major": 1}}},
		"parameters": {"breaking_changes": {"notice_days": 30}},
	},
	more,
)

_found(given, levels) := found if {
	found := deprecation_notice_required.findings with input as given
		with data.meshgov.changes.answer as {"levels": levels}
}

_applicable(given, levels) if {
	deprecation_notice_required.applicable with input as given
		with data.meshgov.changes.answer as {"levels": levels}
}

_owed(path, element, ids, given) := {
	"path": path,
	"args": {"element": element, "changes": ids, "given": given, "days": 30},
}

_removed := {"id": "field-removed", "path": _column}

_announced(path, days) := {"path": path, "announced_days": days}

test_notice_of_the_product_the_field_and_what_is_around_it if {
	every path in [[], ["schema", "fields", "a"], _column] {
		given := _input([_removed], [_announced(["x"], 1), _announced(path, 30)], {})
		_applicable(given, ["breaking"])
		_found(given, ["breaking"]) == set()
	}
}

test_no_notice if {
	found := {_owed(_column, "a.b", ["field-removed"], "no notice")}
	every announced in [
		[], [{"path": []}], [_announced([], -1)], [_announced(["schema", "fields", "b"], 99)],
		[_announced(["schema", "fields", "a", "b", "c"], 99)],
	] {
		_found(_input([_removed], announced, {}), ["breaking"]) == found
	}
	_found(object.remove(_input([_removed], [], {}), ["base_deprecations"]), ["breaking"]) == found
}

test_too_short_a_notice if {
	words := {days: given |
		some days in [0, 1, 29]
		some finding in _found(_input([_removed], [_announced([], days), _announced(["schema"], 0)], {}), ["breaking"])
		given := finding.args.given
	}
	words == {0: "notice of 0 days", 1: "notice of 1 day", 29: "notice of 29 days"}
}

test_only_what_breaks if {
	given := _input([_removed, {"id": "field-added", "path": ["schema", "fields", "c"]}, {"id": "x", "path": ["sla"]}], [], {})
	_found(given, ["dangerous", "breaking", "breaking"]) == {
		_owed(["schema", "fields", "c"], "c", ["field-added"], "no notice"),
		_owed(["sla"], "sla", ["x"], "no notice"),
	}
}

test_one_finding_for_each_place if {
	given := _input([{"id": "b", "path": ["schema", "fields"]}, {"id": "a", "path": ["schema", "fields"]}], [], {})
	found := {_owed(["schema", "fields"], "schema.fields", ["a", "b"], "no notice")}
	_found(given, ["breaking", "breaking"]) == found
}

_step := {"id": "field-renamed", "path": ["schema", "fields", "new"], "old": "old"}

_inside := {"id": "field-type-changed", "path": ["schema", "fields", "new", "zip", "type"]}

test_what_was_renamed_is_looked_up_under_its_old_name if {
	facts := [_step, _inside]
	_found(_input(facts, [_announced(["schema", "fields", "old"], 30)], {}), ["breaking", "breaking"]) == set()
	_found(_input(facts, [_announced(["schema", "fields", "new"], 30)], {}), ["breaking", "breaking"]) == {
		_owed(["schema", "fields", "new"], "new", ["field-renamed"], "no notice"),
		_owed(["schema", "fields", "new", "zip", "type"], "new.zip.type", ["field-type-changed"], "no notice"),
	}
}

test_a_name_that_goes_to_another_field if {
	gone := {"id": "field-removed", "path": ["schema", "fields", "new"]}
	given := _input([_step, gone], [_announced(["schema", "fields", "new"], 30)], {})
	_found(given, ["breaking", "breaking"]) == {_owed(["schema", "fields", "new"], "new", ["field-renamed"], "no notice")}
}

test_two_that_were_renamed_to_one if {
	given := _input([_step, object.union(_step, {"old": "older"})], [], {})
	count(_found(given, ["breaking", "breaking"])) == 1
}

test_a_product_that_is_gone if {
	given := _input([{"id": "product-removed", "path": ["name"]}], [], {"contract": {"name": "orders"}})
	_found(given, ["breaking"]) == {_owed(["name"], "orders", ["product-removed"], "no notice")}
}

test_nothing_is_asked_for if {
	every more in [
		{"version": {"parsed": {"old": {"major": 0}}}},
		{"version": {"parsed": {"old": {"major": 2, "prerelease": "rc.1"}}}},
		{"parameters": {"breaking_changes": {"notice_days": 0}}},
		{"base_stays": true},
	] {
		given := _input([_removed], [], more)
		not _applicable(given, ["breaking"])
		_found(given, ["breaking"]) == set()
	}
	not _applicable(_input([_removed], [], {}), ["dangerous"])
	not _applicable(object.remove(_input([_removed], [], {}), ["base"]), ["breaking"])
}

test_an_old_version_that_cannot_be_read_promised_something if {
	count(_found(_input([_removed], [], {"version": {"parsed": {}}}), ["breaking"])) == 1
}
