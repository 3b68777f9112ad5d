"""What holds of a contract after many verdicts, and since when."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from meshgov.decide.history import Counted, History, Judged, Key, Since

ORDERS, CUSTOMERS = Key("", "orders", "mesh/orders.yaml"), Key("", "customers", "customers.yaml")


def judged(day: int, marks: str = "", **more: Any) -> Judged:
    """A verdict; each letter of ``marks`` is a finding of a rule of that name."""
    told: dict[str, Any] = {
        "entry": day, "at": f"2026-01-{day:02}T03:00:00Z", "run": f"run-{day}", "key": ORDERS,
        "domain": "sales", "digest": "sha256:1", "untested": 0,
        "adverse": {"fail": tuple(marks)} if marks else {}, "fingerprints": tuple(marks),
    }  # fmt: skip
    return Judged(**(told | more))


def after(*told: Judged, **wanted: Any) -> History:
    history = History(**wanted)
    for one in told:
        history.take(one)
    history.close()
    return history


def ages(history: History, key: Key = ORDERS) -> dict[str, str]:
    return {mark: one.day[-2:] for mark, one in history.standings[key].since.items()}


def test_an_exception_is_as_old_as_its_first_verdict_without_a_gap() -> None:
    history = after(judged(1, "ab"), judged(2, "b"), judged(3, "ab"), judged(4, "ab"))
    assert ages(history) == {"a": "03", "b": "01"}
    assert history.standings[ORDERS].since["a"] == Since("2026-01-03", 3, 0)
    assert history.standings[ORDERS].order == ("2026-01-04T03:00:00Z", 4)


def test_a_verdict_that_was_asked_less_ends_nothing() -> None:
    history = after(judged(1, "ab"), judged(2, "b", untested=3), judged(3, "ab"))
    assert ages(history) == {"a": "01", "b": "01"}
    history.take(judged(4, "b"))
    assert ages(history) == {"b": "01"}


def test_what_is_said_of_an_unchanged_contract_is_laid_over() -> None:
    history = after(judged(1, "a"), judged(2, "b", again=True))
    assert ages(history) == {"a": "01", "b": "02"}
    standing = history.standings[ORDERS]
    assert (standing.last.entry, standing.over and standing.over.entry) == (1, 2)
    assert standing.order == ("2026-01-02T03:00:00Z", 2)
    history.take(judged(3, "b", again=True, digest="sha256:2"))
    assert (history.standings[ORDERS].last.entry, history.standings[ORDERS].over) == (3, None)


def test_what_a_branch_removes_is_known_by_its_last_name_and_its_bytes() -> None:
    gone = {"key": ORDERS._replace(path="orders.yaml"), "again": True}
    history = after(judged(1, "a"), judged(2, "b", **gone))
    assert ages(history) == {"a": "01", "b": "02"}
    assert list(history.standings) == [ORDERS]
    changed = after(judged(1, "a"), judged(2, "b", **gone, digest="sha256:2"))
    assert len(changed.standings) == 2
    twice = after(
        judged(1), judged(1, key=ORDERS._replace(path="old/orders.yaml")), judged(2, "b", **gone)
    )
    assert len(twice.standings) == 3


def test_the_first_verdict_is_the_last_one_too() -> None:
    assert after(judged(1, "a", again=True)).standings[ORDERS].last.entry == 1


def test_a_trend_is_how_things_stood_after_each_run() -> None:
    third = Key("", "c", "c")
    told = (
        judged(1, "a"),
        judged(1, key=third, adverse={"waived": ("b",), "warn": ("a",)}),
        judged(2, key=CUSTOMERS, adverse={"waived": ("b",)}, domain="crm"),
        judged(3),
        judged(4, adverse={"error": ("e",)}, again=True),
    )
    everything = {
        "run-1": Counted(2, 1, 0), "run-2": Counted(3, 1, 1), "run-3": Counted(3, 0, 1),
        "run-4": Counted(3, 1, 1),
    }  # fmt: skip
    assert after(*told).counted == everything
    later = after(*told, since="2026-01-03").counted
    assert later == {run: everything[run] for run in ("run-3", "run-4")}
    assert after(*told, product="c").counted == {"run-1": Counted(1)}
    assert after(*told, domain="crm").counted == {"run-2": Counted(1, 0, 1)}
    assert after(*told, rules={"b"}).counted["run-1"] == Counted(2, 0, 1)


def test_what_a_run_did_not_meet_where_it_looked_is_gone() -> None:
    looked = {"run-2": lambda path: False if path.startswith("mesh/") else None}
    told = (judged(1, "a"), judged(1, key=CUSTOMERS), judged(2, key=CUSTOMERS))
    history = after(*told, looked=looked)
    assert history.gone == {ORDERS: "run-2"}
    assert history.counted == {"run-1": Counted(2, 1), "run-2": Counted(1)}
    back = after(*told, judged(3, "a"), looked=looked)
    assert back.gone == {}
    assert back.counted["run-3"] == Counted(2, 1)
    stays = after(judged(1), judged(2, key=CUSTOMERS), looked=looked)
    assert stays.gone == {}


def test_what_is_set_aside_says_nothing_of_how_things_stand() -> None:
    told = (judged(1, "ab"), judged(2, "c", aside=True), judged(3, "b"), judged(4, aside=True))
    history = after(*told)
    assert ages(history) == {"b": "01"}
    assert history.standings[ORDERS].last.entry == 3
    assert history.counted == {"run-1": Counted(1, 1), "run-3": Counted(1, 1)}
    assert {key: one.entry for key, one in history.aside.items()} == {ORDERS: 4}
    first = after(judged(1, "a", aside=True), judged(2, "a"))
    assert (ages(first), first.counted) == ({"a": "02"}, {"run-2": Counted(1, 1)})
    looked = {"run-2": lambda _: True}
    both = (judged(1), judged(1, key=CUSTOMERS), judged(2, key=CUSTOMERS))
    assert after(*both, judged(3, aside=True), looked=looked).gone == {ORDERS: "run-2"}
    over = after(judged(1, "a"), judged(2, "b", again=True, aside=True))
    assert (ages(over), over.standings[ORDERS].over) == ({"a": "01"}, None)


def test_runs_that_take_turns_hide_nothing() -> None:
    looked = {"one": lambda _: True, "two": lambda _: True}
    other = Key("", "other", "other.yaml")
    told = [
        judged(1, run="one", entry=1), judged(1, run="two", entry=2),
        judged(1, run="one", entry=3, key=CUSTOMERS), judged(1, run="two", entry=4, key=CUSTOMERS),
        judged(1, run="one", entry=5, key=other),
    ]  # fmt: skip
    history = after(*told, looked=looked)
    assert history.gone == {}
    assert len(history.standings) == 3


def test_what_runs_met_together_is_one_tree() -> None:
    third = Key("", "third", "third.yaml")
    history = after(
        judged(1), judged(1, key=CUSTOMERS), judged(2, key=CUSTOMERS), judged(2, key=third),
        judged(3, key=Key("", "other", "other.yaml")),
    )  # fmt: skip
    assert history.same_tree("run-2", ORDERS)
    assert not history.same_tree("run-3", ORDERS)
    assert not history.same_tree("run-9", ORDERS)


def test_a_repository_is_one_tree() -> None:
    here, there = Key("one", "a", "a.yaml"), Key("one", "b", "b.yaml")
    history = after(judged(1, key=here), judged(2, key=there), judged(3, key=Key("two", "a", "a")))
    assert history.same_tree("run-2", here)
    assert not history.same_tree("run-3", here)


@given(st.lists(st.sets(st.sampled_from("abc")), min_size=1, max_size=20))
def test_ages_are_those_of_looking_back(findings: list[set[str]]) -> None:
    history = after(*(judged(day, "".join(sorted(one))) for day, one in enumerate(findings, 1)))
    expected = {}
    for mark in findings[-1]:
        day = len(findings)
        while day > 1 and mark in findings[day - 2]:
            day -= 1
        expected[mark] = f"{day:02}"
    assert ages(history) == expected
