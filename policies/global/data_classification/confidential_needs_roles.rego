# METADATA
# title: Confidential data names the roles that may read it
# description: >-
#   From the label `roles_from` on (confidential, unless the organisation says otherwise) specific roles read
#   a product. A domain as a whole, a star, or a word such as everyone or none is no role.
# scope: package
# custom:
#   id: data_classification/confidential_needs_roles
#   severity: error
#   scope: contract
#   mandatory: true
#   message: "`{name}` is {label}, and no role is named that may read it"
#   remediation: Add each role that needs the data to `access.read`, such as `- role` with the name `sales_analyst`.
#   controls:
#     gdpr: [{id: "25(2)", relation: supports}, {id: "32(1)(b)", relation: partial}]
#     iso27001: [{id: A.5.15, relation: supports}, {id: A.8.3, relation: supports}, {id: A.5.12, relation: partial}]
#     soc2: [{id: CC6.1, relation: partial}, {id: CC6.3, relation: supports}]
#     nist80053: [{id: AC-3, relation: partial}, {id: AC-6, relation: supports}]
#     cdmc: [{id: "7", relation: supports}]
#   examples:
#     pass:
#       - title: Two roles are named
#         new: {}
#       - title: A role beside a domain
#         new: {access: {read: [{domain: finance}, {role: analyst}]}}
#       - title: A bare name is a role
#         new: {access: {read: [analyst]}}
#       - title: Anybody in the organisation may read internal data
#         new: {classification: internal, access: {read: null}}
#     fail:
#       - title: No reader is named
#         new: {access: {read: []}}
#         findings: [{path: [access, read], args: {name: sales_orders, label: confidential}}]
#       - title: The contract does not speak of access
#         new: {classification: restricted, access: null}
#         findings: [{path: [access, read], args: {name: sales_orders, label: restricted}}]
#       - title: A domain is not a role
#         new: {access: {read: [{domain: finance}]}}
#         findings: [{path: [access, read]}]
#       - title: Everyone is not a role
#         new: {access: {read: ["*", {role: Everyone}, {role: "**"}, "role:all"]}}
#         findings: [{path: [access, read]}]
#       - title: None is not a role
#         new: {access: {read: [{role: none}, tbd]}}
#         findings: [{path: [access, read]}]
#       - title: The most protected label, where no label is called confidential
#         new: {classification: C3, access: {read: null}}
#         parameters: {data_classification: {labels: [C1, C2, C3]}}
#         findings: [{path: [access, read]}]
package meshgov.global.data_classification.confidential_needs_roles

import data.meshgov.lib.access
import data.meshgov.lib.labels

default applicable := false

applicable if labels.reaches(input.contract.classification, input.parameters.data_classification.roles_from)

findings contains {
	"path": ["access", "read"],
	"args": {"name": input.contract.name, "label": input.contract.classification},
} if {
	applicable
	count(access.roles) == 0
}
