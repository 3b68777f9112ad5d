# METADATA
# title: Only its own domain writes a product
# description: >-
#   A product has one domain that answers for its content, so nobody else writes it. A grant to another
#   domain, to everybody (a star, or one of the words in `everyone`), or to names that begin with a star is
#   outside. With a registry of domains, a role, group or user is taken to be of the domain whose name its
#   own name begins with, behind words that only say what it is (`kind_words`) - svc-finance-loader is of
#   finance, and the longest name of a domain counts. Names without a domain are not judged.
# scope: package
# custom:
#   id: access_control/write_outside_domain
#   severity: error
#   scope: contract
#   message: "`{name}` may be written by {who} ({grant})"
#   remediation: >-
#     Take the grant out of `access.write`. Data of another domain belongs in a product of that domain, which
#     this one reads.
#   controls:
#     gdpr: [{id: "32(1)(b)", relation: partial}, {id: "25(2)", relation: partial}]
#     iso27001: [{id: A.5.15, relation: supports}, {id: A.8.3, relation: partial}]
#     soc2: [{id: CC6.1, relation: partial}, {id: CC6.3, relation: supports}]
#     nist80053: [{id: AC-3, relation: partial}, {id: AC-6, relation: supports}]
#     cdmc: [{id: "7", relation: partial}]
#     sox: [{id: ITGC-ACCESS, relation: partial}]
#   examples:
#     pass:
#       - title: A role of the domain writes
#         new: {}
#         organization: {sales: {}, finance: {}}
#       - title: The domain itself writes, however it is spelled
#         new: {domain: customer_care, access: {write: [{domain: Customer-Care}]}}
#       - title: Nobody writes
#         new: {access: {write: []}}
#       - title: A name that is of no domain
#         new: {access: {write: [{role: etl}, {user: "loader@example.com"}, {role: product_owner}]}}
#         organization: {sales: {}, product: {}}
#       - title: Reading is another matter
#         new: {access: {read: ["*", {domain: finance}]}}
#       - title: Without a registry a role tells nothing
#         new: {access: {write: [{role: finance_loader}]}}
#       - title: The longest name counts
#         new: {domain: sales_emea, access: {write: [{role: sales_emea_loader}]}}
#         organization: {sales: {}, sales_emea: {}}
#     fail:
#       - title: Another domain writes
#         new: {access: {write: [{domain: finance}, {domain: sales}]}}
#         findings:
#           - path: [access, write, "domain:finance"]
#             args: {name: sales_orders, who: the domain finance, grant: "domain:finance"}
#       - title: Everybody writes
#         new: {access: {write: "*"}}
#         findings: [{path: [access, write, "*"], args: {name: sales_orders, who: everybody, grant: "*"}}]
#       - title: Everybody in other words
#         new: {access: {write: [{role: PUBLIC}, {group: all-users}, {domain: "*"}, {role: "*_writer"}]}}
#         findings:
#           - {path: [access, write, "domain:*"], args: {name: sales_orders, who: everybody, grant: "domain:*"}}
#           - {path: [access, write, "group:all-users"]}
#           - path: [access, write, "role:*_writer"]
#             args: {name: sales_orders, who: principals of any domain, grant: "role:*_writer"}
#           - {path: [access, write, "role:PUBLIC"]}
#       - title: Roles, groups and users of another domain
#         new: {access: {write: [finance, {role: FinanceWriter}, {group: svc-finance}, {user: finance@example.com}]}}
#         organization: {sales: {}, finance: {}}
#         findings:
#           - {path: [access, write, "group:svc-finance"]}
#           - {path: [access, write, "role:FinanceWriter"]}
#           - {path: [access, write, "role:finance"]}
#           - {path: [access, write, "user:finance@example.com"], args: {name: sales_orders, who: the domain finance, grant: "user:finance@example.com"}}
#       - title: A contract without a domain has no domain that may write
#         new: {domain: null, access: {write: [{domain: sales}, {role: sales_pipeline}]}}
#         organization: {sales: {}}
#         findings: [{path: [access, write, "domain:sales"]}]
package meshgov.domain.access_control.write_outside_domain

import data.meshgov.lib.grants

default applicable := false

applicable if count(input.contract.access.write) > 0

findings contains {
	"path": ["access", "write", grants.shown(grant)],
	"args": {"name": input.contract.name, "who": who, "grant": grants.shown(grant)},
} if {
	some grant in input.contract.access.write
	who := grants.outside(grant)
}
