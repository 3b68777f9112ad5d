package meshgov.lib.text_test

test_words if data.meshgov.lib.text.words("a_b") == ["a", "b"]
