"""Words for "there is nothing", which must never pass for a protection or a category."""

from __future__ import annotations

import pytest

from meshgov.formats.denial import denies, protection
from meshgov.model.document import Json

NO = [
    "none", "No", "OFF", "false", "disabled", "null", "0", "-", "n/a", "N/A (yet)", "todo", "TBD",
    "plaintext", "plain", "plain text", "clear-text", "unencrypted", "not encrypted",
    "not_encrypted", "no encryption", "never", "None, see ticket 12", "000", "?",
    False, {"algorithm": "none"}, {"algorithm": None}, {"method": ""}, {"Enabled": False},
    {"enabled": "no", "algorithm": "AES"}, {"enabled": True, "algorithm": "none"},
    {"algorithm": None, "key": "k1"}, {"method": {"name": "none"}}, {"anything": "none"},
    {"enabled": 0}, {"keys": []},
]  # fmt: skip
YES = [
    True, "AES-256", "aes", "sha-256", "256", "hash", "nonlinear", "notary", "yes",
    {"algorithm": "AES"}, {"enabled": True}, {"enabled": True, "key": None},
    {"algorithm": "AES", "key": "none"}, {"method": {"name": "hash"}}, {"keys": ["a"]},
    {"algorithm": "AES", "in_transit": False},
]  # fmt: skip


@pytest.mark.parametrize("value", NO, ids=str)
def test_whatever_says_no_is_no_protection(value: Json) -> None:
    assert protection(value) is False


@pytest.mark.parametrize("value", YES, ids=str)
def test_a_protection_stays_as_written(value: Json) -> None:
    assert protection(value) == value


@pytest.mark.parametrize("value", [None, "", "  ", {}], ids=repr)
def test_nothing_written_says_nothing(value: Json) -> None:
    assert protection(value) is None


def test_spaces_around_a_method_are_dropped() -> None:
    assert protection(" AES ") == "AES"


def test_a_category_is_denied_by_one_word_only() -> None:
    assert all(denies(text) for text in ("none", "N/A", "-", "unknown", "NULL", "0", "todo"))
    assert not any(
        denies(text) for text in ("contact", "no_fly_list", "off-line id", "plain", "not sensitive")
    )
