# METADATA
# title: A team owns the product
# description: >-
#   Somebody has to answer for the data: fix it, approve access to it, announce its end. A contact without a
#   team is an address, and nobody's duty. A word for nobody, such as tbd or none, is no team.
# scope: package
# custom:
#   id: ownership/owner_missing
#   severity: error
#   scope: contract
#   message: "No team owns `{name}`"
#   remediation: Add `owner.team` with the name of the accountable team.
#   controls:
#     gdpr: [{id: "5(2)", relation: partial}, {id: "24", relation: partial}, {id: "30(1)(a)", relation: partial}]
#     iso27001: [{id: A.5.2, relation: supports}, {id: A.5.9, relation: supports}]
#     soc2: [{id: CC1.3, relation: supports}, {id: CC1.5, relation: partial}]
#     nist80053: [{id: PM-23, relation: partial}]
#     cdmc: [{id: "2", relation: supports}]
#     bcbs239: [{id: P1, relation: supports}]
#   examples:
#     pass:
#       - title: A team is named
#         new: {owner: {contact: null, slack: null}}
#     fail:
#       - title: No owner
#         new: {owner: null}
#         findings: [{path: [owner], args: {name: sales_orders}}]
#       - title: A contact, but no team
#         new: {owner: {team: null}}
#         findings: [{path: [owner], args: {name: sales_orders}}]
#       - title: A word for nobody
#         new: {owner: {team: T.B.D.}}
#         findings: [{path: [owner], args: {name: sales_orders}}]
#       - title: A sign in place of a name
#         new: {owner: {team: " - "}}
#         findings: [{path: [owner], args: {name: sales_orders}}]
package meshgov.platform.ownership.owner_missing

import data.meshgov.lib.text

applicable := true

findings contains {"path": ["owner"], "args": {"name": input.contract.name}} if not _owned

_owned if {
	team := input.contract.owner.team
	not text.denies(team)
}
