# What the changelog says about the new version.
package meshgov.lib.changelog

# Whether there are two versions of the product to compare; one that is new or gone has no step to tell of.
compared if {
	input.base
	not "product-removed" in {change.id | some change in input.changes}
}

# The entries of the new version; a leading v makes no difference, so that there may be two.
entries contains entry if {
	is_string(input.version.new)
	some entry in input.contract.changelog
	trim_prefix(entry.version, "v") == trim_prefix(input.version.new, "v")
}

# Where an entry for the new version stands, or would stand.
place := ["changelog", input.version.new] if {
	input.contract.changelog
	is_string(input.version.new)
} else := ["changelog"]
