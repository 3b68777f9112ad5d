# METADATA
# title: A breaking change is announced in time
# description: >-
#   Consumers need time to adapt, and an announcement counts only where they could read it. So the published
#   version, not the new one, has to have announced the end `breaking_changes.notice_days` before (30 unless
#   the organisation says otherwise) - of the product in `deprecation.announced`, which covers every change,
#   or of the field, or a field around it, in its own `deprecated.since`. A date that first appears in the new
#   version proves nothing, and neither does one that is no date. Before 1.0.0 and in a prerelease nothing was
#   promised, so no notice is owed; nor is it where the version before stays beside this one. What counts as breaking is decided by the compatibility mode and the levels
#   of the organisation; with 0 days no notice is asked for.
# scope: package
# custom:
#   id: breaking_changes/deprecation_notice_required
#   severity: error
#   scope: change
#   message: "`{element}` breaks its consumers ({changes}): the published version gave {given}, and {days} days are due"
#   remediation: >-
#     Publish a version that announces the end first, in `deprecated` (with `since`) of the field or in
#     `deprecation` (with `announced`) of the product, and make the change when the notice is over. Until then
#     offer the new form beside the old one.
#   controls:
#     iso27001: [{id: A.8.32, relation: supports}]
#     soc2: [{id: CC8.1, relation: supports}, {id: CC2.1, relation: partial}]
#     nist80053: [{id: CM-3, relation: supports}, {id: CM-4, relation: partial}]
#     cdmc: [{id: "14", relation: partial}]
#     bcbs239: [{id: P6, relation: partial}]
#     sox: [{id: ITGC-CHANGE, relation: partial}]
#   examples:
#     pass:
#       - title: The product was announced to end
#         old: {deprecation: {announced: "2026-10-24", sunset: "2027-06-30"}}
#         new: {version: 2.0.0, schema: {location: "s3://sales-domain/sales-orders/v2/", fields: [{name: order_id, type: int}]}}
#       - title: The field was announced to end
#         old:
#           schema:
#             fields:
#               - {name: order_id, type: string}
#               - {name: channel, type: string, deprecated: {since: "2026-06-01", sunset: "2026-12-31"}}
#         new: {version: 2.0.0, schema: {fields: [{name: order_id, type: string}]}}
#       - title: The field around it was announced to end
#         old:
#           schema:
#             fields:
#               - {name: order_id, type: string}
#               - {name: lines, type: array, deprecated: {since: "2026-06-01"}, fields: [{name: sku, type: string}, {name: price, type: int}]}
#         new:
#           version: 2.0.0
#           schema: {fields: [{name: order_id, type: string}, {name: lines, type: array, fields: [{name: sku, type: string}]}]}
#       - title: Nothing breaks
#         old: {description: Orders}
#         new: {version: 1.5.0}
#       - title: Before 1.0.0 nothing was promised
#         old: {version: 0.9.0, retention_days: 2000}
#         new: {version: 1.0.0}
#       - title: A prerelease promised nothing
#         old: {version: 2.0.0-rc.1, retention_days: 2000}
#         new: {version: 2.0.0}
#       - title: The organisation takes the change lightly
#         old: {schema: {location: "s3://sales-domain/old/"}}
#         new: {version: 2.0.0}
#         parameters: {breaking_changes: {levels: {location-changed: dangerous}}}
#       - title: No notice is asked for
#         old: {schema: {location: "s3://sales-domain/old/"}}
#         new: {version: 2.0.0}
#         parameters: {breaking_changes: {notice_days: 0}}
#       - title: A product that is gone was announced to end
#         old: {deprecation: {announced: "2026-01-01", sunset: "2026-11-22"}}
#         new: null
#     fail:
#       - title: No notice
#         old: {schema: {location: "s3://sales-domain/old/"}}
#         new: {version: 2.0.0}
#         findings:
#           - path: [schema, location]
#             args: {element: schema.location, changes: [location-changed], given: no notice, days: 30}
#       - title: One day too few
#         old: {deprecation: {announced: "2026-10-25"}, schema: {location: "s3://sales-domain/old/"}}
#         new: {version: 2.0.0}
#         findings:
#           - path: [schema, location]
#             args: {element: schema.location, changes: [location-changed], given: notice of 29 days, days: 30}
#       - title: A date that only the new version has
#         old: {schema: {location: "s3://sales-domain/old/"}}
#         new: {version: 2.0.0, deprecation: {announced: "2025-01-01", sunset: "2027-06-30"}}
#         findings: [{path: [schema, location]}]
#       - title: Another field was announced to end
#         old:
#           schema:
#             fields:
#               - {name: order_id, type: string, deprecated: {since: "2025-01-01"}}
#               - {name: channel, type: string}
#               - {name: order_id_old, type: string, deprecated: true}
#         new: {version: 2.0.0, schema: {fields: [{name: order_id, type: string}]}}
#         findings:
#           - {path: [schema, fields, channel], args: {element: channel, changes: [field-removed], given: no notice, days: 30}}
#           - {path: [schema, fields, order_id_old]}
#       - title: The name of a field that was announced to end goes to another field
#         old:
#           schema:
#             fields:
#               - {name: total, type: string, deprecated: {since: "2025-01-01"}}
#               - {name: net, type: string, id: "2", constraints: [not_null]}
#         new: {version: 2.0.0, schema: {fields: [{name: total, type: string, id: "2"}]}}
#         findings:
#           - {path: [schema, fields, total], args: {element: total, changes: [field-renamed], given: no notice, days: 30}}
#           - {path: [schema, fields, total, constraints, not_null]}
#       - title: A day to come is no notice
#         old: {deprecation: {announced: "2026-12-24"}, schema: {location: "s3://sales-domain/old/"}}
#         new: {version: 2.0.0}
#         findings: [{path: [schema, location], args: {element: schema.location, changes: [location-changed], given: no notice, days: 30}}]
#       - title: What is no date is no notice
#         old: {deprecation: {announced: long ago}, schema: {location: "s3://sales-domain/old/"}}
#         new: {version: 2.0.0}
#         findings: [{path: [schema, location]}]
#       - title: The organisation asks for more
#         old: {deprecation: {announced: "2026-10-01"}, schema: {location: "s3://sales-domain/old/"}}
#         new: {version: 2.0.0}
#         parameters: {breaking_changes: {notice_days: 90}}
#         findings: [{path: [schema, location], args: {element: schema.location, changes: [location-changed], given: notice of 53 days, days: 90}}]
#       - title: Readers of old data break, in the mode forward
#         old: {schema: {fields: [{name: order_id, type: string}]}}
#         new: {version: 2.0.0, schema: {fields: [{name: order_id, type: string}, {name: channel, type: string, constraints: [not_null]}]}}
#         parameters: {breaking_changes: {compatibility: forward}}
#         findings: [{path: [schema, fields, channel]}]
#       - title: A product that is gone without notice
#         new: null
#         findings: [{path: [name], args: {element: sales_orders, changes: [product-removed], given: no notice, days: 30}}]
package meshgov.automated.breaking_changes.deprecation_notice_required

import data.meshgov.changes

default applicable := false

applicable if {
	input.base
	"breaking" in changes.answer.levels
	_days > 0
	not _unstable
	not input.base_stays
}

# One for each place, whatever breaks there.
findings contains {"path": path, "args": {
	"element": _element(path),
	"changes": sort({one.id | some one in owing}),
	"given": _given([_notice(one.before) | some one in owing]),
	"days": _days,
}} if {
	applicable
	some path, broken in _broken
	owing := {one | some one in broken; _notice(one.before) < _days}
	count(owing) > 0
}

_days := input.parameters.breaking_changes.notice_days

_unstable if input.version.parsed.old.major == 0

_unstable if input.version.parsed.old.prerelease

# Path -> the breaking changes there, each with the path that it was announced under.
_broken[change.path] contains {"id": change.id, "before": _before(change)} if {
	some place, change in input.changes
	changes.answer.levels[place] == "breaking"
}

# Where something stood in the old version: what was renamed had another name, and so had what is in it.
_before(change) := change.path if startswith(change.id, "field-removed")

_before(change) := [_name(array.slice(change.path, 0, place + 1)) | some place, _ in change.path] if {
	not startswith(change.id, "field-removed")
}

_name(path) := min(_renamed[path])

_name(path) := path[count(path) - 1] if not _renamed[path]

_renamed[change.path] contains change.old if {
	some change in input.changes
	change.id in {"field-renamed", "field-name-case-changed"}
}

# The longest notice, in days, that was given of the end of what stood there, or of what stood around it;
# -1 for none.
_notice(before) := max({-1} | {days |
	some length in numbers.range(0, count(before))
	some days in _announced[array.slice(before, 0, length)]
})

# Path -> days, from 0 on, since its end was announced; the path of the product is empty.
_announced[one.path] contains one.announced_days if {
	some one in input.base_deprecations
	one.announced_days >= 0
}

_given(notices) := "no notice" if min(notices) < 0

_given(notices) := "notice of 1 day" if min(notices) == 1

_given(notices) := concat("", ["notice of ", format_int(min(notices), 10), " days"]) if {
	min(notices) >= 0
	min(notices) != 1
}

# The path as people say it: a column by its names alone.
_element(path) := concat(".", array.slice(path, 2, count(path))) if _in_a_column(path)

_element(path) := concat(".", path) if {
	not _in_a_column(path)
	not _is_gone(path)
}

_element(path) := input.contract.name if _is_gone(path)

# The product as a whole.
_is_gone(path) if {
	path == ["name"]
	"product-removed" in {change.id | some change in input.changes}
}

_in_a_column(path) if {
	array.slice(path, 0, 2) == ["schema", "fields"]
	count(path) > 2
}
