# METADATA
# title: A table has a primary key
# description: >-
#   The key says what one row is. Without it consumers cannot merge, remove duplicates, or tell a changed row
#   from a new one.
# scope: package
# custom:
#   id: schema_validation/primary_key_missing
#   severity: warning
#   scope: contract
#   message: "No field of `{name}` is a primary key"
#   remediation: Set `is_primary_key` to true on the field, or on each of the fields, that identify a row.
#   controls:
#     gdpr: [{id: "5(1)(d)", relation: partial}]
#     soc2: [{id: PI1.1, relation: partial}]
#     nist80053: [{id: SI-10, relation: partial}]
#     cdmc: [{id: "3", relation: partial}]
#     bcbs239: [{id: P3, relation: partial}]
#   examples:
#     pass:
#       - title: A key of two fields
#         new:
#           schema:
#             fields:
#               - {name: order_id, type: string, is_primary_key: true}
#               - {name: line, type: int, is_primary_key: true}
#       - title: Without fields there is nothing to be a key
#         new: {schema: {fields: []}}
#     fail:
#       - title: No field is the key
#         new: {schema: {fields: [{name: order_id, type: string}, {name: line, type: int, is_primary_key: false}]}}
#         findings: [{path: [schema, primary_key], args: {name: sales_orders}}]
package meshgov.automated.schema_validation.primary_key_missing

default applicable := false

applicable if count(input.columns) > 0

findings contains {
	"path": array.concat(table.path, ["primary_key"]),
	"args": {"name": object.get(table, "name", input.contract.name)},
} if {
	some table in input.tables
	table.columns > 0
	count(table.primary_key) == 0
}
