"""Reports from logs that no single machine would leave: parts missing, runs in turns, gates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from meshgov.app import resources
from meshgov.app.audit import AuditSettings
from meshgov.app.logged import Index
from meshgov.app.pack_reports import reports
from meshgov.app.report import Wanted
from meshgov.app.report_export import report
from meshgov.errors import InputError, Location, MeshgovError
from meshgov.evidence import canonical, ingest, inputs, notes, record
from meshgov.evidence.contents import Store
from meshgov.evidence.handed import HandedLog
from meshgov.evidence.keys import Signer, signer
from meshgov.evidence.sqlite import SqliteLog
from meshgov.evidence.verify import verify
from meshgov.model.document import Json
from meshgov.model.evidence import Draft, RunFacts
from meshgov.model.report import Report
from meshgov.model.verdict import (
    Base,
    ContractVerdict,
    DiffVerdict,
    Finding,
    RuleResult,
    Summary,
    Verdict,
)
from meshgov.policy import pack as packs

RULE, FLEET, OWN = "ownership/owner_missing", "lifecycle/duplicate_product", "own/rule"
SHIPPED: Final = packs.build(resources.folder("policies")).digest
DIFF: Final = DiffVerdict(
    Base(None, "old.yaml", "1.0.0", "sha256:" + "0" * 64), "backward", breaking=False,
    declared_bump=None, required_bump="none", suggested_version=None, changes=(),
)  # fmt: skip

SAME: Final = replace(DIFF, base=replace(DIFF.base, digest=canonical.digest(b"orders")))


def contract(name: str, results: Mapping[str, str] | None = None, **more: Any) -> ContractVerdict:
    """A verdict; a rule that fails or warns has a finding."""
    path = more.pop("path", f"mesh/{name}.yaml")
    told = {RULE: "pass", FLEET: "pass"} | dict(results or {})
    found = tuple(
        Finding(
            rule, "error", "enforce", result == "fail", f"{rule} fires", "", ("owner",),
            Location(path, 1, 1), canonical.digest(f"{rule}{name}".encode())[7:39],
        )
        for rule, result in told.items()
        if result in {"fail", "warn"}
    )  # fmt: skip
    given: dict[str, Any] = {
        "path": path, "name": name, "version": "1.0.0", "domain": "sales",
        "digest": canonical.digest(name.encode()), "verdict": "pass",
        "rules": tuple(RuleResult(*one) for one in told.items()), "findings": found,
    }  # fmt: skip
    given |= more
    failed = any(one.blocking for one in found)
    return ContractVerdict(**(given | {"verdict": "fail" if failed else "pass"}))


@dataclass
class Writer:
    """Writes runs into a log as ingestion does."""

    folder: Path
    number: int = 0
    store: Store = field(init=False)

    def __post_init__(self) -> None:
        self.store = Store.beside(self.log)

    @property
    def log(self) -> str:
        return str(self.folder / "evidence.db")

    def run(self, day: str, *found: ContractVerdict, **more: Any) -> None:
        """One run of a day; ``searched`` makes it keep inputs, ``drop`` loses verdicts."""
        self.number += 1
        failed = sum(one.verdict == "fail" for one in found)
        verdict = Verdict(
            more.get("command", "check"), "fail" if failed else "pass", 1 if failed else 0,
            f"{day}T03:00:00Z", "regorus", "1", more.get("pack", SHIPPED), 2, ("builtin",),
            Summary(len(found), len(found) - failed, failed, {"error": failed}), found,
        )  # fmt: skip
        wanted = "searched" in more or "waivers" in more
        kept = self._inputs(more.get("searched"), more.get("waivers", {})) if wanted else None
        facts = RunFacts(
            more.get("id", f"run-{self.number}"), "jane", "0.1.0", inputs=kept,
            repository=more.get("repository"), commit="c" * 40, url=more.get("url"),
        )  # fmt: skip
        lines = list(record.write(verdict, facts, ()))[more.get("drop", 0) :]
        records = [record.read(one.rstrip(), "x", (), unsigned=True) for one in lines]
        with SqliteLog(self.log, write=True, origin="example.com/mesh") as log:
            ingest.ingest(log, self.store, records, f"{more.get('recorded', day)}T04:00:00Z")

    def append(self, draft: Draft, time: str) -> None:
        with SqliteLog(self.log, write=True, origin="example.com/mesh") as log:
            log.append([draft], time)

    def _inputs(self, searched: Sequence[str] | None, waivers: Mapping[str, str]) -> str:
        kept: list[Json] = [
            {"file": file, "digest": self.store.put(text.encode(), "waivers").digest}
            for file, text in waivers.items()
        ]
        told: dict[str, Json] = {
            "schema": inputs.SCHEMA, "command": "check", "policies": [], "results": None,
            "configuration": {
                "governance": None, "organization": None, "domains": {}, "waivers": kept,
            },
            "fleet": None, "cases": [], "searched": searched and list(searched),
            "number": self.number,
        }  # fmt: skip
        return self.store.put(canonical.encode(told), "inputs").digest

    def report(
        self,
        expected: str | None = None,
        pins: Sequence[str] = (),
        keys: Sequence[str] = (),
        **wanted: Any,
    ) -> Report:
        settings = AuditSettings(self.log, "2026-12-31T00:00:00Z", tuple(keys))
        return report(settings, Wanted(**wanted), pins, expected).report

    def pin(self, signing: Signer) -> str:
        """A checkpoint of the log as it is, signed, and the line of the key that signed."""
        with SqliteLog(self.log) as log:
            checked = verify(log, None)
        note = notes.checkpoint(log.origin, checked.size, bytes.fromhex(checked.root))
        file = self.folder / f"pin-{checked.size}.txt"
        file.write_text(notes.signed(note.text, [signing]))
        return str(file)


@pytest.fixture
def mesh(tmp_path: Path) -> Writer:
    return Writer(tmp_path)


def results(found: Report, product: str) -> dict[str, str]:
    [one] = [one for one in found.contracts if one.name == product]
    return {
        test.id: result
        for test, result in zip(found.tests, one.results, strict=True)
        if test.id in {RULE, FLEET, OWN}
    }


def gaps(found: Report) -> list[tuple[str, str]]:
    return [(one.path, one.reason) for one in found.population.gaps]


def first_seen(found: Report) -> dict[tuple[str, str], str | None]:
    return {
        (found.contract(one.contract).name, one.rule): one.first_seen for one in found.deviations
    }


def test_policies_that_are_those_of_today_need_not_be_kept(mesh: Writer) -> None:
    mesh.run("2026-01-01", contract("orders", {RULE: "fail"}))
    found = mesh.report()
    assert (gaps(found), found.status) == ([], "non-compliant")
    titles = {one.id: one.title for one in found.tests}
    assert titles[RULE] != RULE
    assert {one.name for one in found.frameworks} >= {"gdpr", "sox"}
    assert any("None of them is known to have looked" in one for one in found.notices)


def test_policies_that_nobody_kept_are_a_gap_and_hide_nothing(mesh: Writer) -> None:
    mesh.run("2026-01-01", contract("orders", {OWN: "fail"}), pack="sha256:" + "1" * 64)
    found = mesh.report()
    [(name, why)] = gaps(found)
    assert (name, found.status) == ("sha256:" + "1" * 64, "non-compliant")
    assert "no run that they judged kept what it was judged on" in why
    assert [(one.id, one.severity) for one in found.tests] == [
        (FLEET, "info"), (OWN, "error"), (RULE, "info"),
    ]  # fmt: skip
    assert (found.deviations[0].rule, found.frameworks) == (OWN, ())


def test_a_rule_that_judged_once_and_is_no_more_still_has_its_exception(mesh: Writer) -> None:
    mesh.run("2026-01-01", contract("orders", {OWN: "fail"}), pack="sha256:" + "1" * 64)
    mesh.run("2026-01-02", contract("customers"))
    found = mesh.report()
    assert results(found, "orders") == {RULE: "pass", FLEET: "pass", OWN: "fail"}
    assert results(found, "customers")[OWN] == "not-applicable"
    assert found.count("fail") == 1
    untested = [one for one in found.tests if one.tally.of("not-tested")]
    assert len(untested) > 2


def test_a_run_that_is_not_whole_is_a_gap(mesh: Writer) -> None:
    mesh.run("2026-01-01", contract("orders"), contract("customers"), drop=1)
    assert gaps(mesh.report()) == [("run run-1", "entry 2: it judged 2 contracts, the log has 1")]
    assert mesh.report().status == "incomplete"


def test_a_run_that_is_told_in_two_ways_is_a_gap(mesh: Writer) -> None:
    mesh.run("2026-01-01", contract("orders"), id="same")
    mesh.run("2026-01-02", contract("orders"), id="same", url="https://ci.example.com/2")
    found = mesh.report()
    assert gaps(found) == [
        ("run same", "entry 2: it judged 1 contracts, the log has 2"),
        ("run same", "entry 4 tells of it in another way than one before"),
    ]


def test_a_verdict_whose_run_nobody_tells_of_counts_and_is_a_gap(mesh: Writer) -> None:
    mesh.run("2026-01-01", contract("orders", {RULE: "fail"}))
    data = record_of(contract("customers", {RULE: "fail"}), "stray")
    read = record.read(data, "x", (), unsigned=True)
    stray = [one for one in ingest.drafts_of(read, mesh.store) if one.kind != "run"]
    for one in stray:
        mesh.append(one, "2026-01-02T04:00:00Z")
    found = mesh.report()
    assert ("run stray", "verdicts name it, and no entry tells of it") in gaps(found)
    assert found.count("fail") == 2


def record_of(one: ContractVerdict, run: str) -> bytes:
    summary = Summary(1, 0, 1, {"error": 1})
    verdict = Verdict(
        "check", "fail", 1, "2026-01-01T03:00:00Z", "regorus", "1", SHIPPED, 2, ("builtin",),
        summary, (one,),
    )  # fmt: skip
    [line] = record.write(verdict, RunFacts(run, "jane", "0.1.0"), ())
    return line.rstrip()


def test_records_in_any_order_tell_the_same_story(mesh: Writer) -> None:
    mesh.run("2026-01-05", contract("orders", {RULE: "fail"}), recorded="2026-01-05")
    mesh.run("2026-01-01", contract("orders", {RULE: "fail"}), recorded="2026-01-06")
    mesh.run("2026-01-03", contract("orders"), recorded="2026-01-07")
    mesh.run("2026-01-04", contract("orders", {RULE: "fail"}), recorded="2026-01-08")
    found = mesh.report()
    assert first_seen(found) == {("orders", RULE): "2026-01-04"}
    assert [one.at[:10] for one in found.trend or ()] == [
        "2026-01-01", "2026-01-03", "2026-01-04", "2026-01-05",
    ]  # fmt: skip
    assert found.scope.evaluated_at == "2026-01-05T03:00:00Z"
    assert any(
        one.startswith("3 of 4 runs came into the log on another day") for one in found.notices
    )
    early = mesh.report(period=("2026-01-01", "2026-01-03"))
    assert (early.status, first_seen(early)) == ("compliant", {})


def test_who_judges_as_of_a_day_to_come_has_not_the_last_word(mesh: Writer) -> None:
    mesh.run("2027-01-01", contract("orders"), recorded="2026-01-01", searched=["mesh"])
    mesh.run("2026-01-02", contract("orders", {RULE: "fail"}))
    found = mesh.report()
    assert (found.status, first_seen(found)) == ("non-compliant", {("orders", RULE): "2026-01-02"})
    assert found.scope.evaluated_at == "2026-01-02T03:00:00Z"
    assert any(one.startswith("1 of 2 runs came into the log on another") for one in found.notices)


def test_a_narrower_run_does_not_make_an_exception_young(mesh: Writer) -> None:
    mesh.run("2026-01-01", contract("orders", {FLEET: "fail"}))
    mesh.run("2026-01-02", contract("orders", {FLEET: "not-tested"}))
    mesh.run("2026-01-03", contract("orders", {FLEET: "fail"}))
    assert first_seen(mesh.report()) == {("orders", FLEET): "2026-01-01"}
    mesh.run("2026-01-04", contract("orders"))
    mesh.run("2026-01-05", contract("orders", {FLEET: "fail"}))
    assert first_seen(mesh.report()) == {("orders", FLEET): "2026-01-05"}


def trend(found: Report) -> list[tuple[int, int]]:
    return [(one.contracts, one.failed) for one in found.trend or ()]


def test_nothing_is_published_on_the_word_of_a_failed_gate(mesh: Writer) -> None:
    mesh.run("2026-01-01", contract("orders", {FLEET: "fail"}), contract("customers"))
    mended = contract("orders", version="1.4.1", digest=canonical.digest(b"mended"), diff=DIFF)
    bad = contract("customers", {RULE: "fail"}, digest=canonical.digest(b"bad"), diff=DIFF)
    mesh.run("2026-01-02", mended, bad, command="gate")
    found = mesh.report()
    assert first_seen(found) == {("orders", FLEET): "2026-01-01"}
    assert {one.version for one in found.contracts} == {"1.0.0"}
    assert (found.status, trend(found)) == ("non-compliant", [(2, 1)])
    assert not [one for one in found.notices if "gate" in one]
    mesh.run("2026-01-03", mended, command="gate")
    found = mesh.report()
    assert (found.status, trend(found)) == ("compliant", [(2, 1), (2, 0)])
    assert "Judged last by a gate, on a branch: orders (mesh/orders.yaml)" in found.notices


def test_a_failed_gate_before_the_first_other_verdict_dates_nothing(mesh: Writer) -> None:
    broken = contract("orders", {RULE: "fail"})
    mesh.run("2026-01-02", broken, command="gate")
    assert first_seen(mesh.report()) == {("orders", RULE): "2026-01-02"}
    mesh.run("2026-01-05", broken)
    found = mesh.report()
    assert (first_seen(found), trend(found)) == ({("orders", RULE): "2026-01-05"}, [(1, 1)])
    early = mesh.report(period=("2026-01-01", "2026-01-04"))
    assert first_seen(early) == {("orders", RULE): "2026-01-02"}


def test_what_another_repository_or_a_time_to_come_says_is_no_other_verdict(mesh: Writer) -> None:
    broken = contract("orders", {RULE: "fail"})
    mesh.run("2026-01-01", contract("orders"), repository="https://git.example.com/one")
    mesh.run("2026-01-02", broken, repository="https://git.example.com/two", command="gate")
    mesh.run("2026-02-05", contract("orders"), repository="https://git.example.com/two",
             recorded="2026-01-02")  # fmt: skip
    mesh.run("2026-01-03", contract("customers"))
    assert trend(mesh.report(period=("2026-01-01", "2026-01-31"))) == [(1, 0), (2, 1), (3, 1)]
    assert trend(mesh.report()) == [(1, 0), (2, 0), (3, 0)]


def test_a_new_file_that_only_failed_gates_met_is_named(mesh: Writer) -> None:
    mesh.run("2026-01-01", contract("orders"))
    moved = contract("orders", {RULE: "fail"}, path="new/orders.yaml", diff=DIFF)
    mesh.run("2026-01-02", moved, command="gate")
    found = mesh.report()
    assert (found.status, trend(found)) == ("compliant", [(1, 0)])
    assert (
        "Not counted, since only gates that failed met it there, and other verdicts speak of the "
        "product: orders (new/orders.yaml)"
    ) in found.notices


def test_ten_of_the_contracts_that_gates_judged_last_are_named(mesh: Writer) -> None:
    mesh.run("2026-01-01", *(contract(f"p{one:02}") for one in range(12)), command="gate")
    [listed] = [one for one in mesh.report().notices if one.startswith("Judged last by a gate")]
    assert listed.endswith("p08 (mesh/p08.yaml), p09 (mesh/p09.yaml) and 2 more")


def test_a_run_may_be_told_of_after_its_verdicts_or_never(mesh: Writer) -> None:
    mesh.run("2026-01-01", contract("orders", {RULE: "fail"}), contract("customers"))
    mesh.run("2026-01-02", contract("never_told", {RULE: "fail"}), command="gate")
    with SqliteLog(mesh.log) as log:
        rows = list(log.entries())
    for lost in (True, False):
        found = Index()
        told = [one for one in rows if b'"kind":"run"' in one.text]
        for row in [one for one in rows if one not in told] + ([] if lost else told):
            found.add(row)
        found.close()
        names = {"orders", "customers"} | ({"never_told"} if lost else set())
        assert found.firm == {("", one) for one in names}


ECHO: Final = {RULE: "not-tested", FLEET: "warn"}


def test_what_a_gate_says_of_others_is_laid_over_their_last_verdict(mesh: Writer) -> None:
    mesh.run("2026-01-01", contract("orders", {RULE: "fail"}), contract("customers"))
    mesh.run("2026-01-02", contract("orders", ECHO), command="gate")
    found = mesh.report()
    assert results(found, "orders") == {RULE: "fail", FLEET: "warn"}
    assert first_seen(found) == {("orders", FLEET): "2026-01-02", ("orders", RULE): "2026-01-01"}
    assert (
        "The last verdict on 1 of 2 contracts is that of a gate, on a branch: the log does not "
        "know whether it was merged"
    ) in found.notices
    gone = contract("orders", ECHO, path="main:mesh/orders.yaml", diff=SAME)
    mesh.run("2026-01-02", gone, command="gate")
    assert results(mesh.report(), "orders") == {RULE: "fail", FLEET: "warn"}
    mesh.run("2026-01-03", contract("orders", diff=DIFF), command="gate")
    assert mesh.report().status == "compliant"


def test_what_only_a_gate_said_of_others_in_a_period_is_a_gap(mesh: Writer) -> None:
    mesh.run("2026-01-01", contract("orders", {RULE: "fail"}), contract("customers"))
    mesh.run("2026-01-02", contract("orders", ECHO), command="gate")
    found = mesh.report(period=("2026-01-02", "2026-01-31"))
    assert dict(gaps(found)) == {
        "mesh/orders.yaml": "in the period orders was asked the rules over all contracts alone "
        "(entry 6); all others it was asked on 2026-01-01 (entry 3)",
        "mesh/customers.yaml": "customers was not judged in the period; last on 2026-01-01 "
        "(entry 4)",
    }
    assert (found.population.expected, found.population.evaluated) == (2, 1)
    assert results(found, "orders") == {RULE: "not-tested", FLEET: "warn"}


def test_two_repositories_are_two_trees(mesh: Writer) -> None:
    one, two = "https://git.example.com/one", "https://git.example.com/two"
    mesh.run("2026-01-01", contract("orders", {RULE: "fail"}), repository=one, searched=["mesh"])
    mesh.run("2026-01-02", contract("orders"), repository=two, searched=["mesh"])
    mesh.run("2026-01-03", contract("customers"), repository=two, searched=["mesh"])
    found = mesh.report()
    assert [(each.name, each.verdict) for each in found.contracts] == [
        ("customers", "pass"), ("orders", "fail"),
    ]  # fmt: skip
    said = "\n".join(each for each in found.notices if each.startswith("No longer there"))
    assert said == (
        "No longer there: orders (mesh/orders.yaml), judged last in entry 5; the run of entry 6 "
        "looked where it was and did not meet it"
    )
    assert [each.name for each in found.evidence if each.kind == "repository"] == [one, two]


@pytest.mark.parametrize(
    ("searched", "there"), [(["mesh"], 1), (["other"], 2), ([], 2), (["mesh/b*.yaml"], 2)]
)
def test_only_who_looked_there_knows_that_a_contract_is_gone(
    mesh: Writer, searched: list[str], there: int
) -> None:
    mesh.run("2026-01-01", contract("orders"), contract("customers"), searched=["mesh"])
    mesh.run("2026-01-02", contract("orders"), searched=searched)
    assert len(mesh.report().contracts) == there
    later = mesh.report(period=("2026-01-02", "2026-01-02"))
    assert len(later.population.gaps) == there - 1
    said = [one for one in later.notices if one.startswith("No longer there")]
    assert said == (
        ["No longer there: 1 contracts that were judged before the period"] if there == 1 else []
    )


def test_places_that_no_run_looked_at_together_are_no_tree(mesh: Writer) -> None:
    mesh.run("2026-01-01", contract("orders", {RULE: "fail"}), searched=["mesh"])
    mesh.run("2026-01-02", contract("customers"), searched=["mesh"])
    assert [one.name for one in mesh.report().contracts] == ["customers", "orders"]


def test_many_that_are_gone_are_counted(mesh: Writer) -> None:
    everything = [contract(f"p{one:02}") for one in range(25)]
    mesh.run("2026-01-01", *everything, searched=["mesh"])
    mesh.run("2026-01-02", everything[0], searched=["mesh"])
    said = [one for one in mesh.report().notices if one.startswith("No longer there")]
    assert (len(said), said[-1]) == (21, "No longer there: 4 contracts more")


def test_files_of_one_name_are_told_apart_by_the_major_version(mesh: Writer) -> None:
    old = contract("orders", {RULE: "fail"}, path="/a/contract.yaml")
    new = contract("orders", path="/b/contract.yaml", version="2.0.0")
    odd = contract("orders", path="/c/contract.yaml", version="next")
    mesh.run("2026-01-01", old, new, odd)
    found = mesh.report()
    assert [(one.path, one.verdict) for one in found.contracts] == [
        ("/a/contract.yaml", "fail"), ("/b/contract.yaml", "pass"), ("/c/contract.yaml", "pass"),
    ]  # fmt: skip


def test_more_than_a_hundred_runs(mesh: Writer) -> None:
    for one in range(102):
        mesh.run(f"2026-01-{one // 10 + 1:02}", contract("orders", {RULE: "fail"}))
    found = mesh.report()
    assert [point.at[:10] for point in found.trend or ()] == [
        f"2026-01-{day:02}" for day in range(1, 12)
    ]
    assert "The trend shows the last run of each day, of 102 runs" in found.notices
    runs = [one.name for one in found.evidence if one.kind in {"run", "runs"}]
    assert (len(runs), runs[0]) == (101, "102 in the period; the last 100 follow")


def test_policies_come_and_go(mesh: Writer) -> None:
    other = "sha256:" + "1" * 64
    for day, pack in (("01", SHIPPED), ("02", other), ("03", other), ("04", SHIPPED)):
        mesh.run(f"2026-01-{day}", contract("orders"), pack=pack)
    found = mesh.report()
    first = "policies judge here for the first time (2 rules)"
    assert [(one.at[:10], one.what, one.digest) for one in found.changes or ()] == [
        ("2026-01-01", first, SHIPPED),
        ("2026-01-02", first, other),
        ("2026-01-04", "other policies judge", SHIPPED),
    ]
    later = mesh.report(period=("2026-01-03", "2026-01-04"))
    assert [one.at[:10] for one in later.changes or ()] == ["2026-01-04"]


def test_waivers_come_change_and_go(mesh: Writer) -> None:
    told: tuple[dict[str, str], ...] = (
        {"a.yaml": "1", "b.yaml": "3"}, {"a.yaml": "2", "b.yaml": "3"}, {"b.yaml": "3"}, {},
    )  # fmt: skip
    for day, waivers in enumerate(told, 1):
        mesh.run(f"2026-01-0{day}", contract("orders"), waivers=waivers)
    for words in ({}, {"period": ("2026-01-01", "2026-01-31")}):
        changes = [(one.at[9:10], one.what) for one in mesh.report(**words).changes or ()]
        assert changes[1:] == [
            ("2", "waivers a.yaml: changed"), ("3", "waivers a.yaml: no longer there"),
            ("4", "waivers b.yaml: no longer there"),
        ]  # fmt: skip
    later = mesh.report(period=("2026-01-02", "2026-01-03")).changes or ()
    assert [one.what for one in later] == [
        "waivers a.yaml: new or changed", "waivers a.yaml: no longer there",
    ]  # fmt: skip
    last = mesh.report(period=("2026-01-04", "2026-01-04")).changes or ()
    assert [one.what for one in last] == ["waivers: no longer there"]


def test_nothing_but_gaps_is_an_error(mesh: Writer, tmp_path: Path) -> None:
    mesh.run("2026-01-01", contract("orders"))
    (tmp_path / "list.txt").write_text("never_there\n")
    with pytest.raises(InputError, match="never_there is expected and was not judged"):
        mesh.report(str(tmp_path / "list.txt"), product="never_there")
    with pytest.raises(InputError, match="none of 1 product is the product 'never_there'"):
        mesh.report(product="never_there")


def test_a_gate_that_had_nothing_to_judge(mesh: Writer) -> None:
    body: dict[str, Json] = {
        "id": "1", "command": "gate", "verdict": "pass", "exit_code": 0, "contracts": 0,
        "failed": 0, "evaluated_at": "2026-01-01T03:00:00Z", "commit": None, "repository": None,
        "url": None,
    }  # fmt: skip
    mesh.append(Draft("run", "jane", body), "2026-01-01T03:00:00Z")
    with pytest.raises(InputError, match="no verdict on any contract, for 1 run"):
        mesh.report()
    with SqliteLog(mesh.log) as log:
        handed = HandedLog([row.text for row in log.entries()], log.origin)
    assert list(reports(handed, mesh.store.get, ("2026-01-01", "2026-01-31"))) == []
    mesh.run("2026-01-02", contract("orders"))
    found = mesh.report()
    assert (found.scope.runs, [one.contracts for one in found.trend or ()]) == (2, [1])


def test_what_a_signed_checkpoint_covers(mesh: Writer) -> None:
    pem = Ed25519PrivateKey.from_private_bytes(bytes(32)).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    signing = signer(pem.decode(), "example.com/mesh", "key")
    mesh.run("2026-01-01", contract("orders"))
    pins, keys = [mesh.pin(signing)], [signing.public.line]
    assert not [one for one in mesh.report(pins=pins, keys=keys).notices if "Integrity" in one]
    mesh.run("2026-01-02", contract("orders"))
    found = mesh.report(pins=pins, keys=keys)
    assert found.notices[0] == "Entries 4 to 5 are covered by no checkpoint kept elsewhere"
    [kept] = [one.name for one in found.evidence if one.kind == "checkpoint kept elsewhere"]
    assert kept == f"{pins[0]}: the first 3 entries, signed by {signing.public}"
    assert "No trusted key signed the records of 1 of 1 last verdicts" in found.notices
    both = mesh.report(pins=[*pins, mesh.pin(signing)], keys=keys)
    assert not [one for one in both.notices if "Entries" in one or "Integrity" in one]
    unsigned = mesh.report(pins=pins).notices
    assert [one.partition(" ")[0] for one in unsigned[:2]] == ["Integrity", "Entries"]


def test_a_list_of_inputs_that_is_none(mesh: Writer) -> None:
    kept = mesh.store.put(b"[", "inputs")
    body: dict[str, Json] = {
        "id": "1", "command": "check", "verdict": "pass", "exit_code": 0, "contracts": 0,
        "failed": 0, "evaluated_at": "2026-01-01T03:00:00Z", "commit": None, "repository": None,
        "url": None, "inputs": kept.digest,
    }  # fmt: skip
    mesh.append(Draft("run", "jane", body, (kept,)), "2026-01-01T03:00:00Z")
    with pytest.raises(MeshgovError, match="the list of inputs of entry 1 is none"):
        mesh.report()


def test_entries_of_another_shape_are_named(mesh: Writer) -> None:
    mesh.append(Draft("verdict", "jane", {"product": "orders"}), "2026-01-01T00:00:00Z")
    with pytest.raises(MeshgovError, match="entry 1 is not what meshgov writes") as caught:
        mesh.report()
    assert caught.value.exit_code == 1


def test_a_verdict_of_another_shape_is_named(mesh: Writer) -> None:
    body: dict[str, Json] = {
        "product": "orders", "path": "x", "run": "1", "pack": "p",
        "evaluated_at": "2026-01-01T00:00:00Z",
    }  # fmt: skip
    mesh.run("2026-01-01", contract("orders"))
    mesh.append(Draft("verdict", "jane", body), "2026-01-02T00:00:00Z")
    with pytest.raises(MeshgovError, match="entry 4 is not what meshgov writes"):
        mesh.report()


def test_an_empty_log(mesh: Writer) -> None:
    with SqliteLog(mesh.log, write=True, origin="x"):
        pass
    with pytest.raises(InputError, match="among its 0 entries"):
        mesh.report()


def test_a_record_that_is_not_the_one_of_its_entry(mesh: Writer) -> None:
    mesh.run("2026-01-01", contract("orders", {RULE: "fail"}))
    read = record.read(
        record_of(contract("orders", {RULE: "fail"}), "run-2"), "x", (), unsigned=True
    )
    other = replace(read, payload="sha256:" + "4" * 64)
    for one in ingest.drafts_of(other, mesh.store):
        mesh.append(one, "2026-01-02T00:00:00Z")
    with pytest.raises(MeshgovError, match="is not the one that it tells of"):
        mesh.report()
    broken = mesh.store.put(b"{}", "record")
    body = {**next(iter_bodies(mesh)), "record": "sha256:" + "5" * 64}
    mesh.append(Draft("verdict", "jane", body, (broken,)), "2026-01-03T00:00:00Z")
    with pytest.raises(MeshgovError, match="is no verdict record"):
        mesh.report()


def iter_bodies(mesh: Writer) -> Any:
    from meshgov.evidence import entries  # noqa: PLC0415  # one test asks

    with SqliteLog(mesh.log) as log:
        found = [entries.whole(row) for row in log.entries()]
    return (dict(one.body) for one in reversed(found) if one.kind == "verdict")
