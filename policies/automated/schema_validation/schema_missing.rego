# METADATA
# title: A product declares its fields
# description: >-
#   A contract without fields promises nothing that a consumer could build on, and nothing that a diff could
#   compare.
# scope: package
# custom:
#   id: schema_validation/schema_missing
#   severity: error
#   scope: contract
#   message: "`{name}` declares no fields"
#   remediation: Add `schema` with its `fields`, each with a name and a type.
#   controls:
#     gdpr: [{id: "30", relation: partial}]
#     iso27001: [{id: A.5.9, relation: supports}, {id: A.5.37, relation: partial}]
#     soc2: [{id: CC2.1, relation: supports}]
#     nist80053: [{id: CM-8, relation: supports}, {id: SA-5, relation: partial}]
#     cdmc: [{id: "5", relation: supports}]
#     bcbs239: [{id: P2, relation: partial}]
#   examples:
#     pass:
#       - title: One field is enough
#         new: {schema: {fields: [{name: id, type: string}]}}
#     fail:
#       - title: No schema
#         new: {schema: null}
#         findings: [{path: [schema], args: {name: sales_orders}}]
#       - title: A schema without fields
#         new: {schema: {fields: []}}
#         findings: [{path: [schema, fields], args: {name: sales_orders}}]
package meshgov.automated.schema_validation.schema_missing

applicable := true

findings contains {"path": ["schema"], "args": {"name": input.contract.name}} if count(input.tables) == 0

findings contains {
	"path": array.concat(table.path, ["fields"]),
	"args": {"name": object.get(table, "name", input.contract.name)},
} if {
	some table in input.tables
	table.columns == 0
}
