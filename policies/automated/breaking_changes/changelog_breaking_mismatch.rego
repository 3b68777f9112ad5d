# METADATA
# title: The changelog says whether a version breaks
# description: >-
#   Consumers and their tools decide by `breaking` whether they may take a version unseen. What the entry
#   claims is compared with what the two contracts show. An entry that does not say it claims nothing, and
#   the one of a release speaks about more than its last prerelease, so neither is judged.
# scope: package
# custom:
#   id: breaking_changes/changelog_breaking_mismatch
#   severity: warning
#   scope: change
#   message: "The changelog calls version {version} {claimed}, and its changes are {computed}"
#   remediation: Correct `breaking` in that entry, or take back what makes it wrong.
#   controls:
#     iso27001: [{id: A.8.32, relation: supports}]
#     soc2: [{id: CC8.1, relation: supports}]
#     nist80053: [{id: CM-3, relation: supports}, {id: CM-4, relation: partial}]
#     cdmc: [{id: "14", relation: partial}]
#     sox: [{id: ITGC-CHANGE, relation: partial}]
#   examples:
#     pass:
#       - title: It says what is so
#         old: {retention_days: 2000}
#         new: {version: 2.0.0, changelog: [{version: 2.0.0, breaking: true}]}
#       - title: It does not say
#         old: {retention_days: 2000}
#         new: {version: 2.0.0, changelog: [{version: 2.0.0}]}
#       - title: No entry is the matter of another rule
#         old: {retention_days: 2000}
#         new: {version: 2.0.0}
#       - title: The release breaks with the last release, not with its prerelease
#         old: {description: Orders, version: 2.0.0-rc.1}
#         new: {version: 2.0.0, changelog: [{version: 2.0.0, breaking: true}]}
#       - title: The entry of a version that stays is history
#         new: {changelog: [{version: 1.4.0, breaking: true}]}
#     fail:
#       - title: It hides a breaking change
#         old: {retention_days: 2000}
#         new: {version: 2.0.0, changelog: [{version: 2.0.0, breaking: false}]}
#         findings:
#           - path: [changelog, 2.0.0]
#             args: {version: 2.0.0, claimed: not breaking, computed: breaking}
#       - title: It warns of nothing
#         old: {description: Orders}
#         new: {version: 1.4.1, changelog: [{version: v1.4.1, breaking: true}]}
#         findings:
#           - path: [changelog, v1.4.1]
#             args: {version: v1.4.1, claimed: breaking, computed: not breaking}
package meshgov.automated.breaking_changes.changelog_breaking_mismatch

import data.meshgov.changes
import data.meshgov.lib.changelog

default applicable := false

applicable if {
	input.version.precedence == 1
	not input.version.parsed.old.prerelease
	count(_claims) > 0
}

findings contains {
	"path": ["changelog", version],
	"args": {"version": version, "claimed": _words[claimed], "computed": _words[_computed]},
} if {
	applicable
	some [version, claimed] in _claims
	claimed != _computed
}

_claims contains [entry.version, _key(entry.breaking)] if some entry in changelog.entries

_computed := _key(changes.answer.breaking)

_words := {"yes": "breaking", "no": "not breaking"}

_key(true) := "yes"

_key(false) := "no"
