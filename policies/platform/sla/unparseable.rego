# METADATA
# title: Every promise can be read
# description: >-
#   A promise that no program can read is kept by nobody and compared with nothing. That holds for shares, for
#   ages, for the thresholds of checks, and for the schedule, which is a cron expression or a period.
# scope: package
# custom:
#   id: sla/unparseable
#   severity: error
#   scope: contract
#   message: "The {promise} of `{name}` cannot be read: {written}"
#   remediation: >-
#     Write shares as "99.9%", ages as "24 hours", thresholds as ">= 0.99" and schedules as "0 6 * * *".
#   controls:
#     gdpr: [{id: "32(1)(b)", relation: partial}]
#     iso27001: [{id: A.5.22, relation: partial}]
#     soc2: [{id: A1.2, relation: partial}, {id: PI1.4, relation: partial}]
#     nist80053: [{id: SA-9, relation: partial}]
#     cdmc: [{id: "3", relation: partial}]
#     bcbs239: [{id: P5, relation: partial}, {id: P10, relation: partial}]
#   examples:
#     pass:
#       - title: All can be read
#         new: {}
#       - title: What is not promised is the matter of other rules
#         new: {sla: null}
#       - title: Other ways to write the same
#         new:
#           sla:
#             availability: 0.999
#             completeness: ">= 99.95 %"
#             freshness: PT1H
#             latency: {max_latency_seconds: 5}
#             update_schedule: Hourly
#             quality_checks:
#               - {name: age, threshold: "<= 24 hours"}
#               - {name: rows, threshold: 5}
#               - {name: size, threshold: "< 10 GB"}
#               - {name: duplicates, threshold: "= 0 rows"}
#       - title: A period as the schedule
#         new: {sla: {update_schedule: every 15 minutes}}
#       - title: A threshold without a number is the matter of another rule
#         new: {sla: {quality_checks: [{name: rows, threshold: reasonable}]}}
#     fail:
#       - title: Words instead of numbers
#         new: {sla: {availability: always, completeness: null, latency: low, freshness: null, quality_checks: []}}
#         findings:
#           - {path: [sla, availability], args: {name: sales_orders, promise: availability, written: always}}
#           - {path: [sla, latency], args: {name: sales_orders, promise: latency, written: low}}
#       - title: A number without a unit, above everything, or in the wrong direction
#         new: {sla: {availability: 101, completeness: "< 99%", accuracy: none, freshness: 24}}
#         findings:
#           - {path: [sla, accuracy], args: {name: sales_orders, promise: accuracy, written: none}}
#           - {path: [sla, availability], args: {name: sales_orders, promise: availability, written: 101}}
#           - {path: [sla, completeness], args: {name: sales_orders, promise: completeness, written: "< 99%"}}
#           - {path: [sla, freshness], args: {name: sales_orders, promise: freshness, written: 24}}
#       - title: Two values of one promise
#         new: {sla: {freshness: {max_age_hours: 1, max_age_days: 2}}}
#         findings: [{path: [sla, freshness]}]
#       - title: A schedule in prose
#         new: {sla: {freshness: {update_schedule: when the lights are on}}}
#         findings:
#           - path: [sla, update_schedule]
#             args: {name: sales_orders, promise: schedule, written: when the lights are on}
#       - title: A schedule of a month with 40 days
#         new: {sla: {freshness: {update_schedule: 0 6 40 * *}}}
#         findings: [{path: [sla, update_schedule]}]
#       - title: Thresholds with a number that nobody can compare with
#         new:
#           sla:
#             quality_checks:
#               - {name: amounts, threshold: between 1 and 5}
#               - {name: decimals, threshold: ">= 99,9%"}
#               - {name: rows, threshold: "> 5"}
#         findings:
#           - path: [sla, quality_checks, amounts, threshold]
#             args: {name: sales_orders, promise: threshold of the check amounts, written: between 1 and 5}
#           - path: [sla, quality_checks, decimals, threshold]
#             args: {name: sales_orders, promise: threshold of the check decimals, written: ">= 99,9%"}
package meshgov.platform.sla.unparseable

default applicable := false

applicable if input.contract.sla

findings contains _finding(["sla", key], key, promise.written) if {
	some key, unit in _units
	promise := input.contract.sla[key]
	not promise[unit]
}

findings contains _finding(["sla", "update_schedule"], "schedule", schedule) if {
	schedule := input.contract.sla.update_schedule
	not _readable(lower(schedule))
}

findings contains _finding(
	["sla", "quality_checks", check.name, "threshold"],
	concat(" ", ["threshold of the check", check.name]),
	check.threshold.written,
) if {
	some check in input.contract.sla.quality_checks
	check.threshold
	not check.threshold.value
	not _wordy(check.threshold.written)
}

_finding(path, promise, written) := {
	"path": path,
	"args": {"name": input.contract.name, "promise": promise, "written": written},
}

_units := {
	"availability": "millionths",
	"completeness": "millionths",
	"accuracy": "millionths",
	"freshness": "seconds",
	"latency": "seconds",
}

# A text without a number sets no threshold.
_wordy(written) if {
	is_string(written)
	not regex.match(`[0-9]`, written)
}

_readable(schedule) if regex.match(_cron, schedule)

_readable(schedule) if {
	regex.match(`^ *@?(hourly|daily|midnight|weekly|monthly|yearly|annually) *$`, schedule)
}

_readable(schedule) if {
	regex.match(`^ *(every +|(every +)?[0-9]+ *)(s|sec|second|m|min|minute|h|hour|d|day|week|month|year)s? *$`, schedule)
}

_readable(schedule) if regex.match(`^ *p(t?[0-9]+[ymwdhs])+ *$`, schedule)

# Five parts; each is a list of stars, numbers and stretches, with or without a step.
_cron := concat("", ["^ *", concat(" +", [_part(numbers) | some numbers in _numbers]), " *$"])

_part(numbers) := concat("", [item, "(,", item, ")*"]) if {
	item := concat("", ["([*?]|", numbers, "(-", numbers, ")?)(/0*[1-9][0-9]*)?"])
}

_numbers := [
	`[0-5]?[0-9]`,
	`([01]?[0-9]|2[0-3])`,
	`(0?[1-9]|[12][0-9]|3[01])`,
	`(0?[1-9]|1[0-2]|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)`,
	`(0?[0-7]|sun|mon|tue|wed|thu|fri|sat)`,
]
