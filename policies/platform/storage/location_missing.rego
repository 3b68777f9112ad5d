# METADATA
# title: A product says where its data is
# description: >-
#   What nobody can find nobody can use, protect or delete. Each table names its `location`, or the product
#   has a port that does. A word for nothing, such as tbd, is no place. Whether the place is the right one is
#   judged for all products together.
# scope: package
# custom:
#   id: storage/location_missing
#   severity: warning
#   scope: contract
#   message: "{what} names no location"
#   remediation: >-
#     Add `schema.location`, such as a path with a prefix of the domain's own; or a port with a `location`,
#     where the product is served and not stored.
#   controls:
#     gdpr: [{id: "30", relation: partial}]
#     iso27001: [{id: A.5.9, relation: supports}]
#     soc2: [{id: CC2.1, relation: partial}]
#     nist80053: [{id: CM-8, relation: partial}]
#     cdmc: [{id: "3", relation: partial}]
#     bcbs239: [{id: P2, relation: partial}]
#   examples:
#     pass:
#       - title: The table has a location
#         new: {ports: null}
#       - title: A product that is served
#         new: {ports: [{name: api, type: rest, location: "https://data.example.com/orders"}], schema: {location: null}}
#     fail:
#       - title: No location
#         new: {ports: null, schema: {location: null}}
#         findings: [{path: [schema, location], args: {what: "`sales_orders`"}}]
#       - title: A port without a location
#         new: {ports: [{name: api, type: rest}], schema: {location: null}}
#         findings: [{path: [schema, location]}]
#       - title: Words for nothing
#         new: {ports: [{name: api, location: "-"}], schema: {location: TBD}}
#         findings: [{path: [schema, location]}]
#       - title: No schema at all
#         new: {ports: null, schema: null}
#         findings: [{path: [schema, location], args: {what: "`sales_orders`"}}]
package meshgov.platform.storage.location_missing

import data.meshgov.lib.text

applicable := true

findings contains {"path": ["schema", "location"], "args": {"what": _product}} if {
	count(input.tables) == 0
	not _served
}

findings contains {"path": array.concat(table.path, ["location"]), "args": {"what": _named(table)}} if {
	not _served
	some table in input.tables
	not _placed(table)
}

_served if {
	some port in input.contract.ports
	_placed(port)
}

_placed(thing) if {
	location := thing.location
	not text.denies(location)
}

_named(table) := concat("", ["Table `", table.name, "` of ", _product])

_named(table) := _product if not table.name

_product := concat("", ["`", input.contract.name, "`"])
