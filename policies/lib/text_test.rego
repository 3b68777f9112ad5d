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
	every word in [
		"none", " N/A ", "N.A.", "TBD", "t.b.d.", "-", "—", "...", "???", "", " ", "(unknown)", "<none>", "Not yet.", "keine",
		"to be defined", "TBD (ask Bob)", "<fixme: name>", "TO-DO", "no one", "[unassigned]", "\tnil", "_", "00",
	] {
		text.denies(word)
	}
	every word in [
		"contract", "x", "tbdata", "stbd", "no-reply@example.com", "none of the six", "x@example.com", "Team X", "#data", "1", "营业部", "Ö",
		"nobody@example.com", "open data", "https://example.com/none",
	] {
		not text.denies(word)
	}
}

test_one_of_many_may_say_nothing if {
	text.may_deny(["Date of birth", "n/a"])
	text.may_deny(["Date of birth", "A TBD"])
	not text.may_deny(["Date of birth", "No. of items"])
}
