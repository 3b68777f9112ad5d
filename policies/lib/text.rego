# Questions about a text that an author wrote.
package meshgov.lib.text

# The words of `text` as `_word_word_`, so that `contains` finds whole words. Words end at everything
# but letters and where lower case turns into upper case; all-capitals count as one word. A bar stays, as
# a word that is in no name: it keeps the words of two texts apart.
words(text) := lower(concat("", ["_", concat("_", parts), "_"])) if {
	parts := regex.find_n("[A-Z]?[a-z]+|[A-Z]+|[|]", text, -1)
}

# `text` in lower case and on one line. The dotted capital I is taken out first, because engines disagree
# about it.
folded(text) := lower(replace(replace(text, "İ", "i"), "\n", " "))

# Whether `text` says nothing, in place of what should stand there: it holds no word, or its words are one of
# the ways to say so, whatever stands between them (n/a, N.A., to-do).
denies(text) if _nothing_in(folded(text))

_nothing_in(line) if _bare(line) in _nothing

# A word for what is still to come says nothing, whatever follows it.
_nothing_in(line) if regex.match("^[^a-z]*(tbd|tba|fixme)([^a-z]|$)", line)

_bare(line) := concat("", regex.find_n("[^\t -/:-@\\[-`{-~–—…·•¿¡«»“”]+", line, -1))

# Whether one of many texts could say nothing. All are looked at as one, with a character between them that
# nobody writes, because that costs far less; where this holds, each is still to be asked.
may_deny(texts) if {
	some word in split(_bare(folded(concat("\u0001", texts))), "\u0001")
	word in _nothing
}

may_deny(texts) if regex.match("tbd|tba|fixme", folded(concat("\u0001", texts)))

_nothing := {
	"", "none", "no", "not", "never", "nothing", "nobody", "noone", "nil", "null", "na", "nan", "false", "off",
	"without", "missing", "absent", "undefined", "undecided", "unknown", "unspecified", "unset", "empty", "blank",
	"todo", "tbd", "tba", "tbc", "pending", "planned", "later", "soon", "notapplicable", "notyet", "noneyet",
	"notknown", "notdefined", "notset", "notassigned", "notavailable", "tobedefined", "tobedetermined",
	"tobedecided", "tobeannounced", "tobeconfirmed", "tobedone", "tobefilled", "unassigned", "unowned", "vacant",
	"noowner", "noteam", "nocontact", "noreason", "placeholder", "changeme", "fixme", "dummy", "xx", "xxx",
	"0", "00", "000", "kein", "keine", "keiner", "nichts", "niemand", "offen", "unbekannt", "aucun", "aucune",
	"inconnu", "ninguno", "ninguna", "nadie", "desconocido", "nessuno", "nessuna", "sconosciuto",
	"nenhum", "nenhuma", "geen", "onbekend", "brak",
}
