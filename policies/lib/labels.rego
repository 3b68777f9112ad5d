# The order of classifications, from open to protected.
package meshgov.lib.labels

# Every label of the organisation, also where a domain has narrowed the labels: what a label asks for holds
# for products that still bear it.
all := object.get(
	input.parameters.data_classification,
	"all_labels",
	input.parameters.data_classification.labels,
)

# Where a label stands; undefined for one that is not in the list. Another letter case is wrong, and said
# elsewhere, but hides no duty.
rank(label) := _ranks[lower(trim_space(label))]

# Where the label stands from which on something holds. One that this organisation doesn't have stands for
# its most protected label.
floor(label) := rank(label)

floor(label) := count(all) - 1 if not rank(label)

# Whether `label` is at least as protected as `other`.
reaches(label, other) if rank(label) >= floor(other)

# Many rules ask, so the places are looked up and not searched for. Of two labels with one spelling the more
# protected counts.
_ranks := {name: max({place | some place, other in _names; other == name}) | some name in _names}

_names := [lower(trim_space(known)) | some known in all]
