"""What a log lacks of what should have been judged, at any time or in a period."""

from dataclasses import replace
from typing import Any

import pytest

from meshgov.evidence import envelope, ingest, record
from meshgov.evidence.contents import Store
from meshgov.evidence.keys import trusted
from meshgov.evidence.population import reconcile
from meshgov.evidence.sqlite import SqliteLog
from meshgov.evidence.statement import statements
from meshgov.model.evidence import Draft, Expected, Gap, Record, RunFacts, Within
from meshgov.model.verdict import Verdict

NOW = "2026-11-23T10:00:00Z"
FACTS = RunFacts("run-7-1", "jane", "1.2.3", url="https://ci.example.com/7")


@pytest.fixture
def records(verdict: Verdict, keys: Any) -> list[Record]:
    return of(verdict, FACTS, keys)


def of(verdict: Verdict, facts: RunFacts, keys: Any) -> list[Record]:
    known = trusted([(keys.public(1), "")])
    sealed = [envelope.seal(one, [keys.signer(1)]) for one in statements(verdict, facts)]
    return [record.read(one, "r", known) for one in sealed]


def test_gaps_of_a_population(log: SqliteLog, store: Store, records: list[Record]) -> None:
    ingest.ingest(log, store, records[:1], NOW)
    expected = [
        Expected("orders", "sha256:" + "1" * 64),
        Expected("orders"),
        Expected("orders", "sha256:" + "9" * 64, "sales/orders.yaml"),
        Expected("customers", None, "list:3"),
        Expected("payments"),
    ]
    assert reconcile(log, expected).gaps == (
        Gap(
            "version",
            "orders",
            "orders (sales/orders.yaml) was judged, but never as it is now (sha256:999999999999)",
        ),
        Gap("never", "customers", "customers (list:3) was never judged"),
        Gap("never", "payments", "payments was never judged"),
        Gap("whole", "run-7-1", "run run-7-1 judged 2 contracts, and the log has 1"),
    )
    assert reconcile(log, [], []) == ((), None)
    assert [one.kind for one in reconcile(log, [], records).gaps] == ["whole"]
    ingest.ingest(log, store, records[1:], NOW)
    assert reconcile(log, []) == ((), None)


def test_which_verdicts_count(log: SqliteLog, store: Store, verdict: Verdict, keys: Any) -> None:
    """The same contract, judged a year ago and now; another one a year ago alone."""
    old = replace(verdict, evaluated_at="2025-11-23T10:00:00Z", waivers=())
    quiet = tuple(replace(one, findings=one.findings[:1]) for one in verdict.contracts)
    quiet = tuple(
        replace(one, rules=tuple(r for r in one.rules if r.result not in {"waived", "warn"}))
        for one in quiet
    )
    old = replace(old, contracts=quiet)
    new = replace(
        verdict,
        contracts=verdict.contracts[:1],
        summary=replace(verdict.summary, contracts=1, passed=0),
    )
    ingest.ingest(log, store, of(old, replace(FACTS, id="old", commit="a" * 40), keys), NOW)
    ingest.ingest(log, store, of(new, replace(FACTS, id="new", commit="b" * 40), keys), NOW)
    orders, customers = (
        Expected(one.name, one.digest, f"mesh/{one.name}.yaml") for one in verdict.contracts
    )
    both = [orders, customers]

    def said(within: Within, expected: list[Expected] = both) -> Any:
        found = reconcile(log, expected, None, within)
        return [one.message for one in found.gaps], found.oldest

    assert said(Within()) == ([], "2025-11-23T10:00:00Z")
    assert said(Within(), [orders]) == ([], "2026-11-23T10:00:00Z")
    year = Within("2026-01-01", "2026-12-31")
    assert said(year) == (
        ["customers (mesh/customers.yaml) was never judged in 2026-01-01..2026-12-31"],
        "2026-11-23T10:00:00Z",
    )
    other = replace(orders, digest="sha256:" + "9" * 64)
    [message], oldest = said(year, [other])
    assert message.endswith(f"was judged {year}, but never as it is now (sha256:999999999999)")
    assert oldest is None
    assert said(Within(commit="aaaaaaa")) == ([], "2025-11-23T10:00:00Z")
    assert said(Within(commit="bbbbbbb"))[0] == [
        "customers (mesh/customers.yaml) was never judged at commit bbbbbbb"
    ]
    assert said(replace(year, commit="aaaaaaa"))[0] == [
        f"{one} (mesh/{one}.yaml) was never judged in 2026-01-01..2026-12-31 at commit aaaaaaa"
        for one in ("orders", "customers")
    ]
    assert said(Within("2030-01-01", "2030-12-31"), [Expected("orders")])[0] == [
        "orders was never judged in 2030-01-01..2030-12-31"
    ]


def test_runs_out_of_the_period_need_not_be_whole(
    log: SqliteLog, store: Store, records: list[Record]
) -> None:
    ingest.ingest(log, store, records[:1], NOW)
    assert len(reconcile(log, [], None, Within("2026-11-23", "2026-11-23")).gaps) == 1
    assert reconcile(log, [], None, Within("2026-11-24", "2026-11-30")).gaps == ()


def test_a_run_that_is_told_in_two_ways_has_to_have_as_many_as_either_says(
    log: SqliteLog, store: Store, records: list[Record]
) -> None:
    fewer = replace(records[0], run={**records[0].run, "contracts": 1})
    ingest.ingest(log, store, [records[0], fewer], NOW)
    [gap] = reconcile(log, []).gaps
    assert gap == Gap("whole", "run-7-1", "run run-7-1 judged 2 contracts, and the log has 1")


def test_a_verdict_without_its_run_counts_for_nothing(log: SqliteLog) -> None:
    body = {"product": "a", "contract": "sha256:1", "evaluated_at": NOW, "run": "r", "record": "x"}
    log.append([Draft("verdict", "jane", body)], NOW)
    assert [one.kind for one in reconcile(log, [Expected("a")]).gaps] == ["never"]
    unknown = {"id": "r", "contracts": "many", "evaluated_at": NOW}
    log.append([Draft("run", "jane", unknown)], NOW)
    assert reconcile(log, [Expected("a")]) == ((), NOW)
