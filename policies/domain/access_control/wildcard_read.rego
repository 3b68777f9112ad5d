# METADATA
# title: Confidential data is not open to everybody
# description: >-
#   From the label on from which specific roles read a product (`data_classification.roles_from`, confidential
#   unless the organisation says otherwise), nobody is let in by a star or by a word for everybody, such as
#   all, public or all_users (`everyone`). Approval beside it does not close the door.
# scope: package
# custom:
#   id: access_control/wildcard_read
#   severity: error
#   scope: contract
#   message: "`{name}` is {label}, and everybody may read it ({grant})"
#   remediation: Name the roles that need the data in `access.read`, and take the grant to everybody out.
#   controls:
#     gdpr: [{id: "25(2)", relation: supports}, {id: "32(1)(b)", relation: partial}]
#     ccpa: [{id: "1798.100(e)", relation: partial}]
#     iso27001: [{id: A.5.15, relation: supports}, {id: A.8.3, relation: supports}]
#     soc2: [{id: CC6.1, relation: supports}, {id: CC6.3, relation: supports}]
#     nist80053: [{id: AC-3, relation: partial}, {id: AC-6, relation: supports}]
#     cdmc: [{id: "7", relation: supports}]
#   examples:
#     pass:
#       - title: Roles are named
#         new: {}
#       - title: Everybody reads internal data
#         new: {classification: internal, access: {read: "*"}}
#       - title: Everybody in a domain is not everybody
#         new: {access: {read: [{domain: finance}, {role: sales_*}, {role: all_analysts}]}}
#       - title: Nobody reads
#         new: {access: {read: null}}
#       - title: A missing label is the matter of another rule
#         new: {classification: null, access: {read: "*"}}
#     fail:
#       - title: A star beside a role
#         new: {access: {read: ["*", {role: analyst}]}}
#         findings: [{path: [access, read, "*"], args: {name: sales_orders, label: confidential, grant: "*"}}]
#       - title: Restricted data, with approval
#         new: {classification: restricted, access: {approval: true, read: "*"}}
#         findings: [{path: [access, read, "*"], args: {name: sales_orders, label: restricted, grant: "*"}}]
#       - title: Everybody in other words
#         new: {access: {read: [{role: "*"}, {group: All Users}, {role: public}, everyone, {domain: "*"}]}}
#         findings:
#           - {path: [access, read, "domain:*"]}
#           - {path: [access, read, "group:All Users"]}
#           - {path: [access, read, "role:*"]}
#           - {path: [access, read, "role:everyone"]}
#           - {path: [access, read, "role:public"]}
#       - title: Another letter case hides nothing
#         new: {classification: Confidential, access: {read: "*"}}
#         findings: [{path: [access, read, "*"]}]
#       - title: The most protected label, where no label is called confidential
#         new: {classification: red, access: {read: "*"}}
#         parameters: {data_classification: {labels: [green, red]}}
#         findings: [{path: [access, read, "*"]}]
package meshgov.domain.access_control.wildcard_read

import data.meshgov.lib.grants
import data.meshgov.lib.labels

default applicable := false

applicable if labels.reaches(input.contract.classification, input.parameters.data_classification.roles_from)

findings contains {
	"path": ["access", "read", grants.shown(grant)],
	"args": {"name": input.contract.name, "label": input.contract.classification, "grant": grants.shown(grant)},
} if {
	applicable
	some grant in input.contract.access.read
	grants.everyone(grant)
}
