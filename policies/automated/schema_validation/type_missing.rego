# METADATA
# title: A field has a type
# description: >-
#   Without a type each reader guesses one, and no diff can tell whether a change of it breaks them.
# scope: package
# custom:
#   id: schema_validation/type_missing
#   severity: error
#   scope: contract
#   message: "Field `{field}` has no type"
#   remediation: Add a `type` such as string, int64, decimal(12,2), date or timestamp.
#   controls:
#     gdpr: [{id: "5(1)(d)", relation: partial}]
#     soc2: [{id: PI1.1, relation: supports}]
#     nist80053: [{id: SI-10, relation: supports}]
#     cdmc: [{id: "5", relation: partial}]
#     bcbs239: [{id: P3, relation: partial}]
#   examples:
#     pass:
#       - title: A known type, and one that only its author knows
#         new: {schema: {fields: [{name: id, type: string}, {name: shape, type: geography}]}}
#       - title: Without fields there is nothing to have a type
#         new: {schema: null}
#     fail:
#       - title: One field has none
#         new: {schema: {fields: [{name: id, type: string}, {name: amount}]}}
#         findings: [{path: [schema, fields, amount, type], args: {field: amount}}]
package meshgov.automated.schema_validation.type_missing

import data.meshgov.lib.columns

default applicable := false

applicable if count(input.columns) > 0

findings contains {"path": array.concat(column.path, ["type"]), "args": columns.args(column)} if {
	some column in input.columns
	not column.type
}
