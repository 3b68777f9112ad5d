# METADATA
# title: Consumers know whom to ask for access and deletion
# description: >-
#   Where the CCPA holds for a product (its contract says so under `privacy.regulations`, or the organisation
#   does with the parameter `regulations`), the people behind its data may ask what is held about them and
#   have it deleted. Without a contact nobody receives such a request.
# scope: package
# custom:
#   id: pii_handling/consumer_rights_missing
#   severity: error
#   scope: contract
#   mandatory: true
#   message: "`{name}` holds personal data under the CCPA, and names no contact for access and deletion"
#   remediation: Add `privacy.contact`, an address that answers requests for access and deletion.
#   controls:
#     ccpa: [{id: "1798.105", relation: partial}, {id: "1798.106", relation: partial}, {id: "1798.110", relation: partial}]
#     gdpr: [{id: "17", relation: partial}]
#     iso27001: [{id: A.5.34, relation: partial}]
#     soc2: [{id: P4.3, relation: partial}]
#     nist80053: [{id: SI-18, relation: partial}]
#     cdmc: [{id: "8", relation: partial}]
#   examples:
#     pass:
#       - title: A contact is named
#         new: {}
#       - title: No personal data
#         new: {privacy: {contact: null}, schema: {fields: [{name: id, type: string}]}}
#       - title: The CCPA does not hold
#         new: {privacy: {regulations: [gdpr], contact: null}}
#     fail:
#       - title: No contact; that of the owner answers for the product, not to consumers
#         new: {privacy: {contact: null}}
#         findings: [{path: [privacy, contact], args: {name: sales_orders}}]
#       - title: A word for nothing, and the law by its later name
#         new: {privacy: {regulations: [CPRA], contact: n/a}}
#         findings: [{path: [privacy, contact]}]
#       - title: The organisation says that the CCPA holds
#         new: {privacy: null}
#         parameters: {pii_handling: {regulations: [ccpa]}}
#         findings: [{path: [privacy, contact]}]
package meshgov.global.pii_handling.consumer_rights_missing

import data.meshgov.lib.columns
import data.meshgov.lib.privacy
import data.meshgov.lib.text

default applicable := false

applicable if {
	privacy.ccpa
	count(columns.personal) > 0
}

findings contains {"path": ["privacy", "contact"], "args": {"name": input.contract.name}} if {
	applicable
	not _named
}

_named if {
	said := input.contract.privacy.contact
	not text.denies(said)
}
