"""``meshgov report --log``: the story of a mesh over some weeks, as real runs left it in a log."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import jsonschema
import pytest

from meshgov.app import clock
from meshgov.app.audit import AuditSettings
from meshgov.cli.main import run
from meshgov.errors import ConfigurationError
from meshgov.evidence import entries
from meshgov.evidence.sqlite import SqliteLog
from meshgov.render.reports import registry

ROOT: Final = Path(__file__).resolve().parents[2]
VARIABLES: Final = (
    "MESHGOV_SIGNING_KEY", "MESHGOV_AUDIT_SIGNING_KEY", "MESHGOV_AUDIT_LOG", "MESHGOV_AUDIT_KEYS",
    "MESHGOV_OPA_URL", "GITHUB_ACTIONS", "GITHUB_RUN_ID", "GITLAB_CI",
)  # fmt: skip
CUSTOMERS: Final = Path("mesh/sales/customers-v2.yaml")
ENCRYPTED, PLAIN = "encryption_enabled: true", "encryption_enabled: false"
UNENCRYPTED: Final = "pii_handling/encryption_required"


class Mesh:
    """The reference mesh on days of one's choice."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self._patch = monkeypatch

    def on(self, day: str, *words: str, record: str = "--record") -> int:
        """Run a command on a day; a plain check that is recorded without words."""
        self._patch.setattr(clock, "current", lambda: f"{day}T09:00:00Z")
        return run(words or ("check", record))

    def edit(self, file: Path | str, old: str, new: str) -> None:
        text = (self.folder / file).read_text("utf-8")
        assert old in text
        (self.folder / file).write_text(text.replace(old, new), "utf-8")


def told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What happened in October."""
    mesh = Mesh(folder, monkeypatch)
    waiver = (folder / "waivers/WVR-0102.yaml").rename(folder / "WVR-0102.yaml.later")
    assert mesh.on("2026-10-01") == 0
    mesh.edit(CUSTOMERS, ENCRYPTED, PLAIN)
    assert mesh.on("2026-10-05") == 1
    mesh.edit(CUSTOMERS, PLAIN, ENCRYPTED)
    assert mesh.on("2026-10-08") == 0
    mesh.edit(CUSTOMERS, ENCRYPTED, PLAIN)
    assert mesh.on("2026-10-12") == 1
    waiver.rename(folder / "waivers/WVR-0102.yaml")
    assert mesh.on("2026-10-14", "check", "--record", "--opa-url", "http://127.0.0.1:9") == 3
    assert mesh.on("2026-10-15") == 1
    (folder / "mesh/finance/ledger-v1.yaml").unlink()
    mesh.edit("governance.yaml", "regulations: [gdpr]", "regulations: [gdpr, ccpa]")
    assert mesh.on("2026-10-20") == 1
    assert mesh.on("2026-10-21", "diff", "past/sales", "mesh/sales", "--record") == 1


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("story") / "mesh"
    shutil.copytree(ROOT / "examples", folder)
    with pytest.MonkeyPatch.context() as patch:
        for name in VARIABLES:
            patch.delenv(name, raising=False)
        patch.setenv("MESHGOV_ACTOR", "jane")
        patch.setenv("GIT_CEILING_DIRECTORIES", str(folder.parent))
        patch.chdir(folder)
        told(folder, patch)
    return folder


Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def call(
    story: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Call:
    """Calls a command where a copy of that log is, after October."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("MESHGOV_ACTOR", "jane")
    shutil.copytree(story, tmp_path / "mesh")
    monkeypatch.chdir(tmp_path / "mesh")
    monkeypatch.setattr(clock, "current", lambda: "2026-11-02T09:00:00Z")

    def called(*words: str) -> tuple[int, str, str]:
        code = run(words)
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return code, out, err

    return called


def report(call: Call, *words: str, code: int = 1) -> Any:
    found, out, err = call("report", "--log", "evidence.db", "--format", "json", *words)
    assert found == code, err + out
    return json.loads(out)


def ages(document: Any) -> list[tuple[Any, ...]]:
    keys = ("product", "rule", "blocking", "first_seen", "first_entry", "waiver", "owner")
    return sorted({tuple(one[key] for key in keys) for one in document["exceptions"]}, key=str)


NOTED: Final = ("sla/availability_missing", False, "2026-10-01", 12)


def test_the_whole_of_october(call: Call, story: Path) -> None:
    document = report(call)
    schema = json.loads((ROOT / "schemas/report.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator(schema).validate(document)
    assert document["status"] == "non-compliant"
    scope = document["scope"]
    assert (scope["source"], scope["evaluated_at"], scope["runs"], scope["log"]) == (
        "log", "2026-10-20T09:00:00Z", 6, origin(story),
    )  # fmt: skip
    population = document["population"]
    assert (population["expected"], population["evaluated"], population["gaps"]) == (14, 14, [])
    assert ages(document) == [
        ("product_reviews", *NOTED, "WVR-0102", "catalog"),
        ("sales_customers", UNENCRYPTED, True, "2026-10-12", 62, None, "sales-data"),
        (
            "web_sessions", "schema_validation/primary_key_missing", False, "2026-10-01", 8,
            "WVR-0101", "marketing-analytics",
        ),
    ]  # fmt: skip
    assert {one["judged_at"] for one in document["contracts"]} == {"2026-10-20T09:00:00Z"}
    assert sorted(one["entry"] for one in document["contracts"]) == [
        *range(87, 91), *range(92, 96), *range(97, 103),
    ]  # fmt: skip
    assert [(one["at"][:10], one["what"], one["entry"]) for one in document["policy_changes"]] == [
        ("2026-10-01", f"policies judge here for the first time ({rules()} rules)", 1),
        ("2026-10-15", "waivers WVR-0102.yaml: new", 68),
        ("2026-10-20", "governance governance.yaml: changed", 86),
    ]
    assert [
        (one["at"][:10], one["contracts"], one["failed"], one["waived"], one["entry"])
        for one in document["trend"]
    ] == [
        ("2026-10-01", 15, 0, 0, 2), ("2026-10-05", 15, 1, 0, 18), ("2026-10-08", 15, 0, 0, 34),
        ("2026-10-12", 15, 1, 1, 50), ("2026-10-15", 15, 1, 2, 68), ("2026-10-20", 14, 1, 2, 86),
    ]  # fmt: skip
    assert document["failures"] == [
        {"at": "2026-10-14T09:00:00Z", "command": "check", "kinds": ["engine"], "entry": 67}
    ]
    used = {one["id"]: (one["state"], one["entries"]) for one in document["waivers"]}
    assert used["WVR-0101"] == ("active", [56, 74, 91])
    assert used["WVR-0102"] == ("active", [79, 96])
    assert {one["location"].split(":")[0] for one in document["waivers"]} == {
        one.name for one in (ROOT / "examples/waivers").iterdir()
    }
    assert document["notices"] == [
        INTEGRITY,
        (
            "No longer there: finance_ledger (mesh/finance/ledger-v1.yaml), judged last in entry "
            "70; the run of entry 86 looked where it was and did not meet it"
        ),
        (
            "The population is what runs of the period judged; the last one that looked through "
            "whole folders is entry 86. No list says what should have been judged (--expected)"
        ),
        "No trusted key signed the records of 14 of 14 last verdicts",
    ]


INTEGRITY: Final = (
    "Integrity only, not authenticated: no checkpoint that a trusted key signed and somebody kept "
    "elsewhere was given, so whoever owns the log could have written it anew"
)


def origin(folder: Path) -> str:
    with SqliteLog(str(folder / "evidence.db")) as log:
        return log.origin


def rules() -> int:
    from meshgov.app import resources  # noqa: PLC0415  # few tests ask
    from meshgov.policy import pack  # noqa: PLC0415  # likewise

    own = str(ROOT / "examples/mesh/marketing/policies")
    return len(pack.build(resources.folder("policies"), (own,)).rules)


def test_evidence_leads_to_entries_checkpoint_and_files(call: Call, story: Path) -> None:
    found = [(one["kind"], one["name"]) for one in report(call)["evidence"]]
    assert found[:4] == [
        ("meshgov", "0.1.0"),
        ("evidence log", origin(story)),
        ("entries", "1 to 108"),
        ("checkpoint of these entries", "size 108"),
    ]
    assert ("governance of marketing", "domain.yaml") in found
    assert ("run", "entry 86: check of 2026-10-20T09:00:00Z by jane, 14 contracts: fail") in found
    assert ("run", "entry 103: diff of 2026-10-21T09:00:00Z by jane, 5 contracts: fail") in found
    assert ("policy pack", "judged 6 of 6 runs") in found


def test_a_period_is_about_its_runs_and_ages_look_back_before_it(call: Call) -> None:
    document = report(call, "--period", "2026-10-14..2026-10-16")
    assert document["scope"]["runs"] == 1
    assert [one["entry"] for one in document["trend"]] == [68]
    assert [one["entry"] for one in document["policy_changes"]] == [68]
    assert [one["entry"] for one in document["failures"]] == [67]
    assert ages(document)[:2] == [
        ("product_reviews", *NOTED, "WVR-0102", "catalog"),
        ("sales_customers", UNENCRYPTED, True, "2026-10-12", 62, None, "sales-data"),
    ]
    assert document["population"]["evaluated"] == 15
    assert document["evidence"][2]["name"] == "1 to 85"


def test_what_was_fixed_and_broken_again_is_as_old_as_the_second_time(call: Call) -> None:
    first = report(call, "--period", "2026-10-01..2026-10-07")
    assert [one[3] for one in ages(first) if one[1] == UNENCRYPTED] == ["2026-10-05"]
    fixed = report(call, "--period", "2026-10-01..2026-10-09", code=0)
    assert UNENCRYPTED not in {one[1] for one in ages(fixed)}
    assert fixed["status"] == "compliant"


def test_a_period_without_a_run_is_an_error(call: Call) -> None:
    code, out, err = call("report", "--log", "evidence.db", "--period", "2026-11-01..2026-11-30")
    assert (code, out) == (2, "")
    assert "no run of `check` or `gate` from 2026-11-01 to 2026-11-30 among its 108 entries" in err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("mesh",), "takes no PATH"),
        (("--policies", "x"), "--policies has no effect"),
        (("--evaluation-time", "2026-10-01"), "--evaluation-time has no effect"),
        (("--results", "x"), "--results has no effect"),
        (("--jobs", "2"), "--jobs has no effect"),
        (("--framework", "gdrp"), "there is no framework 'gdrp'"),
        (("--product", "sales_order"), "did you mean"),
        (("--domain", "nowhere"), "is the domain 'nowhere'"),
        (("--expected", "none.txt"), "none.txt"),
        (("--pin", "key"), "key"),
    ],
)
def test_what_has_no_effect_or_no_sense_is_refused(
    call: Call, words: tuple[str, ...], said: str
) -> None:
    code, out, err = call("report", "--log", "evidence.db", *words)
    assert (code, out) == (2, "")
    assert said in err


@pytest.mark.parametrize("words", [("--expected", "mesh"), ("--pin", "x"), ("--key", "x")])
def test_options_of_a_log_need_one(call: Call, words: tuple[str, ...]) -> None:
    code, _, err = call("report", *words)
    assert (code, f"{words[0]} is about an evidence log" in err) == (2, True)


def test_a_period_over_a_run_says_that_a_log_has_more(call: Call) -> None:
    code, _, err = call("report", "--period", "2026-01-01..2026-01-31")
    assert (code, "--log reports on the runs of a period" in " ".join(err.split())) == (2, True)


def test_one_product_and_one_article(call: Call) -> None:
    document = report(call, "--product", "sales_customers", "--framework", "gdpr:32")
    assert document["schema"] == "meshgov/product-report/v1"
    assert document["last_checked"] == "2026-10-20T09:00:00Z"
    assert {one["first_seen"] for one in document["violations"]} == {"2026-10-12"}
    assert [(one["contracts"], one["failed"]) for one in document["trend"]] == [
        (1, 0), (1, 1), (1, 0), (1, 1), (1, 1), (1, 1),
    ]  # fmt: skip
    assert document["population"]["outside"] == 13
    assert document["population"]["difference"] == 0


def test_a_sample_is_drawn_as_from_a_run(call: Call) -> None:
    from_log = report(call, "--sample", "3", "--seed", "7")["sample"]
    code, out, _ = call("report", "--sample", "3", "--seed", "7", "--format", "json")
    assert (code, json.loads(out)["sample"]) == (1, from_log)


def test_what_is_expected_and_missing_is_a_gap(call: Call, tmp_path: Path) -> None:
    text = "sales_orders\nnever_there\nweb_sessions sha256:" + "0" * 64 + "\n"
    (tmp_path / "list.txt").write_text(text)
    document = report(call, "--expected", str(tmp_path / "list.txt"), code=2)
    assert [one["reason"] for one in document["population"]["gaps"]] == [
        "never_there is expected and was not judged",
        "web_sessions was judged, but not last as it is expected (sha256:000000000000)",
    ]
    assert (document["population"]["expected"], document["population"]["evaluated"]) == (15, 14)
    more = [one for one in document["notices"] if one.startswith("Judged, and not expected")]
    assert [one.partition(":")[0] for one in more] == ["Judged, and not expected"]
    assert "9 products: finance_invoices" in more[0]


def test_a_tree_without_holes_is_complete(call: Call) -> None:
    document = report(call, "--expected", "mesh")
    assert document["population"]["complete"]
    assert not [one for one in document["notices"] if "--expected" in one]
    narrow = report(call, "--expected", "mesh", "--product", "sales_orders", code=0)
    assert narrow["population"]["complete"]


def test_the_same_bytes_in_every_format_and_one_note_in_the_log(call: Call) -> None:
    every = [part for name in registry.names() for part in ("--format", name)]
    for out in ("one", "two"):
        assert call("report", "--log", "evidence.db", "--out", out, *every)[0] == 1
    files = sorted(one.relative_to("one") for one in Path("one").rglob("*") if one.is_file())
    assert len(files) > len(registry.names())
    for one in files:
        assert ("one" / one).read_bytes() == ("two" / one).read_bytes(), one
    [export] = kept("export")
    assert (export.actor, export.body["what"], export.body["status"], export.body["size"]) == (
        "jane", "report", "non-compliant", 108,
    )  # fmt: skip
    assert sorted(export.body["files"]) == [one.as_posix() for one in files]
    assert call("report", "--log", "evidence.db", "--format", "markdown")[0] == 1
    assert call("report", "--log", "evidence.db", "--format", "csv=my-name/tables")[0] == 1
    first, second, third = kept("export")
    assert (first, list(second.body["files"])) == (export, ["markdown"])
    assert "my-name" not in str(third.body)
    assert "csv/population.csv" in third.body["files"]
    assert call("audit", "verify")[0] == 0


def kept(kind: str) -> list[Any]:
    with SqliteLog("evidence.db") as log:
        found = [entries.whole(row) for row in log.entries()]
    return [one for one in found if one.kind == kind]


def test_a_log_that_may_not_be_written_gives_a_report_all_the_same(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = report(call)

    def opened(self: AuditSettings, *, write: bool = False, origin: str = "") -> SqliteLog:
        if write:
            raise ConfigurationError("evidence.db may not be written")
        return SqliteLog(self.log, origin=origin)

    monkeypatch.setattr(AuditSettings, "open", opened)
    code, out, err = call("report", "--log", "evidence.db", "--format", "json")
    assert (code, json.loads(out)) == (1, before)
    assert "the log does not say that this report was handed out: evidence.db may not" in err


def altered(entry: int, old: str, new: str) -> None:
    base = sqlite3.connect("evidence.db", isolation_level=None)
    for (name,) in base.execute("SELECT name FROM sqlite_schema WHERE type='trigger'").fetchall():
        base.execute(f"DROP TRIGGER {name}")
    base.execute("UPDATE entries SET entry = replace(entry, ?, ?) WHERE seq = ?", (old, new, entry))
    base.close()


def test_a_log_that_was_altered_gives_no_report(call: Call) -> None:
    altered(62, '"result":"fail"', '"result":"pass"')
    code, out, err = call("report", "--log", "evidence.db", "--format", "html=r.html")
    assert (code, out) == (1, "")
    assert "there is no report: entry 62 was altered" in " ".join(err.split())
    assert not Path("r.html").exists()


def content_of(entry: int, role: str) -> tuple[str, Path]:
    with SqliteLog("evidence.db") as log:
        [row] = log.entries(entry, entry)
    digest = next(one.digest for one in entries.whole(row).contents if one.role == role)
    return digest, Path("evidence.db.contents", digest[7:9], digest[9:])


def test_a_record_that_was_altered_or_vanished_gives_no_report(call: Call) -> None:
    digest, file = content_of(97, "record")
    data = file.read_bytes()
    file.write_bytes(data.replace(b"e", b"f", 1))
    code, _, err = call("report", "--log", "evidence.db")
    assert (code, f"the content {digest} is no longer what it was" in " ".join(err.split())) == (
        1, True,
    )  # fmt: skip
    file.unlink()
    code, _, err = call("report", "--log", "evidence.db")
    assert (code, "the record of entry 97" in err) == (1, True)


def erase(call: Call, entry: int, role: str) -> None:
    digest, _ = content_of(entry, role)
    assert call("audit", "erase", digest, "--reason", "asked", "--actor", "jane")[0] == 0


def test_an_exception_whose_record_was_erased_is_an_exception(call: Call) -> None:
    [entry] = {
        one["entry"] for one in report(call)["contracts"] if one["name"] == "sales_customers"
    }
    erase(call, entry, "record")
    document = report(call, code=2)
    assert document["status"] == "non-compliant"
    assert [one["reason"] for one in document["population"]["gaps"]] == [
        f"the record of its last verdict (entry {entry}) was erased: what passed is not known"
    ]
    lost = [one for one in document["exceptions"] if one["product"] == "sales_customers"]
    assert {(one["rule"], one["blocking"], one["first_seen"], one["message"]) for one in lost} == {
        (
            UNENCRYPTED, True, "2026-10-12",
            "what was found is no longer known: the record of it was erased",
        )
    }  # fmt: skip
    [contract] = [one for one in document["contracts"] if one["name"] == "sales_customers"]
    assert contract["results"].keys() == {"fail", "not-tested"}


def test_a_contract_that_was_erased_has_no_owner_any_more(call: Call) -> None:
    digest = next(
        one["digest"] for one in report(call)["contracts"] if one["name"] == "sales_customers"
    )
    assert call("audit", "erase", digest, "--reason", "asked", "--actor", "jane")[0] == 0
    document = report(call)
    assert "Who answers for 1 of 14 contracts is not known" in " ".join(document["notices"])


def test_a_governance_that_was_erased_leaves_rules_untold(call: Call) -> None:
    for entry in (86, 68, 50, 34, 18, 2):
        digest, _ = content_of(entry, "inputs")
        call("audit", "erase", digest, "--reason", "asked", "--actor", "jane")
    document = report(call, code=2)
    [gap] = document["population"]["gaps"]
    assert "the policies that judged are not in the log, and not those of this" in gap["reason"]
    assert document["frameworks"] == []
    assert ages(document)[1][:3] == ("sales_customers", UNENCRYPTED, True)
    code, _, err = call("report", "--log", "evidence.db", "--framework", "gdpr")
    assert (code, "which rules bear on gdpr can't be told" in " ".join(err.split())) == (2, True)


def test_a_period_to_come_is_refused(call: Call) -> None:
    code, _, err = call("report", "--log", "evidence.db", "--period", "2999-01-01..2999-12-31")
    assert (code, "error: the period begins on 2999-01-01, and today is " in err) == (2, True)


@pytest.mark.parametrize("role", ["waivers", "governance"])
def test_a_configuration_that_was_erased_is_a_gap(call: Call, role: str) -> None:
    digests = {content_of(entry, role)[0] for entry in (86, 68, 50, 34, 18, 2)}
    for digest in digests:
        assert call("audit", "erase", digest, "--reason", "asked", "--actor", "jane")[0] == 0
    document = report(call, code=2)
    [gap] = document["population"]["gaps"]
    assert "the policies that judged are not in the log" in gap["reason"]
    assert ages(document)[1][:3] == ("sales_customers", UNENCRYPTED, True)


def test_checkpoints_from_elsewhere_say_what_they_cover(call: Call, tmp_path: Path) -> None:
    assert call("audit", "checkpoint")[0] == 0
    code, note, _ = call("audit", "checkpoint")
    (tmp_path / "pin.txt").write_text(note)
    document = report(call, "--pin", str(tmp_path / "pin.txt"))
    pins = [one for one in document["evidence"] if one["kind"] == "checkpoint kept elsewhere"]
    assert [one["name"].partition(": ")[2] for one in pins] == [
        "the first 108 entries, not authenticated"
    ]
    assert (code, document["notices"][0]) == (0, INTEGRITY)
    size = note.splitlines()
    size[2] = "AAAAzAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
    (tmp_path / "pin.txt").write_text("\n".join(size) + "\n")
    code, _, err = call("report", "--log", "evidence.db", "--pin", str(tmp_path / "pin.txt"))
    assert (code, "differ from those" in " ".join(err.split())) == (1, True)
