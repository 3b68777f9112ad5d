# Looks across many records: names that mean one thing, and what goes with each of them.
package meshgov.lib.fleet

# `text` without letter case, outer spaces and the choice of a separator: Sales Data, sales-data and
# SALES_DATA are one.
key(text) := replace(replace(replace(lower(trim_space(text)), " ", "_"), "-", "_"), ".", "_")

# A few of many names, for a sentence; the caller says how many there are in all.
some_of(names) := array.slice(names, 0, 5)

# For a set of [key, value] the values of each key, sorted. By sorting, because a rule that adds to the
# values of a key copies what it has for all keys in OPA, and one comprehension per key goes through all
# records in regorus: either takes minutes for 100,000 of them.
grouped(pairs) := {key: values |
	listed := sort(pairs)
	starts := [index | some index, pair in listed; not _continues(listed, index, pair[0])]
	ends := array.concat(array.slice(starts, 1, count(starts)), [count(listed)])
	some index, start in starts
	key := listed[start][0]
	values := [pair[1] | some pair in array.slice(listed, start, ends[index])]
}

_continues(listed, index, key) if listed[index - 1][0] == key
