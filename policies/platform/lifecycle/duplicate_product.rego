# METADATA
# title: One contract per product and major version
# description: >-
#   A product is known by its name, and consumers choose a major version of it. Where two contracts claim the
#   same name and major version, nobody knows which one holds. Letter case and outer spaces make no other
#   name; versions that begin with no number count as one.
# scope: package
# custom:
#   id: lifecycle/duplicate_product
#   severity: error
#   scope: fleet
#   message: "{number} contracts claim `{name}` {version}; also {others}"
#   remediation: >-
#     Give one of them another name or the next major version, or delete it. Keep past versions outside of the
#     folders that are checked together.
#   controls:
#     iso27001: [{id: A.5.9, relation: partial}, {id: A.8.9, relation: partial}]
#     soc2: [{id: CC8.1, relation: partial}]
#     nist80053: [{id: CM-8, relation: partial}]
#     cdmc: [{id: "1", relation: partial}]
#   examples:
#     pass:
#       - title: Two major versions live side by side
#         new: {version: "1.9.3"}
#         fleet: [{version: "2.0.0"}, {version: "10.0.0"}]
#       - title: Other names
#         new: {name: orders}
#         fleet: [{name: sales_orders}, {name: orders_v1}]
#     fail:
#       - title: The same major version twice
#         new: {name: orders, version: "1.4.0"}
#         fleet: [{name: orders, version: "1.5.0", domain: finance}, {name: orders, version: "2.0.0"}]
#         findings:
#           - contract: new.yaml
#             path: [name]
#             args: {name: orders, version: in major version 1, number: 2, others: [fleet/1.yaml]}
#           - contract: fleet/1.yaml
#             path: [name]
#             args: {name: orders, version: in major version 1, number: 2, others: [new.yaml]}
#       - title: Another spelling is no other product
#         new: {name: orders, version: 1.5}
#         fleet: [{name: " Orders", version: v1}, {name: ORDERS, version: "1"}]
#         findings:
#           - contract: new.yaml
#             path: [name]
#             args: {name: orders, version: in major version 1, number: 3, others: [fleet/1.yaml, fleet/2.yaml]}
#           - {contract: fleet/1.yaml, path: [name]}
#           - {contract: fleet/2.yaml, path: [name]}
#       - title: Versions that can't be read
#         new: {name: orders, version: null}
#         fleet: [{name: orders, version: latest}, {name: orders, version: "1.0.0"}]
#         findings:
#           - contract: new.yaml
#             path: [name]
#             args: {name: orders, version: without a version that can be read, number: 2, others: [fleet/1.yaml]}
#           - {contract: fleet/1.yaml, path: [name]}
package meshgov.platform.lifecycle.duplicate_product

import data.meshgov.lib.fleet

applicable := true

findings contains {"contract": record.path, "path": ["name"], "args": args} if {
	some record in input.fleet
	claimed := _claimed[_claim(record)]
	args := {
		"name": record.name,
		"version": _version(record),
		"number": claimed.number,
		"others": array.slice([path | some path in claimed.first; path != record.path], 0, 3),
	}
}

# One more than is told, so that each contract can leave itself out.
_claimed := {claim: claimed |
	some claim, paths in _paths
	count(paths) > 1
	claimed := {"number": count(paths), "first": array.slice(paths, 0, 4)}
}

_paths := fleet.grouped({[_claim(record), record.path] | some record in input.fleet})

# No name holds a line break and a number after it.
_claim(record) := concat("\n", [lower(trim_space(record.name)), _version(record)])

_version(record) := concat("", ["in major version ", format_int(record.major, 10)]) if record.major

_version(record) := "without a version that can be read" if not record.major
