# METADATA
# title: A product is not removed before its sunset
# description: >-
#   A sunset is a promise: until that day the product can be read. When the contract disappears earlier,
#   everything that reads the product stops at once, and no version number is left to warn anybody.
# scope: package
# custom:
#   id: breaking_changes/removed_before_sunset
#   severity: error
#   scope: change
#   message: "Product {product} was removed, and {reason}"
#   remediation: >-
#     Restore the contract, and remove the product after that day. A product that nobody reads may go sooner
#     where the organisation sets a milder level for product-removed.
#   controls:
#     iso27001: [{id: A.8.32, relation: supports}]
#     soc2: [{id: CC8.1, relation: supports}]
#     nist80053: [{id: CM-3, relation: supports}, {id: CM-4, relation: partial}]
#     cdmc: [{id: "14", relation: partial}]
#     sox: [{id: ITGC-CHANGE, relation: partial}]
#   examples:
#     pass:
#       - title: No day was promised, so that notice is what counts
#         new: null
#       - title: Its sunset is over
#         old: {deprecation: {announced: "2026-01-01", sunset: "2026-11-22"}}
#         new: null
#       - title: The organisation takes it lightly
#         old: {deprecation: {sunset: "2027-01-01"}}
#         new: null
#         parameters: {breaking_changes: {levels: {product-removed: dangerous}}}
#       - title: A product that stays is the matter of other rules
#         old: {description: Orders}
#         new: {}
#     fail:
#       - title: The sunset is the last day on which it may be read
#         old: {deprecation: {announced: "2026-01-01", sunset: "2026-11-23"}}
#         new: null
#         findings: [{path: [name], args: {product: sales_orders, reason: its sunset 2026-11-23 is not over}}]
#       - title: A sunset that is no date is none
#         old: {deprecation: {sunset: soon}}
#         new: null
#         findings: [{path: [name], args: {product: sales_orders, reason: its sunset soon is not over}}]
#       - title: The mode has no say, since the stored data is gone too
#         old: {deprecation: {sunset: "2027-01-01"}}
#         new: null
#         parameters: {breaking_changes: {compatibility: forward}}
#         findings: [{path: [name]}]
package meshgov.automated.breaking_changes.removed_before_sunset

default applicable := false

applicable if "product-removed" in {change.id | some change in input.changes}

findings contains {"path": ["name"], "args": {"product": input.contract.name, "reason": _reason}} if {
	applicable
	input.contract.deprecation.sunset
	not _over
	not _lighter
}

_lighter if input.parameters.breaking_changes.levels["product-removed"] in {"docs", "compatible", "dangerous"}

# Whole days, and times in UTC only: with another offset the day could still be going on.
_over if {
	regex.match(`^[0-9]{4}-[0-9]{2}-[0-9]{2}(T.*Z)?$`, input.contract.deprecation.sunset)
	substring(input.contract.deprecation.sunset, 0, 10) < substring(input.evaluation.now, 0, 10)
}

_reason := concat("", ["its sunset ", input.contract.deprecation.sunset, " is not over"])
