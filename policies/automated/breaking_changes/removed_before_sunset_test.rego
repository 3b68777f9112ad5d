package meshgov.automated.breaking_changes.removed_before_sunset_test

import data.meshgov.automated.breaking_changes.removed_before_sunset

_input(contract, levels) := {
	"contract": object.union({"name": "orders"}, contract),
	"changes": [{"id": "product-removed", "path": ["name"]}],
	"parameters": {"breaking_changes": {"levels": levels}},
	"evaluation": {"now": "2026-11-23T08:00:00Z"},
}

_sunset(day) := _input({"deprecation": {"sunset": day}}, {})

_found(reason) := {{"path": ["name"], "args": {"product": "orders", "reason": reason}}}

test_after_its_sunset if {
	every day in ["2026-11-22", "2026-11-22T23:59:59Z", "0999-01-01"] {
		removed_before_sunset.applicable with input as _sunset(day)
		removed_before_sunset.findings == set() with input as _sunset(day)
	}
}

test_before_it if {
	every day in ["2026-11-23", "2027-01-01", "2026-11-22T23:00:00-05:00", "soon", ""] {
		reason := concat("", ["its sunset ", day, " is not over"])
		removed_before_sunset.findings == _found(reason) with input as _sunset(day)
	}
}

test_without_one if {
	every deprecation in [{}, {"deprecation": {"announced": "2020-01-01"}}] {
		removed_before_sunset.findings == set() with input as _input(deprecation, {})
	}
}

test_a_milder_level_of_the_organisation if {
	every level in ["docs", "compatible", "dangerous"] {
		given := _input({"deprecation": {"sunset": "2027-01-01"}}, {"product-removed": level})
		removed_before_sunset.findings == set() with input as given
	}
}

test_its_own_level_changes_nothing if {
	given := _input({"deprecation": {"sunset": "2027-01-01"}}, {"product-removed": "breaking"})
	count(removed_before_sunset.findings) == 1 with input as given
}

test_a_product_that_stays if {
	given := object.union(_input({}, {}), {"changes": [{"id": "field-removed", "path": []}]})
	not removed_before_sunset.applicable with input as given
	removed_before_sunset.findings == set() with input as given
}

test_no_previous_version if {
	given := object.remove(_input({}, {}), ["changes"])
	not removed_before_sunset.applicable with input as given
	removed_before_sunset.findings == set() with input as given
}
