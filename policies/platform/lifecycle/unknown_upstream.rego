# METADATA
# title: What a product reads is offered by a contract
# description: >-
#   `consumes` is a promise to read what somebody promises to deliver. A product, a major version or a field
#   that no contract offers was misspelt, or has gone, or was never agreed on, and nobody will warn this
#   product before it changes. Products with the status `retired` offer nothing any more.
# scope: package
# custom:
#   id: lifecycle/unknown_upstream
#   severity: warning
#   scope: fleet
#   message: "`{name}` reads {what} of `{product}`, and no contract offers that"
#   remediation: >-
#     Mend the name, the version or the field under `consumes`, or ask the team upstream for a contract. Check
#     all contracts of the mesh together, so that those of other domains are known.
#   controls:
#     iso27001: [{id: A.5.14, relation: partial}]
#     nist80053: [{id: SA-9, relation: partial}]
#     cdmc: [{id: "13", relation: partial}]
#     bcbs239: [{id: P3, relation: partial}]
#   examples:
#     pass:
#       - title: A product, a version and fields that are there
#         new:
#           consumes:
#             - {product: customers, version: "^2.1", fields: [email, address.zip, tags.word]}
#             - {product: stock}
#         fleet:
#           - name: customers
#             version: "2.4.0"
#             schema:
#               fields:
#                 - {name: email, type: string}
#                 - {name: address, type: "struct<zip:string>"}
#                 - {name: tags, type: "array<struct<word:string>>"}
#           - {name: stock, version: null, schema: null}
#       - title: One of several major versions
#         new: {consumes: [{product: stock, version: ">=1.2 <3", fields: [shelf]}]}
#         fleet:
#           - {name: stock, version: "1.0.0"}
#           - {name: stock, version: "2.0.0", schema: {fields: [{name: shelf, type: string}]}}
#       - title: A range that can't be read, a version that can't be read, and all fields
#         new: {consumes: [{product: stock, version: newest, fields: ["*"]}, {product: bins, version: "1.x"}]}
#         fleet: [{name: stock, version: "7.0.0"}, {name: bins, version: latest}]
#       - title: A product that reads itself, or nothing
#         new: {name: stock, consumes: [{product: stock}]}
#         fleet: [{name: bins, consumes: []}]
#     fail:
#       - title: Nobody offers the product
#         new: {name: orders, consumes: [{product: customer}, {product: Stock}]}
#         fleet: [{name: customers}, {name: stock}]
#         findings:
#           - contract: new.yaml
#             path: [consumes, Stock]
#             args: {name: orders, what: everything, product: Stock}
#           - contract: new.yaml
#             path: [consumes, customer]
#             args: {name: orders, what: everything, product: customer}
#       - title: Nobody offers the version
#         new: {name: orders, consumes: [{product: stock, version: "^3", fields: [shelf]}, {product: bins, version: "<1"}]}
#         fleet: [{name: stock, version: "1.0.0"}, {name: stock, version: "2.0.0"}, {name: bins, version: "1.0.0"}]
#         findings:
#           - contract: new.yaml
#             path: [consumes, bins, <1, version]
#             args: {name: orders, what: version <1, product: bins}
#           - contract: new.yaml
#             path: [consumes, stock, ^3, version]
#             args: {name: orders, what: version ^3, product: stock}
#       - title: Nobody offers the field, or only another version does
#         new: {name: orders, consumes: [{product: stock, version: "1", fields: [shelf, Bin, bin]}]}
#         fleet:
#           - {name: stock, version: "1.0.0", schema: {fields: [{name: bin, type: string}]}}
#           - {name: stock, version: "2.0.0", schema: {fields: [{name: shelf, type: string}]}}
#         findings:
#           - contract: new.yaml
#             path: [consumes, stock, "1", fields, Bin]
#             args: {name: orders, what: the field Bin, product: stock}
#           - contract: new.yaml
#             path: [consumes, stock, "1", fields, shelf]
#             args: {name: orders, what: the field shelf, product: stock}
#       - title: What is retired is not offered
#         new: {name: orders, consumes: [{product: stock}]}
#         fleet: [{name: stock, status: Retired}]
#         findings: [{contract: new.yaml, path: [consumes, stock], args: {name: orders, what: everything, product: stock}}]
package meshgov.platform.lifecycle.unknown_upstream

import data.meshgov.lib.fleet

applicable contains record.path if {
	some record in input.fleet
	count(record.consumes) > 0
}

findings contains {"contract": record.path, "path": path, "args": args} if {
	some record in input.fleet
	some upstream in record.consumes
	some {"path": path, "what": what} in _missing(upstream)
	args := {"name": record.name, "what": what, "product": upstream.product}
}

_missing(upstream) := {{"path": upstream.path, "what": "everything"}} if not _known[upstream.product]

_missing(upstream) := {{"path": path, "what": what}} if {
	_known[upstream.product]
	count(_allowed(upstream)) == 0
	path := array.concat(upstream.path, ["version"])
	what := concat(" ", ["version", upstream.version])
}

_missing(upstream) := missing if {
	allowed := _allowed(upstream)
	count(allowed) > 0
	missing := {{"path": path, "what": what} |
		some field in upstream.fields
		field != "*"
		not _offered(upstream.product, allowed, field)
		path := array.concat(upstream.path, ["fields", field])
		what := concat(" ", ["the field", field])
	}
}

_offered(product, allowed, field) if {
	some [major, columns] in _fields[product]
	major in allowed
	field in columns
}

# Those of the major versions on offer that the consumer takes; -1 is one that can't be read, and may be
# any.
_allowed(upstream) := {major |
	some major in _known[upstream.product]
	_takes(upstream, major)
}

_takes(upstream, _) if not upstream.majors

_takes(_, major) if major == -1

_takes(upstream, major) if {
	some range in upstream.majors
	major >= range.from
	major <= object.get(range, "to", major)
}

_known := fleet.grouped({[record.name, major] |
	some record in _on_offer
	major := object.get(record, "major", -1)
})

# Of those products alone that somebody reads by field.
_fields := fleet.grouped({[record.name, [major, columns]] |
	some record in _on_offer
	record.name in _read_by_field
	major := object.get(record, "major", -1)
	columns := {column | some column in record.columns}
})

_read_by_field contains upstream.product if {
	some record in input.fleet
	some upstream in record.consumes
	upstream.fields
}

_on_offer := [record |
	some record in input.fleet
	lower(trim_space(object.get(record, "status", ""))) != "retired"
]
