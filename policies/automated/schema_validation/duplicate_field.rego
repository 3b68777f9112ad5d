# METADATA
# title: A field is declared once
# description: >-
#   Of two fields with one name at the same level nobody can tell which declaration holds, and tools silently
#   take one of them.
# scope: package
# custom:
#   id: schema_validation/duplicate_field
#   severity: error
#   scope: contract
#   waivable: false
#   message: "Field `{field}` is declared more than once"
#   remediation: Delete or rename this declaration, which comes after the first of that name.
#   controls:
#     gdpr: [{id: "5(1)(d)", relation: partial}]
#     soc2: [{id: PI1.1, relation: supports}]
#     nist80053: [{id: SI-10, relation: supports}]
#     bcbs239: [{id: P3, relation: partial}]
#   examples:
#     pass:
#       - title: The same name at two levels
#         new:
#           schema:
#             fields:
#               - {name: id, type: string}
#               - {name: parent, type: struct, fields: [{name: id, type: string}]}
#       - title: Without fields there is nothing to repeat
#         new: {schema: null}
#     fail:
#       - title: Of three of one name the second and the third
#         new:
#           schema:
#             fields:
#               - {name: id, type: string}
#               - {name: id, type: int}
#               - {name: id, type: date}
#         findings:
#           - {path: [schema, fields, id], args: {field: id, occurrence: 2}}
#           - {path: [schema, fields, id], args: {field: id, occurrence: 3}}
#       - title: Inside another field
#         new:
#           schema:
#             fields:
#               - name: address
#                 type: struct
#                 fields: [{name: zip, type: string}, {name: zip, type: string}]
#         findings: [{path: [schema, fields, address, zip], args: {field: address.zip, occurrence: 2}}]
package meshgov.automated.schema_validation.duplicate_field

import data.meshgov.lib.columns

default applicable := false

applicable if count(input.columns) > 0

findings contains {"path": column.path, "args": columns.args(column)} if {
	some column in input.columns
	column.duplicate
}
