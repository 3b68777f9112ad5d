package meshgov.lib.fleet_test

import data.meshgov.lib.fleet

test_spellings_of_one_name if {
	every name in ["sales data", " Sales-Data", "SALES_DATA ", "sales.data"] {
		fleet.key(name) == "sales_data"
	}
	fleet.key("salesdata") != "sales_data"
}

test_a_few_names if {
	fleet.some_of({"b", "a"}) == ["a", "b"]
	fleet.some_of({"f", "e", "d", "c", "b", "a"}) == ["a", "b", "c", "d", "e"]
}
