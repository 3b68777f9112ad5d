# METADATA
# title: A deprecated product names its end and its successor
# description: >-
#   A deprecation asks consumers to leave. Without the day they cannot plan it, and without a replacement they
#   do not know where to go. A sunset that is no date is none, and neither is a word for nothing a replacement.
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
#       - title: A sunset that is no date
#         new: {deprecation: {sunset: soon, replaced_by: web_orders}}
#         findings: [{path: [deprecation, sunset], args: {name: sales_orders, missing: a sunset}}]
#       - title: A day that no calendar has
#         new: {deprecation: {sunset: "2027-02-30", replaced_by: web_orders}}
#         findings: [{path: [deprecation, sunset], args: {name: sales_orders, missing: a sunset}}]
#       - title: Words for nothing
#         new: {deprecation: {sunset: tbd, replaced_by: N/A}}
#         findings: [{path: [deprecation, sunset], args: {name: sales_orders, missing: a sunset and a replacement}}]
package meshgov.platform.lifecycle.sunset_missing

import data.meshgov.lib.text

default applicable := false

applicable if lower(input.contract.status) == "deprecated"

applicable if input.contract.deprecation

# One finding, at the first that is missing.
findings contains {"path": ["deprecation", key], "args": {"name": input.contract.name, "missing": words}} if {
	applicable
	some {"key": key, "words": words} in _missing
}

_missing contains {"key": "sunset", "words": "a sunset and a replacement"} if {
	not _ends
	not _replaced
}

_missing contains {"key": "sunset", "words": "a sunset"} if {
	not _ends
	_replaced
}

_missing contains {"key": "replaced_by", "words": "a replacement"} if {
	_ends
	not _replaced
}

# The product itself has the empty path.
_ends if {
	some announced in input.deprecations
	announced.path == []
	is_number(announced.sunset_days)
}

_replaced if {
	successor := input.contract.deprecation.replaced_by
	not text.denies(successor)
}
