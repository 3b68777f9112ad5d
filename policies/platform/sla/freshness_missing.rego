# METADATA
# title: A product promises how old its data may be
# description: >-
#   Consumers have to know whether what they read is of today. A schedule says when a job starts, not how old
#   the newest data may be.
# scope: package
# custom:
#   id: sla/freshness_missing
#   severity: warning
#   scope: contract
#   message: "`{name}` promises no freshness"
#   remediation: Promise the greatest age in `sla.freshness`, such as "24 hours".
#   controls:
#     gdpr: [{id: "32(1)(b)", relation: partial}]
#     iso27001: [{id: A.5.22, relation: partial}]
#     soc2: [{id: PI1.4, relation: partial}]
#     nist80053: [{id: SA-9, relation: partial}]
#     cdmc: [{id: "3", relation: partial}]
#     bcbs239: [{id: P5, relation: partial}]
#   examples:
#     pass:
#       - title: A promise
#         new: {sla: {freshness: "24 hours"}}
#       - title: A promise that nobody can read is the matter of another rule
#         new: {sla: {freshness: very good}}
#     fail:
#       - title: No promise
#         new: {sla: {freshness: null}}
#         findings: [{path: [sla, freshness], args: {name: sales_orders}}]
#       - title: A mapping that says nothing
#         new: {sla: {freshness: {max_age_hours: ""}}}
#         findings: [{path: [sla, freshness]}]
#       - title: No service level at all
#         new: {sla: null}
#         findings: [{path: [sla, freshness]}]
#       - title: A schedule is no promise
#         new: {sla: {freshness: {max_age_hours: null, update_schedule: "@hourly"}}}
#         findings: [{path: [sla, freshness]}]
package meshgov.platform.sla.freshness_missing

applicable := true

findings contains {"path": ["sla", "freshness"], "args": {"name": input.contract.name}} if not _promised

_promised if input.contract.sla.freshness
