# METADATA
# title: A product promises how often it can be read
# description: >-
#   Consumers plan their own service on that of their sources. A promise of 0% is none.
# scope: package
# custom:
#   id: sla/availability_missing
#   severity: warning
#   scope: contract
#   message: "`{name}` promises no availability"
#   remediation: Promise a share of the time in `sla.availability`, such as "99.9%".
#   controls:
#     gdpr: [{id: "32(1)(b)", relation: partial}, {id: "32(1)(c)", relation: partial}]
#     iso27001: [{id: A.5.22, relation: partial}, {id: A.8.14, relation: partial}]
#     soc2: [{id: A1.2, relation: partial}]
#     nist80053: [{id: SA-9, relation: partial}, {id: CP-2, relation: partial}]
#     cdmc: [{id: "3", relation: partial}]
#     bcbs239: [{id: P10, relation: partial}]
#   examples:
#     pass:
#       - title: A promise
#         new: {sla: {availability: "99.9%"}}
#       - title: A promise that nobody can read is the matter of another rule
#         new: {sla: {availability: very good}}
#     fail:
#       - title: No promise
#         new: {sla: {availability: null}}
#         findings: [{path: [sla, availability], args: {name: sales_orders}}]
#       - title: A mapping that says nothing
#         new: {sla: {availability: {min_threshold: ""}}}
#         findings: [{path: [sla, availability]}]
#       - title: No service level at all
#         new: {sla: null}
#         findings: [{path: [sla, availability]}]
#       - title: Nothing is promised in a number
#         new: {sla: {availability: "0%"}}
#         findings: [{path: [sla, availability]}]
package meshgov.platform.sla.availability_missing

applicable := true

findings contains {"path": ["sla", "availability"], "args": {"name": input.contract.name}} if not _promised

# A share of nothing promises nothing.
_promised if {
	input.contract.sla.availability
	not input.contract.sla.availability.millionths == 0
}
