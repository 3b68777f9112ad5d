# Names that several contracts use for one thing.
package meshgov.lib.fleet

# `text` without letter case, outer spaces and the choice of a separator: Sales Data, sales-data and
# SALES_DATA are one.
key(text) := replace(replace(replace(lower(trim_space(text)), " ", "_"), "-", "_"), ".", "_")

# A few names in a row, for a sentence; the caller says how many there are in all.
some_of(names) := array.slice(sort(names), 0, 5)
