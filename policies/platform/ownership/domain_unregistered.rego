# METADATA
# title: The domain of a product is registered
# description: >-
#   The registry (`organization.yaml`) says which domains there are and who leads them. A product of a domain
#   that nobody registered escapes what its domain would demand of it, so a name has to be spelled exactly as
#   there. A product without a domain belongs to nobody. Without a registry there is nothing to compare.
# scope: package
# custom:
#   id: ownership/domain_unregistered
#   severity: error
#   scope: contract
#   message: "`{name}` names {domain}, and the registry has {known}"
#   remediation: >-
#     Set `domain` to one of the registered domains, spelled as there, or register the domain in
#     `organization.yaml`.
#   controls:
#     iso27001: [{id: A.5.2, relation: partial}, {id: A.5.9, relation: supports}]
#     soc2: [{id: CC1.3, relation: supports}]
#     nist80053: [{id: PM-23, relation: partial}, {id: CM-8, relation: partial}]
#     cdmc: [{id: "2", relation: supports}]
#     bcbs239: [{id: P1, relation: partial}]
#   examples:
#     pass:
#       - title: The domain is registered
#         new: {}
#         organization: {finance: {}, sales: {}}
#       - title: There is no registry
#         new: {domain: atlantis}
#     fail:
#       - title: Nobody registered it
#         new: {domain: atlantis}
#         organization: {finance: {}, sales: {}}
#         findings:
#           - {path: [domain], args: {name: sales_orders, domain: the domain atlantis, known: "finance, sales"}}
#       - title: No domain
#         new: {domain: null}
#         organization: {sales: {}}
#         findings: [{path: [domain], args: {name: sales_orders, domain: no domain, known: sales}}]
#       - title: Another letter case is another name
#         new: {domain: Sales}
#         organization: {sales: {}}
#         findings: [{path: [domain], args: {name: sales_orders, domain: the domain Sales, known: sales}}]
#       - title: The registry is empty
#         new: {}
#         organization: {}
#         findings: [{path: [domain], args: {name: sales_orders, domain: the domain sales, known: no domains}}]
#       - title: Of many domains ten are named
#         new: {domain: l}
#         organization: {a: {}, b: {}, c: {}, d: {}, e: {}, f: {}, g: {}, h: {}, i: {}, j: {}, k: {}}
#         findings: [{path: [domain], args: {name: sales_orders, domain: the domain l, known: "a, b, c, d, e, f, g, h, i, j and others"}}]
package meshgov.platform.ownership.domain_unregistered

default applicable := false

applicable if input.registry

findings contains {
	"path": ["domain"],
	"args": {"name": input.contract.name, "domain": _domain, "known": _known},
} if {
	applicable
	not _registered
}

_registered if input.contract.domain in input.registry.domains

_domain := "no domain" if not input.contract.domain

_domain := concat(" ", ["the domain", input.contract.domain])

_sorted := sort(input.registry.domains)

_known := "no domains" if count(_sorted) == 0

_known := concat(", ", _sorted) if count(_sorted) in {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}

_known := concat("", [concat(", ", array.slice(_sorted, 0, 10)), " and others"]) if count(_sorted) > 10
