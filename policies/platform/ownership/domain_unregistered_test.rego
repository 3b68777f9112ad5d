package meshgov.platform.ownership.domain_unregistered_test

import data.meshgov.platform.ownership.domain_unregistered

_input(contract, domains) := {
	"contract": object.union({"name": "orders"}, contract),
	"registry": {"domains": domains},
}

_found(domain, known) := {{"path": ["domain"], "args": {"name": "orders", "domain": domain, "known": known}}}

test_registered if {
	given := _input({"domain": "sales"}, ["finance", "sales"])
	domain_unregistered.applicable with input as given
	domain_unregistered.findings == set() with input as given
}

test_not_registered if {
	every domain in ["marketing", "SALES", "sales-emea"] {
		named := concat(" ", ["the domain", domain])
		given := _input({"domain": domain}, ["sales", "finance"])
		domain_unregistered.findings == _found(named, "finance, sales") with input as given
	}
}

test_no_domain if {
	domain_unregistered.findings == _found("no domain", "sales") with input as _input({}, ["sales"])
}

test_an_empty_registry if {
	given := _input({"domain": "sales"}, [])
	domain_unregistered.applicable with input as given
	domain_unregistered.findings == _found("the domain sales", "no domains") with input as given
}

test_many_domains if {
	domains := ["k", "j", "i", "h", "g", "f", "e", "d", "c", "b", "a"]
	known := "a, b, c, d, e, f, g, h, i, j and others"
	domain_unregistered.findings == _found("no domain", known) with input as _input({}, domains)
}

test_no_registry if {
	not domain_unregistered.applicable with input as {"contract": {"name": "orders"}}
	domain_unregistered.findings == set() with input as {"contract": {"name": "orders"}}
}
