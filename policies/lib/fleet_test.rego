package meshgov.lib.fleet_test

import data.meshgov.lib.fleet

test_spellings_of_one_name if {
	every name in ["sales data", " Sales-Data", "SALES_DATA ", "sales.data"] {
		fleet.key(name) == "sales_data"
	}
	fleet.key("salesdata") != "sales_data"
}

test_a_few_names if {
	fleet.some_of(["a", "b"]) == ["a", "b"]
	fleet.some_of(["a", "b", "c", "d", "e", "f"]) == ["a", "b", "c", "d", "e"]
}

test_values_of_each_key if {
	fleet.grouped(set()) == {}
	fleet.grouped({["b", 2], ["a", 1], ["b", 1], ["c", {"d"}]}) == {"a": [1], "b": [1, 2], "c": [{"d"}]}
}
