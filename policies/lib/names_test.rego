package meshgov.lib.names_test

import data.meshgov.lib.names

_column(path, tokens) := {"path": array.concat(["schema", "fields"], path), "tokens": tokens}

_columns := [
	_column(["customerEmail"], ["customer", "email"]),
	_column(["customer", "address", "zip"], ["zip"]),
	_column(["Prénom"], ["prenom"]),
	_column(["имя"], []),
]

_found(listed) := found if {
	found := [column.path[count(column.path) - 1] | some column in names.columns(listed)] with input as {"columns": _columns}
}

test_key if {
	{names.key(name) | some name in ["Customer-Email", "customer_email", " CUSTOMER.EMAIL"]} == {"customeremail"}
	names.key("--") == ""
}

test_keys if {
	names.keys(["Customer-Email", "", "customer_email", "--", "ID"]) == {"customeremail", "id"}
	names.keys({"A b"}) == {"ab"}
	names.keys([]) == set()
}

test_nothing_is_listed if {
	_found([]) == []
	_found(["_"]) == []
}

test_spellings if {
	_found(["customer_email"]) == ["customerEmail"]
	_found(["prenom"]) == ["Prénom"]
	_found(["PRÉNOM"]) == ["Prénom"]
	_found(["Имя"]) == ["имя"]
}

test_depth if {
	_found(["zip"]) == ["zip"]
	_found(["address.zip"]) == ["zip"]
	_found(["customer.address.zip"]) == ["zip"]
	_found(["address"]) == []
}
