"""What was done to the order, from rows that say they are another entry."""

from meshgov.evidence.order import Claim, explain


def told(*claims: tuple[int, int, int | None]) -> list[tuple[str, int | None, int | None]]:
    found = explain([Claim(*one) for one in claims])
    return [(one.kind, one.seq, one.last) for one in found]


def test_nothing_and_two_places_at_once() -> None:
    assert told() == []
    swapped = [(4, 5, None), (5, 4, None)]
    assert told(*swapped) == [("reordered", 4, 5)]
    assert told(*swapped, (9, 4, 5)) == [("reordered", 4, 5), ("repeated", 9, None)]


def test_a_row_from_elsewhere() -> None:
    assert told((9, 4, None)) == [("reordered", 9, 9)]


def test_inserted_then_removed() -> None:
    rows = [(5, 4, None), (6, 5, None), (7, 8, None), (8, 9, None)]
    assert told(*rows) == [("inserted", 4, None), ("missing", 6, 7)]
