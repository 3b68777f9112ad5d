# Names that somebody lists, against the names of columns.
package meshgov.lib.names

import data.meshgov.lib.text

# `name` without letter case and separators: customerEmail, customer-email and CUSTOMER_EMAIL are one.
key(name) := concat("", regex.find_n("[^ _./:-]+", text.folded(name), -1))

# All of them are folded as one text, because a search costs more than what it finds. A character that nobody
# writes parts them, and is no separator.
keys(listed) := {known | some known in split(key(concat("\u0001", listed)), "\u0001"); known != ""}

# The columns that one of the `listed` names means: by their own name or with any number of the names
# around it, as in `address.zip`.
columns(listed) := [column |
	count(listed) > 0
	wanted := keys(listed)
	some column in input.columns
	means(wanted, column)
]

means(wanted, column) if {
	some depth in numbers.range(1, count(column.path) - 1)
	key(concat(".", array.slice(column.path, depth, count(column.path)))) in wanted
}

# Accents fall off the words of a name.
means(wanted, column) if concat("", column.tokens) in wanted
