package meshgov.lib.text_test

import data.meshgov.lib.text

test_words if {
	found := [text.words(name) | some name in ["orderID", "Order-lines.ok", "HTTP2server", "ALL CAPS", "a|b", "", "42"]]
	found == ["_order_id_", "_order_lines_ok_", "_http_server_", "_all_caps_", "_a_|_b_", "__", "__"]
}

test_folded if {
	text.folded("E-MAİL\nÄÖ") == "e-mail äö"
}

test_denies if {
	{text.denies(word) | some word in ["none", " N/A ", "TBD", "-", "(unknown)", "Not yet.", "keine"]} == {true}
	every word in ["contract", "no-reply@example.com", "none of the six"] {
		not text.denies(word)
	}
}
