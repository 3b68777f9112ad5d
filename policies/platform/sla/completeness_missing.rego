# METADATA
# title: A product promises how complete its data is
# description: >-
#   Consumers have to know how many values may be missing before they add them up. A promise of 0% is none, and a
#   check without a promise only tells what happened.
# scope: package
# custom:
#   id: sla/completeness_missing
#   severity: warning
#   scope: contract
#   message: "`{name}` promises no completeness"
#   remediation: Promise a share of the values in `sla.completeness`, such as "99.5%".
#   controls:
#     gdpr: [{id: "32(1)(b)", relation: partial}]
#     iso27001: [{id: A.5.22, relation: partial}]
#     soc2: [{id: PI1.4, relation: partial}]
#     nist80053: [{id: SA-9, relation: partial}]
#     cdmc: [{id: "3", relation: partial}]
#     bcbs239: [{id: P10, relation: partial}]
#   examples:
#     pass:
#       - title: A promise
#         new: {sla: {completeness: "99.5%"}}
#       - title: A promise that nobody can read is the matter of another rule
#         new: {sla: {completeness: very good}}
#     fail:
#       - title: No promise
#         new: {sla: {completeness: null}}
#         findings: [{path: [sla, completeness], args: {name: sales_orders}}]
#       - title: A mapping that says nothing
#         new: {sla: {completeness: {min_threshold: ""}}}
#         findings: [{path: [sla, completeness]}]
#       - title: No service level at all
#         new: {sla: null}
#         findings: [{path: [sla, completeness]}]
#       - title: Nothing is promised in a number
#         new: {sla: {completeness: "0%"}}
#         findings: [{path: [sla, completeness]}]
package meshgov.platform.sla.completeness_missing

applicable := true

findings contains {"path": ["sla", "completeness"], "args": {"name": input.contract.name}} if not _promised

# A share of nothing promises nothing.
_promised if {
	input.contract.sla.completeness
	not input.contract.sla.completeness.millionths == 0
}
