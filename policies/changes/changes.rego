# Levels and bumps of the facts in `input.changes`. The table `change_rules` holds what each change
# means; the parameters of `breaking_changes` choose the mode and may set another level per change.
package meshgov.changes

import data.meshgov.lib.versions

# Null without a previous version. A change without a level (its id is not in the table) leaves the
# answer undefined, so that the run fails: nothing unknown is ever taken for compatible.
answer := null if not input.changes

answer := {
	"levels": levels,
	"bumps": bumps,
	"mode": _mode,
	"breaking": _required == "major",
	"required_bump": _required,
	"suggested_version": _suggested,
} if {
	is_array(input.changes)
	levels := [_judged[change.id].level | some change in input.changes]
	bumps := [_judged[change.id].bump | some change in input.changes]
	count(levels) == count(input.changes)
	count(bumps) == count(input.changes)
}

_mode := input.parameters.breaking_changes.compatibility

_overrides := input.parameters.breaking_changes.levels

# Each id once: a large diff repeats few ids many times.
_judged := {id: judgement |
	some id in {change.id | some change in input.changes}
	judgement := _judgement(id, data.meshgov.change_rules[id])
}

# A level of the organisation's own brings its bump along.
_judgement(id, _) := {"level": level, "bump": _bumps[level]} if level := _overrides[id]

# Only under backward does a row's own bump hold; it differs from its level's in a few rows.
_judgement(id, row) := {"level": row.backward, "bump": row.bump} if {
	not _overrides[id]
	_mode == "backward"
}

_judgement(id, row) := {"level": row.forward, "bump": _bumps[row.forward]} if {
	not _overrides[id]
	_mode == "forward"
}

_judgement(id, row) := {"level": level, "bump": _bumps[level]} if {
	not _overrides[id]
	_mode == "full"
	level := _levels[max({_ranks[row.backward], _ranks[row.forward]})]
}

# From the mildest to the worst.
_levels := ["docs", "compatible", "dangerous", "breaking"]

_ranks := {level: rank | some rank, level in _levels}

_bumps := {"docs": "patch", "compatible": "minor", "dangerous": "minor", "breaking": "major"}

_required := bump if {
	highest := max({0} | {versions.rank[judgement.bump] | some judgement in _judged})
	some bump, rank in versions.rank
	rank == highest
}

# The lowest version that the version rules accept; null where the old one can't be read.
default _suggested := null

_suggested := input.version.old if {
	input.version.parsed.old
	_required == "none"
}

# Anything may change on the way from a prerelease to the release of the same core.
_suggested := trim_prefix(split(input.version.old, "-")[0], "v") if {
	input.version.parsed.old.prerelease
	_required != "none"
}

_suggested := input.version.next[versions.shifted(_required)] if {
	not input.version.parsed.old.prerelease
	_required != "none"
}
