package meshgov.platform.ownership.product_unregistered_test

import data.meshgov.platform.ownership.product_unregistered

_input(entry) := object.union({"contract": {"name": "orders", "domain": "sales"}}, entry)

test_listed if {
	given := _input({"organization": {"data_products": ["orders"]}})
	product_unregistered.applicable with input as given
	product_unregistered.findings == set() with input as given
}

test_not_listed if {
	every products in [[], ["Orders"], ["orders_v2"]] {
		given := _input({"organization": {"data_products": products}})
		found := {{"path": ["name"], "args": {"name": "orders", "domain": "sales"}}}
		product_unregistered.findings == found with input as given
	}
}

test_nothing_to_compare if {
	every entry in [{}, {"organization": {}}, {"organization": {"data_products": null}}] {
		not product_unregistered.applicable with input as _input(entry)
		product_unregistered.findings == set() with input as _input(entry)
	}
}
