"""Which contract of one folder is the predecessor of which in the other."""

from hypothesis import given
from hypothesis import strategies as st

from meshgov.app.known import Known
from meshgov.app.pairs import match
from meshgov.app.sources import One
from meshgov.diff import versions


def known(text: str) -> Known:
    """``FILE NAME VERSION [DOMAIN]``."""
    file, name, version, *domain = text.split()
    read = versions.read(version)[0]
    major = read.major if read else None
    one = One(file, lambda: b"", inside=file)
    return Known(one, name, version, major, domain[0] if domain else None, "sha256:0")


def pairs(old: list[str], new: list[str]) -> list[str]:
    found = match([known(one) for one in old], [known(one) for one in new])
    return [
        " -> ".join(side.one.shown if side else "nothing" for side in (pair.old, pair.new))
        for pair in found
    ]


def test_name_and_major_version_decide() -> None:
    assert pairs(
        ["a x 1.0.0", "b x 2.0.0", "c y 1.0.0"], ["p y 1.1.0", "q x 2.1.0", "r x 1.1.0"]
    ) == [
        "c -> p",
        "b -> q",
        "a -> r",
    ]


def test_a_new_major_version_follows_the_highest_lower_one() -> None:
    assert pairs(["a x 1.0.0", "b x 2.0.0"], ["a x 1.0.0", "b x 2.0.0", "c x 4.0.0"]) == [
        "a -> a",
        "b -> b",
        "b -> c",
    ]
    assert pairs(["a x 1.0.0"], ["a x 2.0.0"]) == ["a -> a"]


def test_what_has_no_partner() -> None:
    assert pairs(["a x 1.0.0"], ["a y 1.0.0"]) == ["nothing -> a", "a -> nothing"]
    assert pairs(["a x 1.0.0", "b x 2.0.0"], ["b x 2.0.0"]) == ["b -> b", "a -> nothing"]
    assert pairs(["b x 2.0.0"], ["b x 2.0.0", "a x 1.0.0"]) == ["b -> b", "nothing -> a"]


def test_a_major_version_that_fell_keeps_its_partner() -> None:
    assert pairs(["a x 2.0.0"], ["a x 1.0.0"]) == ["a -> a"]


def test_past_versions_beside_the_last_are_not_removed() -> None:
    assert pairs(["a x 1.0.0", "b x 1.1.0"], ["d x 1.2.0"]) == ["b -> d"]


def test_a_later_version_is_no_past_one() -> None:
    old = ["a x 1.0.0", "b x 1.1.0", "c x 1.4.0"]
    assert pairs(old, ["d x 1.2.0"]) == ["b -> d", "c -> nothing"]


def test_two_contracts_of_one_name_and_major_version() -> None:
    old = ["eu/a x 1.0.0 sales", "us/a x 1.0.0 sales", "z x 1.0.0 finance"]
    new = ["z x 1.0.0 finance", "us/a x 1.1.0 sales", "eu/a x 1.2.0 sales"]
    assert pairs(old, new) == ["z -> z", "us/a -> us/a", "eu/a -> eu/a"]
    assert pairs(["a x 1.0.0 sales"], ["b x 1.0.0 finance", "c x 1.0.0 sales"]) == [
        "nothing -> b",
        "a -> c",
    ]
    assert pairs(["a x 1.0.0 sales", "b x 1.0.0 finance"], ["c x 1.0.0 sales"]) == [
        "a -> c",
        "b -> nothing",
    ]


def test_a_product_may_move_to_another_domain() -> None:
    assert pairs(["a x 1.0.0 sales"], ["b x 1.0.1 finance"]) == ["a -> b"]


def test_versions_that_can_not_be_read_keep_the_trail() -> None:
    assert pairs(["a x latest"], ["a x 1.0.0"]) == ["a -> a"]
    assert pairs(["a x 1.0.0"], ["a x latest"]) == ["a -> a"]
    assert pairs(["a x latest"], ["a x newest"]) == ["a -> a"]
    assert pairs(["a x 1.0.0"], ["a x 1.0.0", "b x latest"]) == ["a -> a", "nothing -> b"]
    assert pairs(["a x latest", "b x 1.0.0"], ["b x 1.0.0"]) == ["b -> b", "a -> nothing"]
    assert pairs(["a x latest", "b x 1.0.0"], ["b x 1.0.0", "c x 2.0.0"]) == ["b -> b", "a -> c"]


CONTRACTS = st.lists(
    st.tuples(
        st.sampled_from("xyz"), st.sampled_from(["1.0.0", "1.1.0", "2.0.0", "3.0.0-rc.1", "?"])
    ),
    max_size=6,
).map(lambda ones: [f"f{place} {name} {version}" for place, (name, version) in enumerate(ones)])


@given(CONTRACTS, CONTRACTS)
def test_nothing_gets_lost(old: list[str], new: list[str]) -> None:
    before, after = [known(one) for one in old], [known(one) for one in new]
    found = match(before, after)
    assert [pair.new for pair in found if pair.new] == after
    for pair in found:
        assert pair.old is None or pair.new is None or pair.old.name == pair.new.name
    paired = [pair.old for pair in found if pair.old]
    still = {(one.name, one.major) for one in after}
    for one in before:
        assert one in paired or (one.name, one.major) in still


@given(CONTRACTS)
def test_a_folder_and_itself(ones: list[str]) -> None:
    same = [known(one) for one in ones]
    assert [(pair.old, pair.new) for pair in match(same, same)] == [(one, one) for one in same]
