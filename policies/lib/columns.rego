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
