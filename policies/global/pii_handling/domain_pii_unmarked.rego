# METADATA
# title: The personal fields of a domain are marked
# description: >-
#   A domain lists the names of its fields that hold personal data (`access_control.pii_fields`). Wherever
#   such a field occurs, at any depth and in any spelling, it is marked; so it is by a mark on a field around
#   it, or by marks on all that it consists of.
# scope: package
# custom:
#   id: pii_handling/domain_pii_unmarked
#   severity: error
#   scope: contract
#   mandatory: true
#   message: "Field `{field}` holds personal data according to its domain, and is not marked"
#   remediation: >-
#     Add `is_pii: true` and a `pii_category` to the field.
#   controls:
#     gdpr: [{id: "4(1)", relation: supports}, {id: "30(1)(c)", relation: supports}]
#     ccpa: [{id: "1798.110", relation: supports}, {id: "1798.130(a)(5)", relation: partial}]
#     iso27001: [{id: A.5.13, relation: partial}, {id: A.5.34, relation: supports}]
#     soc2: [{id: P3.1, relation: supports}, {id: C1.1, relation: partial}]
#     nist80053: [{id: PM-5(1), relation: supports}, {id: PT-2, relation: partial}]
#     cdmc: [{id: "6", relation: supports}, {id: "8", relation: partial}]
#   examples:
#     pass:
#       - title: The fields of the list are marked
#         new: {}
#         parameters: {access_control: {pii_fields: [customer_email, customer_phone]}}
#       - title: The domain lists none
#         new: {schema: {fields: [{name: customer_email, type: string}]}}
#       - title: No field has a name of the list
#         new: {schema: {fields: [{name: customer_email_domain, type: string}]}}
#         parameters: {access_control: {pii_fields: [customer_email, email]}}
#       - title: A field around it is marked
#         new:
#           schema:
#             fields: [{name: customer, type: struct, is_pii: true, fields: [{name: email, type: string}]}]
#         parameters: {access_control: {pii_fields: [email]}}
#       - title: All that it consists of is marked
#         new:
#           schema:
#             fields:
#               - name: address
#                 type: struct
#                 fields:
#                   - {name: street, type: string, is_pii: true}
#                   - {name: place, type: struct, fields: [{name: city, type: string, is_pii: true}]}
#         parameters: {access_control: {pii_fields: [address]}}
#     fail:
#       - title: Other spellings of the name
#         new:
#           schema:
#             fields:
#               - {name: customerEmail, type: string}
#               - {name: CUSTOMER-PHONE, type: string, is_pii: false}
#         parameters: {access_control: {pii_fields: [customer_email, Customer.Phone]}}
#         findings:
#           - {path: [schema, fields, CUSTOMER-PHONE, is_pii], args: {field: CUSTOMER-PHONE}}
#           - {path: [schema, fields, customerEmail, is_pii], args: {field: customerEmail}}
#       - title: Inside another field, and inside an array
#         new:
#           schema:
#             fields:
#               - {name: customer, type: struct, fields: [{name: email, type: string}]}
#               - name: guests
#                 type: array
#                 items: {type: struct, fields: [{name: badge, type: string}]}
#         parameters: {access_control: {pii_fields: [customer.email, badge]}}
#         findings:
#           - {path: [schema, fields, customer, email, is_pii], args: {field: customer.email}}
#           - {path: [schema, fields, guests, element, badge, is_pii], args: {field: guests.element.badge}}
#       - title: A boolean, and a field with a category only
#         new:
#           schema:
#             fields: [{name: vip, type: boolean}, {name: note, type: string, pii_category: health}]
#         parameters: {access_control: {pii_fields: [vip, note]}}
#         findings:
#           - {path: [schema, fields, note, is_pii], args: {field: note}}
#           - {path: [schema, fields, vip, is_pii], args: {field: vip}}
#       - title: One of the parts that it consists of is not marked
#         new:
#           schema:
#             fields:
#               - name: address
#                 type: struct
#                 fields: [{name: street, type: string, is_pii: true}, {name: city, type: string}]
#         parameters: {access_control: {pii_fields: [address]}}
#         findings: [{path: [schema, fields, address, is_pii], args: {field: address}}]
package meshgov.global.pii_handling.domain_pii_unmarked

import data.meshgov.lib.columns
import data.meshgov.lib.names

default applicable := false

applicable if count(_listed) > 0

findings contains {"path": array.concat(column.path, ["is_pii"]), "args": columns.args(column)} if {
	some column in _listed
	not columns.covered(column)
	not _consists_of_marked(column)
}

_listed := names.columns(input.parameters.access_control.pii_fields)

_consists_of_marked(column) if {
	parts := columns.inside(column)
	count(parts) > 0
	every part in parts {
		_has_parts_or_mark(part)
	}
}

_has_parts_or_mark(part) if columns.covered(part)

_has_parts_or_mark(part) if count(columns.inside(part)) > 0
