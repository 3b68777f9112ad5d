# METADATA
# title: A changelog that is kept tells of the new version
# description: >-
#   Whoever keeps a changelog has taught consumers to read it. A version that it leaves out looks like one in
#   which nothing happened. A product that keeps none is left alone.
# scope: package
# custom:
#   id: breaking_changes/changelog_entry_missing
#   severity: warning
#   scope: change
#   message: "The changelog has no entry for version {version}"
#   remediation: >-
#     Add an entry with the version, the date, what changed, and whether it breaks; `meshgov bump --write`
#     writes one.
#   controls:
#     iso27001: [{id: A.8.32, relation: supports}]
#     soc2: [{id: CC8.1, relation: supports}]
#     nist80053: [{id: CM-3, relation: supports}]
#     cdmc: [{id: "14", relation: partial}]
#     sox: [{id: ITGC-CHANGE, relation: partial}]
#   examples:
#     pass:
#       - title: The new version has an entry
#         old: {description: Orders}
#         new: {version: 1.4.1, changelog: [{version: 1.4.1, changes: [Words]}]}
#       - title: A leading v makes no difference
#         old: {description: Orders}
#         new: {version: v1.4.1, changelog: [{version: 1.4.1, changes: [Words]}]}
#       - title: No changelog is kept
#         old: {description: Orders}
#         new: {version: 1.4.1, changelog: null}
#       - title: Nothing changed, the version neither
#         old: {changelog: []}
#         new: {changelog: []}
#       - title: The product is gone
#         old: {changelog: []}
#         new: null
#     fail:
#       - title: The changelog ends before the new version
#         old: {description: Orders}
#         new: {version: 1.4.1}
#         findings: [{path: [changelog, 1.4.1], args: {version: 1.4.1}}]
#       - title: The version rose, and nothing else changed
#         new: {version: 1.4.1}
#         findings: [{path: [changelog, 1.4.1], args: {version: 1.4.1}}]
#       - title: It changed under its old version, which has no entry
#         old: {description: Orders, changelog: []}
#         new: {changelog: []}
#         findings: [{path: [changelog, 1.4.0], args: {version: 1.4.0}}]
package meshgov.automated.breaking_changes.changelog_entry_missing

import data.meshgov.lib.changelog

default applicable := false

applicable if {
	changelog.compared
	input.contract.changelog

	# A number has no text that engines agree on; that it is one is the matter of another rule.
	is_string(input.version.new)
	_is_new
}

findings contains {"path": changelog.place, "args": {"version": input.version.new}} if {
	applicable
	count(changelog.entries) == 0
}

_is_new if count(input.changes) > 0

_is_new if input.version.precedence == 1
