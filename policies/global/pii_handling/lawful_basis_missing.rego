# METADATA
# title: Personal data has a lawful basis and a purpose
# description: >-
#   Where the GDPR holds for a product (its contract says so under `privacy.regulations`, or the organisation
#   does with the parameter `regulations`), nobody may process personal data without one of the bases of the
#   law and without a purpose. Words such as none or tbd are neither.
# scope: package
# custom:
#   id: pii_handling/lawful_basis_missing
#   severity: error
#   scope: contract
#   mandatory: true
#   message: "`{name}` holds personal data under the GDPR, and declares no {missing}"
#   remediation: >-
#     Declare `privacy.lawful_basis` (consent, contract, legal obligation, vital interests, public task or
#     legitimate interests) and `privacy.purpose`.
#   controls:
#     gdpr: [{id: "5(2)", relation: supports}, {id: "30", relation: supports}]
#     iso27001: [{id: A.5.34, relation: supports}]
#     soc2: [{id: P3.1, relation: partial}]
#     nist80053: [{id: PT-2, relation: supports}, {id: PT-3, relation: supports}]
#     cdmc: [{id: "8", relation: partial}]
#   examples:
#     pass:
#       - title: Both are declared
#         new: {}
#       - title: No personal data
#         new: {privacy: {lawful_basis: null}, schema: {fields: [{name: id, type: string}]}}
#       - title: The GDPR does not hold
#         new: {privacy: {regulations: [ccpa], lawful_basis: null, purpose: null}}
#       - title: Nobody says which law holds
#         new: {privacy: null}
#     fail:
#       - title: No lawful basis
#         new: {privacy: {lawful_basis: null}}
#         findings: [{path: [privacy, lawful_basis], args: {name: sales_orders, missing: lawful basis}}]
#       - title: Neither, and another spelling of the law
#         new: {privacy: {lawful_basis: " ", purpose: null, regulations: [EU-GDPR]}}
#         findings:
#           - {path: [privacy, lawful_basis], args: {name: sales_orders, missing: lawful basis}}
#           - {path: [privacy, purpose], args: {name: sales_orders, missing: purpose}}
#       - title: Words for nothing
#         new: {privacy: {lawful_basis: None, purpose: t.b.d. (TBD)}}
#         findings: [{path: [privacy, lawful_basis]}]
#       - title: The organisation says that the GDPR holds
#         new: {privacy: null}
#         parameters: {pii_handling: {regulations: [GDPR]}}
#         findings: [{path: [privacy, lawful_basis]}, {path: [privacy, purpose]}]
#       - title: An empty list does not undo what the organisation says
#         new: {privacy: {regulations: [], purpose: n/a}}
#         parameters: {pii_handling: {regulations: [dsgvo]}}
#         findings: [{path: [privacy, purpose], args: {name: sales_orders, missing: purpose}}]
package meshgov.global.pii_handling.lawful_basis_missing

import data.meshgov.lib.columns
import data.meshgov.lib.privacy
import data.meshgov.lib.text

default applicable := false

applicable if {
	privacy.gdpr
	count(columns.personal) > 0
}

findings contains {
	"path": ["privacy", key],
	"args": {"name": input.contract.name, "missing": missing},
} if {
	applicable
	some key, missing in {"lawful_basis": "lawful basis", "purpose": "purpose"}
	not _declared(key)
}

_declared(key) if {
	said := input.contract.privacy[key]
	not text.denies(said)
}
