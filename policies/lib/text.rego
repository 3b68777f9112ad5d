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

# Whether `text` is a word for nothing, in place of what should stand there.
denies(text) if trim(folded(text), " \t.,;:!?*/()<>[]'\"_-") in _nothing

_nothing := {
	"", "none", "no", "not", "never", "nothing", "nobody", "nil", "null", "na", "n/a", "nan", "false", "off",
	"without", "missing", "absent", "undefined", "unknown", "unspecified", "unset", "empty", "todo", "tbd", "tba",
	"tbc", "pending", "planned", "not applicable", "not yet", "not known", "not defined", "not set", "to do",
	"to be defined", "to be determined", "x", "xx", "xxx", "0", "kein", "keine", "keiner", "nichts", "unbekannt",
	"aucun", "aucune", "ninguno", "ninguna", "nessuno", "nessuna", "nenhum", "nenhuma", "geen", "brak",
}
