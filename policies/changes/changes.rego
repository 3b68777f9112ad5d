# Levels and bumps of the facts in `input.changes`. The table `change_rules` holds what each change
# means; the parameters of `breaking_changes` choose the mode and may set another level per change.
package meshgov.changes

import data.meshgov.lib.versions

# Null without a previous version. A change without a level (its id is not in the table) leaves the
# answer undefined, so that the run fails: nothing unknown is ever taken for compatible.
answer := null if not input.changes

answer := _answer if not _consumers_are_known

# With it, for each change, the level that it would have if somebody read what changed, else null.
answer := object.union(_answer, {"lowered": lowered}) if {
	_consumers_are_known
	lowered := [object.get(judgement, "lowered", null) | some judgement in _judgements]
}

_answer := {
	"levels": levels,
	"bumps": bumps,
	"mode": _mode,
	"breaking": _required == "major",
	"required_bump": _required,
	"suggested_version": _suggested,
} if {
	is_array(input.changes)
	levels := [judgement.level | some judgement in _judgements]
	bumps := [judgement.bump | some judgement in _judgements]
	count(levels) == count(input.changes)
	count(bumps) == count(input.changes)
}

_mode := input.parameters.breaking_changes.compatibility

_overrides := input.parameters.breaking_changes.levels

# One for each change, in their order.
_judgements := [_judged[change.id] | some change in input.changes] if not _consumers_are_known

_judgements := [_if_read(change) | some change in input.changes] if _consumers_are_known

# Nobody reads but those whom the changes name.
_consumers_are_known if input.evaluation.consumers == "known"

_if_read(change) := _judged[change.id] if _is_read(change)

_if_read(change) := _unread[change.id] if not _is_read(change)

_is_read(change) if count(change.consumers) > 0

# What a change means that reaches nobody.
_unread := {id: _milder(judgement) | some id, judgement in _judged}

# A row's own bump stays: the version also speaks to those who will read later.
_milder(judgement) := {"level": "compatible", "bump": judgement.bump, "lowered": "dangerous"} if {
	judgement.level == "dangerous"
}

# Only an organisation that says so takes a broken promise to nobody for less than breaking.
_milder(judgement) := {"level": "dangerous", "bump": _bumps.dangerous, "lowered": "breaking"} if {
	judgement.level == "breaking"
	_lower_breaking
}

_milder(judgement) := judgement if {
	judgement.level == "breaking"
	not _lower_breaking
}

_milder(judgement) := judgement if judgement.level in {"compatible", "docs"}

_lower_breaking if input.parameters.breaking_changes.lower_unread_breaking

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
	highest := max({0} | {versions.rank[judgement.bump] | some judgement in _judgements})
	some bump, rank in versions.rank
	rank == highest
}

# The declared version where no rule has anything against it, else the lowest that the rules accept; null
# where the old one can't be read.
default _suggested := null

_suggested := _declared if versions.suits(_required)

_suggested := _lowest if not versions.suits(_required)

_declared := input.version.new if _required == "none"

# A prerelease that goes farther than it has to by now may count on changes that its release will hold.
_declared := trim_prefix(input.version.new, "v") if {
	_required != "none"
	versions.suits(_required)
	versions.farther(_required)
}

_declared := _core(input.version.new) if {
	_required != "none"
	versions.suits(_required)
	not versions.farther(_required)
}

_lowest := input.version.old if {
	input.version.parsed.old
	_required == "none"
}

# Anything may change on the way from a prerelease to the release of the same core.
_lowest := _core(input.version.old) if {
	input.version.parsed.old.prerelease
	_required != "none"
	not _left
}

_lowest := input.version.next[versions.shifted(_required)] if {
	not input.version.parsed.old.prerelease
	_required != "none"
}

# Who has gone past that release is not sent back to it.
_lowest := input.version.next[versions.shifted(_required)] if _left

_left if {
	input.version.parsed.old.prerelease
	input.version.precedence == 1
	input.version.declared != "none"
	_required != "none"
}

# The three numbers alone.
_core(version) := trim_prefix(split(split(version, "-")[0], "+")[0], "v")
