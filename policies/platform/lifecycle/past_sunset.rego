# METADATA
# title: A product is not published after its sunset
# description: >-
#   The sunset is the last day on which a product may be read. A product that is still published the day after
#   breaks its word: consumers who left in time did it for nothing, and those who stayed learn that dates are
#   not meant. Only whole days in UTC count. A product with the status retired is published no more, and a
#   sunset that is no date is the matter of another rule.
# scope: package
# custom:
#   id: lifecycle/past_sunset
#   severity: error
#   scope: contract
#   message: "The sunset of `{name}` was {sunset}, and it is still published"
#   remediation: >-
#     Retire the product (remove its contract, or set `status` to retired), or move the sunset to a later day and
#     tell its consumers.
#   controls:
#     gdpr: [{id: "5(1)(e)", relation: partial}]
#     iso27001: [{id: A.8.10, relation: partial}, {id: A.8.32, relation: partial}]
#     soc2: [{id: CC8.1, relation: partial}]
#     nist80053: [{id: CM-3, relation: partial}, {id: SI-12, relation: partial}]
#     cdmc: [{id: "11", relation: partial}]
#   examples:
#     pass:
#       - title: No sunset
#         new: {}
#       - title: The last day
#         new: {deprecation: {sunset: "2026-11-23", replaced_by: web_orders}}
#       - title: The day is still going on elsewhere
#         new: {deprecation: {sunset: "2026-11-22T20:00:00-05:00", replaced_by: web_orders}}
#       - title: The product is retired
#         new: {status: Retired, deprecation: {sunset: "2026-01-31"}}
#       - title: A field that should be gone is no product
#         new:
#           schema:
#             fields:
#               - {name: id, type: string, is_primary_key: true, constraints: [unique, not_null], description: Identifier}
#               - {name: old, type: string, description: Was replaced, deprecated: {since: "2025-01-01", sunset: "2025-06-30"}}
#     fail:
#       - title: The day after
#         new: {status: deprecated, deprecation: {announced: "2026-01-01", sunset: "2026-11-22", replaced_by: web_orders}}
#         findings: [{path: [deprecation, sunset], args: {name: sales_orders, sunset: "2026-11-22"}}]
#       - title: Whatever the status says
#         new: {status: stable, deprecation: {sunset: "20250630"}}
#         findings: [{path: [deprecation, sunset], args: {name: sales_orders, sunset: "20250630"}}]
#       - title: A time of day
#         new: {deprecation: {sunset: "2026-11-22T23:59:59Z"}}
#         findings: [{path: [deprecation, sunset]}]
package meshgov.platform.lifecycle.past_sunset

default applicable := false

applicable if {
	is_number(_days_left)
	not _retired
}

findings contains {
	"path": ["deprecation", "sunset"],
	"args": {"name": input.contract.name, "sunset": input.contract.deprecation.sunset},
} if {
	applicable
	_days_left < 0
}

# The product itself has the empty path.
_days_left := min([announced.sunset_days | some announced in input.deprecations; announced.path == []])

_retired if lower(input.contract.status) == "retired"
