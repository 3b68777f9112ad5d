# METADATA
# title: The schema says what values are allowed
# description: >-
#   A key that may be empty or come twice identifies nothing, and a schema without any constraint lets every value
#   pass. A key of several fields may repeat in each of them, so that only `not_null` is asked of those.
# scope: package
# custom:
#   id: schema_validation/constraints_missing
#   severity: warning
#   scope: contract
#   message: "{subject} has no {missing}"
#   remediation: >-
#     Add `constraints: [unique, not_null]` to the key, `not_null` to each field of a key of several, and bounds,
#     patterns or lists of values where others make sense.
#   controls:
#     gdpr: [{id: "5(1)(d)", relation: partial}]
#     soc2: [{id: PI1.1, relation: supports}]
#     nist80053: [{id: SI-10, relation: supports}]
#     cdmc: [{id: "12", relation: partial}]
#     bcbs239: [{id: P3, relation: partial}]
#   examples:
#     pass:
#       - title: A key, in the words that SQL has for it
#         new: {schema: {fields: [{name: id, type: string, is_primary_key: true, constraints: [UNIQUE, NOT NULL]}]}}
#       - title: Each part of a key of two fields may repeat
#         new:
#           schema:
#             fields:
#               - {name: order, type: string, is_primary_key: true, constraints: [not_null]}
#               - {name: line, type: int, is_primary_key: true, constraints: [not_null]}
#       - title: No key, and a constraint inside a field
#         new:
#           schema:
#             fields:
#               - name: address
#                 type: struct
#                 fields: [{name: zip, type: string, constraints: [{pattern: "[0-9]+"}]}]
#       - title: Without fields there is nothing to restrict
#         new: {schema: {fields: []}}
#     fail:
#       - title: A key without constraints
#         new: {schema: {fields: [{name: id, type: string, is_primary_key: true}]}}
#         findings:
#           - path: [schema, fields, id, constraints, not_null]
#             args: {field: id, subject: The key field `id`, missing: "constraint `not_null`"}
#           - path: [schema, fields, id, constraints, unique]
#             args: {field: id, subject: The key field `id`, missing: "constraint `unique`"}
#       - title: A constraint that is switched off, and a bound that says nothing about the key
#         new:
#           schema:
#             fields:
#               - name: id
#                 type: string
#                 is_primary_key: true
#                 constraints: [{not_null: false}, unique, {min_length: 1}]
#         findings: [{path: [schema, fields, id, constraints, not_null]}]
#       - title: One part of a key may be empty
#         new:
#           schema:
#             fields:
#               - {name: order, type: string, is_primary_key: true, constraints: [not_null, unique]}
#               - {name: line, type: int, is_primary_key: true}
#         findings: [{path: [schema, fields, line, constraints, not_null]}]
#       - title: No field has a constraint
#         new: {schema: {fields: [{name: id, type: string}, {name: at, type: date, constraints: []}]}}
#         findings:
#           - path: [schema, constraints]
#             args: {subject: "`sales_orders`", missing: constraint on any field}
#       - title: Nor one that restricts anything
#         new: {schema: {fields: [{name: id, type: string, constraints: [{unique: false}]}]}}
#         findings: [{path: [schema, constraints]}]
package meshgov.automated.schema_validation.constraints_missing

import data.meshgov.lib.columns

default applicable := false

applicable if count(input.columns) > 0

findings contains {
	"path": array.concat(column.path, ["constraints", missing]),
	"args": object.union(columns.args(column), {
		"subject": concat("", ["The key field `", columns.label(column), "`"]),
		"missing": concat("", ["constraint `", missing, "`"]),
	}),
} if {
	some column in input.columns
	column.is_primary_key
	some missing in _demanded[object.get(column, "table", "")]
	not _holds(column, missing)
}

# Where a table has a key, what is said about the key is enough.
findings contains {
	"path": array.concat(table.path, ["constraints"]),
	"args": {
		"subject": concat("", ["`", object.get(table, "name", input.contract.name), "`"]),
		"missing": "constraint on any field",
	},
} if {
	some table in input.tables
	table.columns > 0
	table.primary_key == []
	not object.get(table, "name", "") in _restricted
}

# What each table asks of the fields of its key.
_demanded[object.get(table, "name", "")] := demanded if {
	some table in input.tables
	parts := {part | some part in table.primary_key}
	demanded := {true: ["not_null"], false: ["unique", "not_null"]}[count(parts) > 1]
}

# The tables with a constraint.
_restricted contains object.get(column, "table", "") if {
	some column in input.columns
	some name, _ in column.constraints
	_holds(column, name)
}

_holds(column, name) if not object.get(column.constraints, name, false) in {false, null}
