package meshgov.lib.text

words(text) := []
