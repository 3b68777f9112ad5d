# Columns that several rules ask about, each list computed once for one input.
package meshgov.lib.columns

# Those marked as personal data.
personal := [column | some column in input.columns; column.is_pii]

# The name that a message gives a column: `address.zip`, in a named table `orders.address.zip`.
# Its path has `schema` and `fields` before it, with the name of the table between them.
label(column) := concat(".", array.slice(column.path, 2, count(column.path))) if not column.table

label(column) := concat(".", array.concat([column.table], array.slice(column.path, 3, count(column.path)))) if {
	column.table
}

# The arguments that tell which column a finding is about: its label, and for a further declaration of the
# same name which one, so that the finding lands there.
args(column) := object.union({"field": label(column)}, place(column))

place(column) := {"occurrence": column.occurrence}

place(column) := {} if not column.occurrence

# Those with a label of their own, or with something inside that has one: few of many.
labelled := array.concat(
	[column | some column in input.columns; column.labels],
	[column | some column in input.columns; column.classification; not column.labels],
)

# Each label of a column with its place: what a column holds may have labels of its own.
labels(column) := column.labels

labels(column) := [{"path": column.path, "label": column.classification}] if not column.labels

# Whether a mark on the column itself or on a field around it says that it is personal. A second column of
# the same path has only its own mark, since nothing tells which of the two others stand in.
covered(column) if column.is_pii

covered(column) if {
	some depth, _ in column.path
	array.slice(column.path, 0, depth) in _marked
}

_marked := {column.path | some column in personal}

# The columns below another.
inside(column) := [one |
	some one in input.columns
	one.nested
	count(one.path) > count(column.path)
	array.slice(one.path, 0, count(column.path)) == column.path
]
