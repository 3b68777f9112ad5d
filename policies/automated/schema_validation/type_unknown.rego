# METADATA
# title: The type of a field is one that everybody knows
# description: >-
#   A type that only its author knows cannot be compared, mapped to other systems or checked. Often it is a typing
#   error, or a type of one product where a common one exists.
# scope: package
# custom:
#   id: schema_validation/type_unknown
#   severity: warning
#   scope: contract
#   message: "Nobody knows the type of field `{field}`: {type}"
#   remediation: >-
#     Write a common type, such as string, int64, decimal(12,2), date, timestamp, array<string> or struct<a:int>.
#   controls:
#     gdpr: [{id: "5(1)(d)", relation: partial}]
#     soc2: [{id: PI1.1, relation: partial}]
#     nist80053: [{id: SI-10, relation: partial}]
#     cdmc: [{id: "5", relation: partial}]
#     bcbs239: [{id: P3, relation: partial}]
#   examples:
#     pass:
#       - title: Common types in the words of several systems
#         new:
#           schema:
#             fields:
#               - {name: id, type: BIGINT}
#               - {name: name, type: varchar(20)}
#               - {name: tags, type: "array<string>"}
#               - {name: place, type: "struct<lat:double,lon:double>"}
#       - title: No type at all is the matter of another rule
#         new: {schema: {fields: [{name: id}]}}
#       - title: Without fields there is nothing to have a type
#         new: {schema: null}
#     fail:
#       - title: A typing error, and a word for nothing
#         new: {schema: {fields: [{name: id, type: strnig}, {name: amount, type: none}]}}
#         findings:
#           - {path: [schema, fields, amount, type], args: {field: amount, type: none}}
#           - {path: [schema, fields, id, type], args: {field: id, type: strnig}}
#       - title: Inside a struct, an array and a map
#         new:
#           schema:
#             fields:
#               - {name: place, type: struct, fields: [{name: shape, type: blob2}]}
#               - {name: tags, type: "array<array<tag>>"}
#               - {name: prices, type: "map<string,money>"}
#         findings:
#           - {path: [schema, fields, place, shape, type], args: {field: place.shape, type: blob2}}
#           - {path: [schema, fields, prices, type], args: {field: prices, type: money}}
#           - {path: [schema, fields, tags, type], args: {field: tags, type: tag}}
package meshgov.automated.schema_validation.type_unknown

import data.meshgov.lib.columns

default applicable := false

applicable if {
	some column in input.columns
	column.type
}

findings contains {
	"path": array.concat(column.path, ["type"]),
	"args": object.union(columns.args(column), {"type": object.get(column, "unknown_type", column.type)}),
} if {
	some column in input.columns
	column.type_known == false
}
