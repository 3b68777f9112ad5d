package meshgov.lib.changelog_test

import data.meshgov.lib.changelog

_log := [{"version": "v1.5.0"}, {"version": "1.5.0"}, {"version": "1.4.0"}]

_input(version) := {"version": {"new": version}, "contract": {"changelog": _log}}

test_two_versions_of_one_product if {
	changelog.compared with input as {"base": {}, "changes": [{"id": "field-added"}]}
	changelog.compared with input as {"base": {}, "changes": []}
}

test_a_new_product_and_one_that_is_gone if {
	not changelog.compared with input as {"changes": [{"id": "product-added"}]}
	not changelog.compared with input as {"base": {}, "changes": [{"id": "product-removed"}]}
}

test_entries_of_the_new_version if {
	every version in ["1.5.0", "v1.5.0"] {
		changelog.entries == {{"version": "v1.5.0"}, {"version": "1.5.0"}} with input as _input(version)
	}
	changelog.entries == set() with input as _input("1.6.0")
	changelog.entries == set() with input as _input(1.5)
}

test_place if {
	changelog.place == ["changelog", "1.6.0"] with input as _input("1.6.0")
	changelog.place == ["changelog"] with input as _input(1.5)
	changelog.place == ["changelog"] with input as {"version": {"new": "1.6.0"}, "contract": {}}
}
