# METADATA
# title: The product and its fields are described
# description: >-
#   A name alone does not say in which unit, time zone or state a value is, nor what one row stands for.
#   Fields written inside a type text, as in struct<a:int>, have no place for a description and are exempt.
# scope: package
# custom:
#   id: schema_validation/description_missing
#   severity: warning
#   scope: contract
#   message: "`{name}` has no description"
#   remediation: Add a `description` that a new consumer understands, with unit and time zone where they matter.
#   controls:
#     gdpr: [{id: "30", relation: partial}]
#     ccpa: [{id: "1798.110", relation: partial}]
#     iso27001: [{id: A.5.37, relation: supports}]
#     soc2: [{id: CC2.1, relation: supports}]
#     nist80053: [{id: SA-5, relation: supports}]
#     cdmc: [{id: "5", relation: supports}]
#     bcbs239: [{id: P2, relation: partial}]
#   examples:
#     pass:
#       - title: All is described
#         new: {}
#       - title: Fields inside a type text are exempt
#         new: {schema: {fields: [{name: place, type: "struct<lat:double,lon:double>", description: Where it is}]}}
#     fail:
#       - title: The product
#         new: {description: null}
#         findings: [{path: [description], args: {name: sales_orders}}]
#       - title: Fields at two depths, one with white space only
#         new:
#           schema:
#             fields:
#               - {name: id, type: string, description: "  "}
#               - name: address
#                 type: struct
#                 description: Where the parcel goes
#                 fields: [{name: zip, type: string}]
#         findings:
#           - {path: [schema, fields, id, description], args: {name: id}}
#           - {path: [schema, fields, address, zip, description], args: {name: address.zip}}
#       - title: Words for nothing
#         new:
#           description: TODO
#           schema:
#             fields:
#               - {name: id, type: string, description: "n/a"}
#               - {name: at, type: date, description: "-"}
#               - {name: note, type: string, description: None of the above fits}
#         findings:
#           - {path: [description], args: {name: sales_orders}}
#           - {path: [schema, fields, at, description], args: {name: at}}
#           - {path: [schema, fields, id, description], args: {name: id}}
#       - title: Without a schema the product is still judged
#         new: {description: "", schema: null}
#         findings: [{path: [description]}]
package meshgov.automated.schema_validation.description_missing

import data.meshgov.lib.columns
import data.meshgov.lib.text

applicable := true

findings contains {"path": ["description"], "args": {"name": input.contract.name}} if not input.contract.description

findings contains {"path": ["description"], "args": {"name": input.contract.name}} if {
	_empty(input.contract.description)
}

findings contains {
	"path": array.concat(column.path, ["description"]),
	"args": object.union({"name": columns.label(column)}, columns.place(column)),
} if {
	some column in _undescribed
	not column.inline
}

_undescribed := array.concat(
	[column | some column in input.columns; not column.description],
	[column | text.may_deny(_short); some column in input.columns; _empty(column.description)],
)

# Words for nothing are short, and looking for them in every text takes time.
_short := [column.description | some column in input.columns; count(column.description) < 20]

_empty(description) if {
	count(description) < 20
	text.denies(description)
}
