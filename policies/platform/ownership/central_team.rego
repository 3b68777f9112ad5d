# METADATA
# title: No central team owns the products of many domains
# description: >-
#   In a mesh the people who know the data own it. A team that owns products of many domains knows none of
#   them well, and everybody waits for it. Spellings of a name that differ in letter case, spaces, hyphens,
#   dots or underscores count as one.
# scope: package
# custom:
#   id: ownership/central_team
#   severity: warning
#   scope: fleet
#   message: "The team `{team}` owns products of {number} domains ({domains}), and {most} is the limit"
#   remediation: >-
#     Hand the product over to a team of its domain, and name that one in `owner.team`. Where one team really
#     serves several domains, raise `ownership.domains_per_team` in governance.yaml.
#   controls:
#     iso27001: [{id: A.5.2, relation: partial}]
#     soc2: [{id: CC1.3, relation: partial}]
#     nist80053: [{id: PM-23, relation: partial}]
#     cdmc: [{id: "2", relation: partial}]
#     bcbs239: [{id: P1, relation: partial}]
#   examples:
#     pass:
#       - title: A team of two domains
#         new: {domain: sales, owner: {team: web}}
#         fleet: [{name: leads, domain: marketing, owner: {team: web}}]
#       - title: Each domain has its team
#         new: {domain: sales, owner: {team: sales-data}}
#         fleet:
#           - {name: leads, domain: marketing, owner: {team: marketing-data}}
#           - {name: stock, domain: product, owner: {team: product-data}}
#       - title: Many products of one domain
#         new: {domain: sales}
#         fleet: [{name: a, domain: Sales}, {name: b, domain: "sales "}, {name: c, domain: SALES}]
#       - title: Nobody in particular, which is another rule's concern
#         new: {domain: sales, owner: {team: TBD}}
#         fleet: [{name: a, domain: b, owner: {team: TBD}}, {name: b, domain: c, owner: {team: TBD}}]
#       - title: Products without a domain or an owner
#         new: {domain: null}
#         fleet: [{name: a, domain: b}, {name: b, domain: c}, {name: c, domain: d, owner: null}]
#       - title: The organisation allows more
#         parameters: {ownership: {domains_per_team: 3}}
#         new: {domain: sales}
#         fleet: [{name: a, domain: marketing}, {name: b, domain: finance}]
#     fail:
#       - title: One team for three domains
#         new: {domain: sales, owner: {team: data-platform}}
#         fleet:
#           - {name: leads, domain: marketing, owner: {team: Data Platform}}
#           - {name: ledger, domain: finance, owner: {team: data_platform}}
#           - {name: stock, domain: product, owner: {team: product-data}}
#         findings:
#           - contract: new.yaml
#             path: [owner, team]
#             args: {team: data-platform, number: 3, domains: [finance, marketing, sales], most: 2}
#           - contract: fleet/1.yaml
#             path: [owner, team]
#             args: {team: Data Platform, number: 3, domains: [finance, marketing, sales], most: 2}
#           - contract: fleet/2.yaml
#             path: [owner, team]
#             args: {team: data_platform, number: 3, domains: [finance, marketing, sales], most: 2}
#       - title: The organisation allows less
#         parameters: {ownership: {domains_per_team: 1}}
#         new: {domain: sales, owner: {team: web}}
#         fleet: [{name: leads, domain: marketing, owner: {team: other}}, {name: b, domain: shop, owner: {team: web}}]
#         findings:
#           - contract: new.yaml
#             path: [owner, team]
#             args: {team: web, number: 2, domains: [sales, shop], most: 1}
#           - contract: fleet/2.yaml
#             path: [owner, team]
package meshgov.platform.ownership.central_team

import data.meshgov.lib.fleet
import data.meshgov.lib.text

applicable contains record.path if {
	some record in input.fleet
	record.domain
	record.owner
}

findings contains {"contract": record.path, "path": ["owner", "team"], "args": args} if {
	some record in input.fleet
	record.domain
	found := _central[fleet.key(record.owner)]
	args := object.union({"team": record.owner}, found)
}

_central := {team: args |
	most := input.parameters.ownership.domains_per_team
	some team, domains in _domains
	count(domains) > most
	not text.denies(team)
	args := {"number": count(domains), "domains": fleet.some_of(domains), "most": most}
}

_domains := fleet.grouped({[team, domain] |
	some record in input.fleet
	domain := fleet.key(record.domain)
	domain != ""
	team := fleet.key(record.owner)
})
