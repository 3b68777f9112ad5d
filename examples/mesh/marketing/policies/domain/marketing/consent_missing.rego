# METADATA
# title: Marketing uses personal data with consent only
# description: >-
#   The law knows six bases for personal data. Marketing decided to rely on the first alone, because people
#   who said yes answer, and the others complain.
# scope: package
# custom:
#   id: marketing/consent_missing
#   severity: error
#   scope: contract
#   owner: marketing
#   message: "`{name}` holds personal data, and its lawful basis is not consent"
#   remediation: Set `privacy.lawful_basis` to consent, or take the personal fields out.
#   examples:
#     pass:
#       - title: People said yes
#         new: {domain: marketing, privacy: {lawful_basis: consent}}
#       - title: Nothing personal, so nothing to ask for
#         new: {domain: marketing, privacy: null, schema: {fields: [{name: clicks, type: int}]}}
#     fail:
#       - title: Another basis
#         new: {domain: marketing, privacy: {lawful_basis: legitimate_interests}}
#         findings: [{path: [privacy, lawful_basis], args: {name: sales_orders}}]
#       - title: No basis
#         new: {domain: marketing, privacy: null}
#         findings: [{path: [privacy, lawful_basis]}]
package meshgov.domain.marketing.consent_missing

default applicable := false

applicable if {
	some column in input.columns
	column.is_pii
}

findings contains {"path": ["privacy", "lawful_basis"], "args": {"name": input.contract.name}} if {
	applicable
	not _consent
}

_consent if lower(input.contract.privacy.lawful_basis) == "consent"
