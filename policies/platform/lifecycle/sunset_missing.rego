# METADATA
# title: A deprecated product names its end and its successor
# description: >-
#   A deprecation asks consumers to leave. Without the day they cannot plan it, and without a replacement they
#   do not know where to go.
# scope: package
# custom:
#   id: lifecycle/sunset_missing
#   severity: warning
#   scope: contract
#   message: "`{name}` is deprecated without {missing}"
#   remediation: >-
#     Set `deprecation.sunset` to the last day on which the product may be read, and `deprecation.replaced_by`
#     to the product that takes its place.
#   controls:
#     iso27001: [{id: A.8.32, relation: partial}]
#     soc2: [{id: CC2.1, relation: partial}, {id: CC8.1, relation: partial}]
#     nist80053: [{id: CM-3, relation: partial}, {id: SA-5, relation: partial}]
#     cdmc: [{id: "14", relation: partial}]
#   examples:
#     pass:
#       - title: Both are named
#         new: {status: deprecated, deprecation: {sunset: "2027-06-30", replaced_by: web_orders}}
#       - title: A product that stays
#         new: {}
#     fail:
#       - title: Only the status says it
#         new: {status: Deprecated}
#         findings: [{path: [deprecation, sunset], args: {name: sales_orders, missing: a sunset and a replacement}}]
#       - title: No sunset
#         new: {deprecation: {announced: "2026-11-01", replaced_by: web_orders}}
#         findings: [{path: [deprecation, sunset], args: {name: sales_orders, missing: a sunset}}]
#       - title: No replacement
#         new: {deprecation: {sunset: "2027-06-30"}}
#         findings: [{path: [deprecation, replaced_by], args: {name: sales_orders, missing: a replacement}}]
package meshgov.platform.lifecycle.sunset_missing

default applicable := false

applicable if lower(input.contract.status) == "deprecated"

applicable if input.contract.deprecation

# One finding, at the first that is missing.
findings contains {"path": ["deprecation", key], "args": {"name": input.contract.name, "missing": words}} if {
	applicable
	some {"key": key, "words": words} in _missing
}

_missing contains {"key": "sunset", "words": "a sunset and a replacement"} if {
	not input.contract.deprecation.sunset
	not input.contract.deprecation.replaced_by
}

_missing contains {"key": "sunset", "words": "a sunset"} if {
	not input.contract.deprecation.sunset
	input.contract.deprecation.replaced_by
}

_missing contains {"key": "replaced_by", "words": "a replacement"} if {
	input.contract.deprecation.sunset
	not input.contract.deprecation.replaced_by
}
