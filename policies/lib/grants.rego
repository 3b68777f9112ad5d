# Whom a grant names: everybody, a domain, or a principal whose name tells the domain that it is of.
package meshgov.lib.grants

import data.meshgov.lib.names
import data.meshgov.lib.text

# A star, or one of the words for everybody, as name or as kind; a registered domain may be called like one.
everyone(grant) if {
	grant.kind == "*"
} else if {
	regex.match("^[*?]+($|@)", grant.name)
} else if {
	names.key(grant.kind) in _everyone
} else if {
	names.key(split(grant.name, "@")[0]) in _everyone
	not _names_a_domain(grant)
}

_everyone := names.keys(input.parameters.access_control.everyone)

_names_a_domain(grant) if {
	_is_domain(grant)
	names.key(grant.name) in names.keys(object.keys(_domains))
}

# How the grant is written in a path.
shown(grant) := "*" if grant.kind == "*"

shown(grant) := concat(":", [grant.kind, grant.name]) if grant.kind != "*"

# Whom a grant reaches beyond the contract's own domain, in words; undefined where it reaches nobody.
outside(grant) := "everybody" if {
	everyone(grant)
} else := "principals of any domain" if {
	startswith(grant.name, "*")
} else := _another_domain(grant)

_another_domain(grant) := concat("", ["the domain ", grant.name]) if {
	_is_domain(grant)
	names.key(grant.name) != names.key(object.get(input.contract, "domain", ""))
}

# The longest name of a domain that a principal's name begins with is the domain that it is of.
_another_domain(grant) := concat("", ["the domain ", others[0]]) if {
	not _is_domain(grant)
	starts := _starts(_words(grant.name))
	begun := {name: count(words) | some name, words in _domains; _begins(starts, words)}
	longest := max({length | some length in begun})
	others := sort([name | some name, length in begun; length == longest])
	not names.key(input.contract.domain) in {names.key(name) | some name in others}
	not _neutral(starts)
}

_is_domain(grant) if names.key(grant.kind) in _domain_kinds

_domain_kinds := names.keys(input.parameters.access_control.domain_kinds)

# Without a domain of its own nothing tells whether a principal is of another one.
_domains := {name: _words(name) |
	own := input.contract.domain
	some name in ({listed | some listed in input.registry.domains} | {own})
}

_neutral(starts) if {
	some name in input.parameters.access_control.neutral_names
	_begins(starts, _words(name))
}

_begins(starts, words) if {
	count(words) > 0
	some start in starts
	array.slice(start, 0, count(words)) == words
}

# What is left of a name behind each number of words that only say what kind of principal it is.
_starts(words) := [array.slice(words, from, count(words)) |
	some from, _ in words
	every word in array.slice(words, 0, from) {
		_tells_the_kind(word)
	}
]

_tells_the_kind(word) if regex.match("^[0-9]+$", word)

_tells_the_kind(word) if word in input.parameters.access_control.kind_words

_words(name) := [text.folded(word) |
	some word in regex.find_n("[A-Z]?[^A-Z0-9 _./:@|*-]+|[A-Z]+|[0-9]+", name, -1)
]
