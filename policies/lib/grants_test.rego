package meshgov.lib.grants_test

import data.meshgov.lib.grants

_parameters := {"access_control": {
	"everyone": ["all", "All users", "public"],
	"domain_kinds": ["domain", "data_domain"],
	"kind_words": ["role", "svc", "arn", "aws", "iam"],
	"neutral_names": ["product_owner"],
}}

_input(domain, domains) := {
	"contract": {"domain": domain},
	"registry": {"domains": domains},
	"parameters": _parameters,
}

_mesh := _input("sales", ["sales", "finance", "Sales EMEA", "product"])

_outside(given, kind, name) := found if {
	found := grants.outside({"kind": kind, "name": name}) with input as given
}

test_everyone if {
	every grant in [
		{"kind": "*", "name": "*"}, {"kind": "role", "name": "*"}, {"kind": "role", "name": "**"},
		{"kind": "group", "name": "ALL_USERS"}, {"kind": "role", "name": "Public"}, {"kind": "user", "name": "*@example.com"},
		{"kind": "all", "name": "yes"}, {"kind": "group", "name": "all-users@example.com"}, {"kind": "domain", "name": "public"},
	] {
		grants.everyone(grant) with input as _mesh
		grants.outside(grant) == "everybody" with input as _mesh
	}
}

test_not_everyone if {
	every grant in [
		{"kind": "role", "name": "all_analysts"}, {"kind": "role", "name": "sales_*"},
		{"kind": "role", "name": "*_reader"}, {"kind": "domain", "name": "finance"},
	] {
		not grants.everyone(grant) with input as _mesh
	}
	not grants.everyone({"kind": "domain", "name": "Public"}) with input as _input("sales", ["sales", "public"])
	not grants.everyone({"kind": "domain", "name": "all"}) with input as _input("all", [])
}

test_shown if {
	grants.shown({"kind": "*", "name": "*"}) == "*"
	grants.shown({"kind": "role", "name": "a"}) == "role:a"
}

test_domains if {
	_outside(_mesh, "domain", "finance") == "the domain finance"
	_outside(_mesh, "data-domain", "finance") == "the domain finance"
	_outside(_mesh, "domain", "sales_emea") == "the domain sales_emea"
	not _outside(_mesh, "domain", "Sales")
	not _outside(_mesh, "Data_Domain", "SALES")
	not _outside(_input("customer_care", []), "domain", "customer-care")
}

test_principals_are_of_the_domain_that_their_name_begins_with if {
	every name in [
		"finance_writer", "FinanceWriter", "FINANCE-WRITER", "finance", "svc-finance@corp.example.com",
		"role/finance.writer", "arn:aws:iam::123456789012:role/finance_writer",
	] {
		_outside(_mesh, "role", name) == "the domain finance"
	}
	_outside(_mesh, "group", "sales_emea_writer") == "the domain Sales EMEA"
	_outside(_mesh, "role", "product_loader") == "the domain product"
}

test_principals_that_are_not_of_another_domain if {
	every name in [
		"sales_pipeline", "SalesPipeline", "svc-sales", "etl", "steward", "financed_by_sales", "loader_finance",
		"product_owner", "data_product_loader", "sales", "refinance", "sales_*",
	] {
		not _outside(_mesh, "role", name)
	}
	not _outside(_input("Sales EMEA", ["sales", "Sales EMEA"]), "role", "sales_emea_writer")
	_outside(_input("Sales EMEA", ["sales", "Sales EMEA"]), "role", "sales_writer") == "the domain sales"
}

test_stars_before_a_name if {
	_outside(_mesh, "role", "*_writer") == "principals of any domain"
	_outside(_mesh, "domain", "*_emea") == "principals of any domain"
}

test_without_a_registry_only_domains_are_known if {
	given := {"contract": {"domain": "sales"}, "parameters": _parameters}
	_outside(given, "domain", "finance") == "the domain finance"
	not _outside(given, "role", "finance_writer")
	not _outside(given, "domain", "sales")
}

test_without_a_domain_every_domain_is_another if {
	given := {"contract": {}, "registry": {"domains": ["sales"]}, "parameters": _parameters}
	_outside(given, "domain", "sales") == "the domain sales"
	not _outside(given, "role", "sales_pipeline")
}
