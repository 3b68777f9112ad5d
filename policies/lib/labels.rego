# The order of classifications, from open to protected.
package meshgov.lib.labels

# Where a label stands; undefined for one that is not in the list. Another letter case is wrong, and said
# elsewhere, but hides no duty.
rank(label) := max(_places(label))

# Where the label stands from which on something holds. One that this organisation or domain doesn't have
# stands for its most protected label.
floor(label) := rank(label)

floor(label) := count(input.parameters.data_classification.labels) - 1 if count(_places(label)) == 0

# Whether `label` is at least as protected as `other`.
reaches(label, other) if rank(label) >= floor(other)

_places(label) := {place |
	some place, known in input.parameters.data_classification.labels
	lower(trim_space(known)) == lower(trim_space(label))
}
