# METADATA
# title: Each domain has a storage prefix of its own
# description: >-
#   Where products of several domains lie in one place, nobody can grant, count, move or delete what belongs
#   to one domain without touching the others. A product is at home below a prefix in which only products of
#   its domain lie: a bucket of the domain, a folder of the domain, or a last step that carries the domain's
#   name. Steps that tell versions, partitions and file formats apart don't count.
# scope: package
# custom:
#   id: storage/monolithic_location
#   severity: warning
#   scope: fleet
#   message: "`{prefix}` holds products of {number} domains ({domains}), and none of it belongs to `{domain}` alone"
#   remediation: >-
#     Move the product below a prefix that only its domain uses, such as `s3://lake/<domain>/<product>`, or
#     into a bucket or database of the domain.
#   controls:
#     iso27001: [{id: A.8.3, relation: partial}]
#     soc2: [{id: CC6.1, relation: partial}]
#     nist80053: [{id: AC-6, relation: partial}]
#   examples:
#     pass:
#       - title: A prefix per domain below one root
#         new: {domain: sales, schema: {location: s3://lake/sales/orders/}, ports: []}
#         fleet:
#           - {name: returns, domain: sales, schema: {location: "s3://lake/sales/returns"}, ports: []}
#           - {name: ledger, domain: finance, schema: {location: "s3://lake/finance/ledger"}, ports: []}
#       - title: Prefixes with other names than the domains
#         new: {domain: customer success, schema: {location: "s3://lake/cs/accounts/v1"}, ports: []}
#         fleet: [{name: ledger, domain: finance, schema: {location: "s3://lake/fin/ledger/v2"}}]
#       - title: A bucket per domain
#         new: {domain: sales, schema: {location: "s3://one/v1"}, ports: []}
#         fleet: [{name: ledger, domain: finance, schema: {location: "s3://other/v1"}}]
#       - title: The last step carries the name of the domain
#         new: {domain: sales, schema: {location: "s3://lake/sales"}, ports: []}
#         fleet:
#           - {name: ledger, domain: finance, schema: {location: "s3://lake/Finance_ledger/v1/"}, ports: []}
#           - {name: topic, domain: web shop, schema: {location: "s3://lake/raw.web-shop.clicks"}, ports: []}
#       - title: A schema per domain in one database
#         new: {domain: sales, schema: {location: warehouse.sales.orders}, ports: []}
#         fleet: [{name: ledger, domain: finance, schema: {location: Warehouse.finance.ledger}}]
#       - title: All products of one domain in one place
#         new: {domain: sales, schema: {location: "s3://lake/all"}, ports: []}
#         fleet: [{name: returns, domain: Sales, schema: {location: "s3://lake/all"}}]
#       - title: Nothing is said about one of the two
#         new: {domain: sales, schema: {location: TBD}, ports: []}
#         fleet:
#           - {name: a, domain: finance, schema: {location: tbd}, ports: []}
#           - {name: b, domain: null, schema: {location: "s3://lake/a"}, ports: []}
#           - {name: c, domain: finance, schema: null, ports: []}
#       - title: An address to call is no storage
#         new: {domain: sales, ports: [{name: api, type: rest, location: "https://api.example.com/orders"}]}
#         fleet:
#           - name: ledger
#             domain: finance
#             schema: {location: "s3://finance/ledger"}
#             ports: [{name: api, type: rest, location: "https://api.example.com/ledger"}]
#     fail:
#       - title: Products of two domains side by side below one root
#         new: {domain: sales, schema: {location: "s3://lake/orders/v1"}, ports: []}
#         fleet:
#           - {name: ledger, domain: finance, schema: {location: "s3a://LAKE/ledger/v2"}, ports: []}
#           - {name: stock, domain: product, schema: {location: "s3://lake/product/stock"}, ports: []}
#         findings:
#           - contract: new.yaml
#             path: [schema, location]
#             args: {prefix: "s3://lake", number: 3, domains: [finance, product, sales], domain: sales}
#           - contract: fleet/1.yaml
#             path: [schema, location]
#             args: {prefix: "s3://lake", number: 3, domains: [finance, product, sales], domain: finance}
#       - title: One place for two domains
#         new: {domain: sales, schema: {location: "s3://lake/sales/orders"}, ports: []}
#         fleet: [{name: ledger, domain: finance, schema: {location: "s3://lake/sales/orders/"}, ports: []}]
#         findings:
#           - contract: new.yaml
#             path: [schema, location]
#             args: {prefix: "s3://lake/sales/orders", number: 2, domains: [finance, sales], domain: sales}
#           - {contract: fleet/1.yaml, path: [schema, location]}
#       - title: A product that claims the whole root
#         new: {domain: sales, schema: {location: "s3://lake/"}, ports: []}
#         fleet: [{name: ledger, domain: finance, schema: {location: "s3://lake/finance/ledger"}, ports: []}]
#         findings:
#           - contract: new.yaml
#             path: [schema, location]
#             args: {prefix: "s3://lake", number: 2, domains: [finance, sales], domain: sales}
#       - title: One schema of a database, and a port that publishes files
#         new:
#           domain: sales
#           schema: {location: warehouse.public.orders}
#           ports: [{name: files, type: files, location: /exports/orders}]
#         fleet:
#           - name: ledger
#             domain: finance
#             schema: {location: warehouse.PUBLIC.ledger}
#             ports: [{name: files, type: files, location: /exports/ledger}]
#         findings:
#           - {contract: new.yaml, path: [ports, files, location]}
#           - contract: new.yaml
#             path: [schema, location]
#             args: {prefix: warehouse.public, number: 2, domains: [finance, sales], domain: sales}
#           - {contract: fleet/1.yaml, path: [ports, files, location]}
#           - {contract: fleet/1.yaml, path: [schema, location]}
package meshgov.platform.storage.monolithic_location

import data.meshgov.lib.fleet

applicable contains record.path if {
	some record in input.fleet
	record.domain
	count(record.locations) > 0
}

findings contains {"contract": record.path, "path": place.path, "args": args} if {
	some record in input.fleet
	domain := fleet.key(record.domain)
	some place in record.locations
	prefix := _shared(domain, place.prefixes)
	args := object.union({"prefix": prefix, "domain": record.domain}, _words[prefix])
}

# The innermost prefix that other domains use too, of a place that has none of its own.
_shared(_, prefixes) := own if {
	own := prefixes[count(prefixes) - 1]
	_words[own]
}

_shared(domain, prefixes) := around if {
	number := count(prefixes)
	own := prefixes[number - 1]
	not _words[own]
	around := prefixes[number - 2]
	_words[around]
	last := fleet.key(trim_prefix(own, around))
	not contains(_separated(last), _separated(domain))
}

# Between separators, so that a name is found as a whole; `/` stands before the last step of a path.
_separated(name) := replace(concat("", ["_", name, "_"]), "/", "_")

# Prefixes in which products of several domains lie.
_words := {prefix: words |
	some prefix, domains in _domains
	count(domains) > 1
	words := {"number": count(domains), "domains": fleet.some_of(domains)}
}

_domains := fleet.grouped({[prefix, domain] |
	some record in input.fleet
	domain := fleet.key(record.domain)
	some place in record.locations
	some prefix in place.prefixes
})
