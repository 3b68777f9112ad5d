# METADATA
# title: A breaking version comes with a migration guide
# description: >-
#   Every consumer has to do something about a breaking change. Whoever made it knows best what, and writing it
#   down once is cheaper than each of them finding out. Before 1.0.0 and between prereleases nothing was
#   promised, so no guide is owed.
# scope: package
# custom:
#   id: breaking_changes/migration_guide_required
#   severity: error
#   scope: change
#   message: "The changes from {old} on are breaking, and the changelog names no migration guide for {new}"
#   remediation: >-
#     Add `migration_guide` to the changelog entry of the new version: what consumers have to do, or where
#     that is said. `meshgov bump --write` writes the entry.
#   controls:
#     iso27001: [{id: A.8.32, relation: supports}]
#     soc2: [{id: CC8.1, relation: supports}]
#     nist80053: [{id: CM-3, relation: supports}, {id: CM-4, relation: partial}]
#     cdmc: [{id: "14", relation: partial}]
#     sox: [{id: ITGC-CHANGE, relation: partial}]
#   examples:
#     pass:
#       - title: The entry of the new version has a guide
#         old: {retention_days: 2000}
#         new: {version: 2.0.0, changelog: [{version: 2.0.0, migration_guide: docs/to-2.md}]}
#       - title: One word may be enough
#         old: {retention_days: 2000}
#         new: {version: 2.0.0, changelog: [{version: 2.0.0, migration_guide: Recompute}]}
#       - title: Nothing breaks
#         old: {description: Orders}
#         new: {version: 2.0.0, changelog: null}
#       - title: Before 1.0.0 nothing was promised
#         old: {retention_days: 2000, version: 0.4.2}
#         new: {version: 1.0.0}
#       - title: A prerelease promised nothing
#         old: {retention_days: 2000, version: 2.0.0-rc.1}
#         new: {version: 2.0.0}
#       - title: A product that is gone has no next version
#         new: null
#     fail:
#       - title: No entry for the new version
#         old: {retention_days: 2000}
#         new: {version: 2.0.0}
#         findings: [{path: [changelog, 2.0.0], args: {old: 1.4.0, new: 2.0.0}}]
#       - title: An entry without a guide
#         old: {retention_days: 2000}
#         new: {version: 2.0.0, changelog: [{version: 2.0.0, breaking: true, migration_guide: " "}]}
#         findings: [{path: [changelog, 2.0.0], args: {old: 1.4.0, new: 2.0.0}}]
#       - title: A word for nothing is no guide
#         old: {retention_days: 2000}
#         new: {version: 2.0.0, changelog: [{version: 2.0.0, breaking: true, migration_guide: N/A}]}
#         findings: [{path: [changelog, 2.0.0]}]
#       - title: What is still to be written
#         old: {retention_days: 2000}
#         new: {version: 2.0.0, changelog: [{version: 2.0.0, migration_guide: "TODO: say what consumers have to do"}]}
#         findings: [{path: [changelog, 2.0.0]}]
#       - title: No changelog
#         old: {retention_days: 2000}
#         new: {version: 2.0.0, changelog: null}
#         findings: [{path: [changelog], args: {old: 1.4.0, new: 2.0.0}}]
#       - title: A version that is too low owes the guide too
#         old: {retention_days: 2000}
#         new: {version: 1.5.0}
#         findings: [{path: [changelog, 1.5.0]}]
#       - title: No version can be read, so nothing says that none was promised
#         old: {retention_days: 2000, version: null}
#         new: {version: null}
#         findings: [{path: [changelog], args: {old: the version before, new: the new version}}]
package meshgov.automated.breaking_changes.migration_guide_required

import data.meshgov.changes
import data.meshgov.lib.changelog
import data.meshgov.lib.text

default applicable := false

applicable if {
	changelog.compared
	changes.answer.required_bump == "major"
	not _unstable
}

findings contains {"path": changelog.place, "args": {"old": old, "new": new}} if {
	applicable
	not _guided
	old := _named(object.get(input.version, "old", null), "the version before")
	new := _named(object.get(input.version, "new", null), "the new version")
}

_guided if {
	some entry in changelog.entries
	_guides(entry.migration_guide)
}

# What `meshgov bump` writes is for people to replace.
_guides(words) if {
	not text.denies(words)
	not startswith(trim_space(text.folded(words)), "todo:")
}

_unstable if input.version.parsed.old.major == 0

_unstable if input.version.parsed.old.prerelease

# Engines print fractions differently, so a version that is a number is not named.
_named(version, _) := version if is_string(version)

_named(version, words) := words if not is_string(version)
