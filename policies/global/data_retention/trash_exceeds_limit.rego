# METADATA
# title: Deleted data does not stay in the bin
# description: >-
#   What was deleted and can still be brought back is not deleted: it can leak, and it counts for everybody who
#   asked for erasure. A month is enough to undo a mistake.
# scope: package
# custom:
#   id: data_retention/trash_exceeds_limit
#   severity: error
#   scope: contract
#   mandatory: true
#   message: "`{name}` keeps deleted data for {days} days; the limit is {limit} days"
#   remediation: Lower `trash_days` to the limit, and let the platform empty its bin by then.
#   controls:
#     gdpr: [{id: "17", relation: partial}, {id: "5(1)(e)", relation: partial}]
#     ccpa: [{id: "1798.105", relation: partial}]
#     iso27001: [{id: A.8.10, relation: supports}]
#     soc2: [{id: C1.2, relation: partial}, {id: P4.3, relation: supports}]
#     nist80053: [{id: SI-12(3), relation: partial}, {id: MP-6, relation: partial}]
#     cdmc: [{id: "11", relation: supports}]
#   examples:
#     pass:
#       - title: Exactly the limit
#         new: {trash_days: 30}
#       - title: Deleted at once
#         new: {trash_days: 0}
#       - title: Nothing is said about deleted data
#         new: {trash_days: null}
#     fail:
#       - title: One day too long
#         new: {trash_days: 31}
#         findings: [{path: [trash_days], args: {name: sales_orders, days: 31, limit: 30}}]
#       - title: In words, and rounded up to whole days
#         new: {trash_days: 1 month}
#         findings: [{path: [trash_days], args: {name: sales_orders, days: 31, limit: 30}}]
#       - title: The organisation allows less
#         new: {trash_days: 8}
#         parameters: {data_retention: {trash_days: 7}}
#         findings: [{path: [trash_days], args: {name: sales_orders, days: 8, limit: 7}}]
package meshgov.global.data_retention.trash_exceeds_limit

default applicable := false

applicable if is_number(input.contract.trash_days)

findings contains {
	"path": ["trash_days"],
	"args": {"name": input.contract.name, "days": input.contract.trash_days, "limit": _limit},
} if {
	input.contract.trash_days > _limit
}

_limit := input.parameters.data_retention.trash_days
