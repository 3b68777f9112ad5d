package meshgov.lib.text

words(text) := split(text, "_")
