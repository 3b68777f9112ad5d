package meshgov.platform.lifecycle.unknown_upstream_test

import data.meshgov.platform.lifecycle.unknown_upstream

_offers := [
	{"path": "s1", "name": "stock", "major": 1, "consumes": [], "columns": ["bin", "a.b"]},
	{"path": "s2", "name": "stock", "major": 2, "consumes": [], "columns": ["shelf"]},
	{"path": "s3", "name": "stock", "major": 3, "status": " Retired ", "consumes": [], "columns": ["old"]},
	{"path": "u", "name": "unread", "consumes": [], "columns": ["x"]},
]

_reads(upstream) := {[one.path, one.args] | some one in found} if {
	reader := {
		"path": "c", "name": "orders", "columns": [],
		"consumes": [object.union({"path": ["consumes", "it"]}, upstream)],
	}
	found := unknown_upstream.findings with input.fleet as array.concat(_offers, [reader])
}

_says(product, what) := {"name": "orders", "product": product, "what": what}

test_what_is_there if {
	every upstream in [
		{"product": "stock"},
		{"product": "stock", "fields": ["bin", "shelf", "a.b", "*"]},
		{"product": "stock", "version": "^1", "majors": [{"from": 1, "to": 1}], "fields": ["bin"]},
		{"product": "stock", "version": ">=2", "majors": [{"from": 2}], "fields": ["shelf"]},
		{"product": "stock", "version": "1 || 7", "majors": [{"from": 1, "to": 1}, {"from": 7, "to": 7}]},
		{"product": "unread", "version": "^9", "majors": [{"from": 9, "to": 9}], "fields": ["x"]},
		{"product": "orders"},
	] {
		_reads(upstream) == set()
	}
}

test_no_such_product if {
	_reads({"product": "Stock", "fields": ["bin"]}) == {[["consumes", "it"], _says("Stock", "everything")]}
}

test_no_such_version if {
	read := {"product": "stock", "version": "^3", "majors": [{"from": 3, "to": 3}], "fields": ["bin"]}
	_reads(read) == {[["consumes", "it", "version"], _says("stock", "version ^3")]}
}

test_no_such_field if {
	read := {"product": "stock", "version": "1", "majors": [{"from": 1, "to": 1}], "fields": ["shelf", "old", "bin"]}
	_reads(read) == {
		[["consumes", "it", "fields", "shelf"], _says("stock", "the field shelf")],
		[["consumes", "it", "fields", "old"], _says("stock", "the field old")],
	}
}

test_applicable if {
	records := [{"path": "a", "consumes": []}, {"path": "b", "consumes": [{"product": "stock"}]}]
	unknown_upstream.applicable == {"b"} with input.fleet as records
}
