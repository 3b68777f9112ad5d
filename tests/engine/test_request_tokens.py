from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meshgov.engine.request import tokens


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("customer_email", "customer email"),
        ("customer-email", "customer email"),
        ("customer.email", "customer email"),
        ("customer email", "customer email"),
        ("customerEmail", "customer email"),
        ("CustomerEmail", "customer email"),
        ("CUSTOMER_EMAIL", "customer email"),
        ("e_mail2", "e mail 2"),
        ("email2Address", "email 2 address"),
        ("userID", "user id"),
        ("IPAddress", "ip address"),
        ("SSN", "ssn"),
        ("SSNumber", "ss number"),
        ("address.line1", "address line 1"),
        ("Straße", "strasse"),
        ("prénom", "prenom"),
        ("PRÉNOM_Été", "prenom ete"),
        ("Øre_Łódź", "ore lodz"),
        ("\N{LATIN SMALL LETTER DOTLESS I}", "i"),
        ("\N{FULLWIDTH LATIN SMALL LETTER E}mail", "email"),
        ("имя", ""),
        ("имя_email", "email"),
        ("", ""),
        ("___", ""),
    ],
)
def test_a_name_is_taken_apart_into_words(name: str, words: str) -> None:
    assert tokens(name) == words.split()


def test_each_caller_gets_a_list_of_its_own() -> None:
    tokens("email").append("changed")
    assert tokens("email") == ["email"]


@given(st.text())
def test_words_are_lower_case_ascii_without_signs(name: str) -> None:
    assert all(re.fullmatch("[a-z]+|[0-9]+", word) for word in tokens(name))


@given(
    st.lists(st.from_regex("[a-z]+|[0-9]+", fullmatch=True), min_size=1), st.sampled_from("_-. ")
)
def test_words_joined_by_a_sign_come_apart_again(words: list[str], sign: str) -> None:
    assert tokens(sign.join(words)) == words
