# METADATA
# title: Personal data has a category
# description: >-
#   How a field with personal data is masked, kept and disclosed depends on what it is: contact, health,
#   government id and so on. Without a category nobody can answer a request for access or deletion.
# scope: package
# custom:
#   id: pii_handling/category_missing
#   severity: error
#   scope: contract
#   mandatory: true
#   message: "Field `{field}` holds personal data of no declared category"
#   remediation: Add `pii_category` to the field, such as contact, name, financial, health or government_id.
#   controls:
#     gdpr: [{id: "30(1)(c)", relation: supports}, {id: "9", relation: partial}]
#     ccpa: [{id: "1798.110", relation: supports}, {id: "1798.130(a)(5)", relation: supports}]
#     iso27001: [{id: A.5.34, relation: supports}]
#     soc2: [{id: P3.1, relation: supports}]
#     nist80053: [{id: PM-5(1), relation: supports}, {id: PT-7, relation: partial}]
#     cdmc: [{id: "8", relation: supports}]
#   examples:
#     pass:
#       - title: Each field with personal data has a category
#         new: {}
#       - title: No personal data
#         new: {schema: {fields: [{name: id, type: string}]}}
#     fail:
#       - title: One of two fields has none
#         new:
#           schema:
#             fields:
#               - {name: email, type: string, is_pii: true}
#               - {name: phone, type: string, is_pii: true, pii_category: contact}
#         findings: [{path: [schema, fields, email, pii_category], args: {field: email}}]
#       - title: A word for none is no category
#         new: {schema: {fields: [{name: email, type: string, is_pii: true, pii_category: none}]}}
#         findings: [{path: [schema, fields, email, pii_category]}]
#       - title: Of a map with personal values only the keys have one
#         new:
#           schema:
#             fields:
#               - name: contacts
#                 type: map
#                 keys: {type: string, pii_category: contact}
#                 values: {type: string, is_pii: true}
#         findings: [{path: [schema, fields, contacts, pii_category], args: {field: contacts}}]
#       - title: A field inside another
#         new:
#           schema:
#             fields:
#               - name: customer
#                 type: struct
#                 fields: [{name: email, type: string, is_pii: true, pii_category: ""}]
#         findings: [{path: [schema, fields, customer, email, pii_category], args: {field: customer.email}}]
package meshgov.global.pii_handling.category_missing

import data.meshgov.lib.columns

default applicable := false

applicable if count(columns.personal) > 0

findings contains {"path": array.concat(column.path, ["pii_category"]), "args": columns.args(column)} if {
	some column in columns.personal
	not column.pii_category
}
