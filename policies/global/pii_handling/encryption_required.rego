# METADATA
# title: Personal data is encrypted
# description: >-
#   Whoever gets hold of the files behind a product reads everything that is not encrypted. The whole
#   product may be encrypted, or each field with personal data; a mask is not encryption.
# scope: package
# custom:
#   id: pii_handling/encryption_required
#   severity: critical
#   scope: contract
#   mandatory: true
#   message: "Field `{field}` holds personal data and is not encrypted"
#   remediation: Set `encryption_enabled` to true, or give the field an `encryption` such as aes-256.
#   controls:
#     gdpr: [{id: "32(1)(a)", relation: supports}, {id: "5(1)(f)", relation: partial}, {id: "25(1)", relation: partial}]
#     ccpa: [{id: "1798.150(a)(1)", relation: supports}, {id: "1798.100(e)", relation: partial}]
#     iso27001: [{id: A.8.24, relation: supports}]
#     soc2: [{id: CC6.1, relation: supports}, {id: CC6.7, relation: partial}]
#     nist80053: [{id: SC-28, relation: supports}, {id: SC-28(1), relation: supports}, {id: SC-13, relation: partial}]
#     cdmc: [{id: "9", relation: supports}]
#   examples:
#     pass:
#       - title: The product is encrypted
#         new: {schema: {fields: [{name: email, type: string, is_pii: true, pii_category: contact}]}}
#       - title: The product is not, and the field is
#         new:
#           encryption_enabled: false
#           schema: {fields: [{name: email, type: string, is_pii: true, encryption: aes-256}]}
#       - title: No personal data
#         new: {encryption_enabled: false, schema: {fields: [{name: id, type: string}]}}
#     fail:
#       - title: Neither the product nor the field
#         new:
#           encryption_enabled: false
#           schema:
#             fields:
#               - {name: email, type: string, is_pii: true, masking: hash}
#               - {name: phone, type: string, is_pii: true, encryption: {algorithm: aes-256}}
#         findings: [{path: [schema, fields, email, encryption], args: {field: email}}]
#       - title: The contract does not speak of encryption
#         new:
#           encryption_enabled: null
#           schema: {fields: [{name: email, type: string, is_pii: true}]}
#         findings: [{path: [schema, fields, email, encryption]}]
#       - title: A word that says no
#         new:
#           encryption_enabled: false
#           schema:
#             fields:
#               - {name: email, type: string, is_pii: true, encryption: None}
#               - {name: phone, type: string, is_pii: true, encryption: false}
#         findings:
#           - path: [schema, fields, email, encryption]
#           - path: [schema, fields, phone, encryption]
#       - title: An element that takes back what its column says
#         new:
#           encryption_enabled: false
#           schema:
#             fields:
#               - {name: emails, type: array, is_pii: true, encryption: aes, items: {type: string, encryption: none}}
#         findings: [{path: [schema, fields, emails, encryption]}]
#       - title: Mappings that say no, and an algorithm that is none
#         new:
#           encryption_enabled: false
#           schema:
#             fields:
#               - {name: email, type: string, is_pii: true, encryption: {algorithm: null}}
#               - {name: phone, type: string, is_pii: true, encryption: {enabled: true, algorithm: none}}
#               - {name: iban, type: string, is_pii: true, encryption: plain text}
#               - {name: tax_id, type: string, is_pii: true, encryption: not yet}
#         findings:
#           - path: [schema, fields, email, encryption]
#           - path: [schema, fields, phone, encryption]
#           - path: [schema, fields, iban, encryption]
#           - path: [schema, fields, tax_id, encryption]
package meshgov.global.pii_handling.encryption_required

import data.meshgov.lib.columns

default applicable := false

applicable if count(columns.personal) > 0

findings contains {"path": array.concat(column.path, ["encryption"]), "args": columns.args(column)} if {
	not input.contract.encryption_enabled
	some column in columns.personal
	not column.encryption
}
