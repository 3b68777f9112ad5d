# METADATA
# title: A product says whom to ask
# description: >-
#   Consumers who find wrong numbers need an address today, not the name of a team that they have to look up.
#   So `owner.contact` names at least one. A chat channel is read by those who are in it, and does not replace
#   it; a word for nothing, such as tbd, is no address.
# scope: package
# custom:
#   id: ownership/contact_missing
#   severity: warning
#   scope: contract
#   message: "`{name}` names no contact"
#   remediation: Add `owner.contact` with the address of those who answer for the product.
#   controls:
#     gdpr: [{id: "30(1)(a)", relation: partial}]
#     iso27001: [{id: A.5.2, relation: partial}]
#     soc2: [{id: CC1.3, relation: partial}]
#     nist80053: [{id: PM-23, relation: partial}]
#     cdmc: [{id: "2", relation: partial}]
#     bcbs239: [{id: P1, relation: partial}]
#   examples:
#     pass:
#       - title: One address
#         new: {}
#       - title: Several, one of which is not known yet
#         new: {owner: {contact: [tbd, sales-data@example.com]}}
#     fail:
#       - title: A team without an address
#         new: {owner: {contact: null, slack: null}}
#         findings: [{path: [owner, contact], args: {name: sales_orders}}]
#       - title: A channel is no address
#         new: {owner: {contact: []}}
#         findings: [{path: [owner, contact]}]
#       - title: No owner at all
#         new: {owner: null}
#         findings: [{path: [owner, contact]}]
#       - title: Words for nothing
#         new: {owner: {contact: [N/A, "-", To be defined]}}
#         findings: [{path: [owner, contact]}]
package meshgov.platform.ownership.contact_missing

import data.meshgov.lib.text

applicable := true

findings contains {"path": ["owner", "contact"], "args": {"name": input.contract.name}} if not _reachable

_reachable if {
	some contact in input.contract.owner.contact
	not text.denies(contact)
}
