"""``meshgov report`` on the reference mesh, as somebody would call it."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from pathlib import Path

import jsonschema
import pytest

from meshgov.cli.main import run
from meshgov.render.reports import registry

ROOT = Path(__file__).parents[2]
TIME = ("--evaluation-time", "2026-11-23")


@pytest.fixture
def mesh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(ROOT / "examples", tmp_path / "mesh")
    monkeypatch.chdir(tmp_path / "mesh")
    return tmp_path / "mesh"


def report(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = run(["report", *arguments, *TIME])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def test_healthy_mesh(mesh: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = report(capsys)
    assert code == 0
    assert "**Compliant, but for what is waived, as far as contracts can show: 15 contracts" in out
    assert "15 expected, 15 evaluated, difference 0" in out
    assert "waived by ines.duarte until 2027-04-09 (WVR-0101)" in out
    assert mesh.is_dir()


def test_article_32_over_the_broken_part(mesh: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = report(
        capsys,
        "broken/now",
        "--framework",
        "gdpr:32",
        "--format",
        "json",
        "--format",
        "html=r.html",
    )
    document = json.loads(out)
    assert code == 1
    assert document["status"] == "non-compliant"
    assert {one["id"] for one in document["frameworks"][0]["controls"]} == {
        "32(1)(a)", "32(1)(b)", "32(1)(c)", "32(1)(d)", "32(2)", "32(4)",
    }  # fmt: skip
    assert [one["id"] for one in document["frameworks"][0]["groups"]] == ["32"]
    assert {one["owner"] for one in document["exceptions"]} >= {"data-platform"}
    page = (mesh / "r.html").read_text()
    assert "Are we compliant with GDPR article 32?" in page


def test_a_control_of_which_nothing_was_tested_is_never_compliant(
    mesh: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (mesh / "off.yaml").write_text("governance:\n  rules:\n    pii_handling: {mode: 'off'}\n")
    asked = ("mesh", "--governance", "off.yaml", "--framework", "gdpr:32(1)(a)")
    code, out, _ = report(capsys, *asked, "--format", "html=r.html", "--format", "markdown")
    assert (code, "**Incomplete: nothing was tested of 32(1)(a)**" in out) == (2, True)
    page = (mesh / "r.html").read_text()
    assert "<b class=W>Unknown</b>: nothing was tested of 32(1)(a), see <a" in page
    assert "because they are switched off, or need what a run may not have" in page


def test_one_product(mesh: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = report(capsys, "--product", "web_sessions", "--format", "json")
    document = json.loads(out)
    schema = json.loads((ROOT / "schemas/product-report.schema.json").read_text())
    jsonschema.validate(document, schema)
    assert (code, document["product_id"]) == (0, "web_sessions")
    assert document["compliance_status"] == "compliant-with-waivers"
    assert [one["waiver"] for one in document["violations"]] == ["WVR-0101"]
    assert document["population"]["outside"] == 14
    assert mesh.is_dir()


def test_one_domain(mesh: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = report(capsys, "--domain", "finance", "--format", "json")
    assert {one["domain"] for one in json.loads(out)["contracts"]} == {"finance"}
    assert mesh.is_dir()


def test_a_folder_with_a_manifest(mesh: Path, capsys: pytest.CaptureFixture[str]) -> None:
    every = [part for name in registry.names() for part in ("--format", name)]
    for _ in range(2):
        code, out, _ = report(capsys, "--out", "reports/q4", *every)
        assert (code, out) == (0, "")
    manifest = json.loads((mesh / "reports/q4/manifest.json").read_text())
    schema = json.loads((ROOT / "schemas/report-manifest.schema.json").read_text())
    jsonschema.validate(manifest, schema)
    found = {
        path.relative_to(mesh / "reports/q4").as_posix()
        for path in (mesh / "reports/q4").rglob("*")
        if path.is_file()
    }
    assert found == {"manifest.json"} | {one["path"] for one in manifest["files"]}
    for one in manifest["files"]:
        data = (mesh / "reports/q4" / one["path"]).read_bytes()
        assert (hashlib.sha256(data).hexdigest(), len(data)) == (one["sha256"], one["bytes"])


def test_no_older_report_stays_beside_a_manifest(
    mesh: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert report(capsys, "--out", "r", "--format", "json", "--format", "markdown")[0] == 0
    before = (mesh / "r/manifest.json").read_bytes()
    code, out, err = report(capsys, "--out", "r", "--format", "json")
    assert (code, "r holds report.md, which is not part of this report" in out + err) == (2, True)
    assert (mesh / "r/manifest.json").read_bytes() == before


def test_csv_into_a_folder_of_its_own(mesh: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, _ = report(capsys, "--format", "csv=tables")
    assert code == 0
    assert len(list((mesh / "tables").glob("*.csv"))) == 12


def test_what_cannot_be_read_is_a_named_gap(mesh: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (mesh / "mesh/sales/torn.yaml").write_text("name: torn\nname: torn\n")
    (mesh / "mesh/sales/notes.yaml").write_text("just: notes\n")
    code, out, err = report(capsys, "mesh/sales", "--format", "json")
    population = json.loads(out)["population"]
    assert code == 2
    assert json.loads(out)["status"] == "incomplete"
    assert [one["path"] for one in population["gaps"]] == ["mesh/sales/torn.yaml"]
    assert (population["files"], population["other"], population["difference"]) == (7, 1, 1)
    assert "not evaluated: mesh/sales/torn.yaml" in err


def test_the_commit_that_is_checked_out_is_evidence(
    mesh: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    git = ("git", "-c", "user.name=a", "-c", "user.email=a@example.com")
    for words in (("init", "-q"), ("add", "-A"), ("commit", "-q", "-m", "all")):
        subprocess.run([*git, *words], cwd=mesh, check=True)
    _, out, _ = report(capsys, "--format", "json")
    kinds = {one["kind"]: one["name"] for one in json.loads(out)["evidence"]}
    assert len(kinds["commit checked out"]) == 40


def test_nothing_but_gaps_is_an_error(mesh: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (mesh / "torn.yaml").write_text("name: torn\nname: torn\n")
    (mesh / "worn.yaml").write_text("name: [\n")
    assert report(capsys, "torn.yaml")[0] == 2
    assert report(capsys, "torn.yaml", "worn.yaml")[0] == 2


def test_without_governance_registry_and_git(
    mesh: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(mesh.parent.parent))
    (mesh / "governance.yaml").unlink()
    code, out, _ = report(
        capsys, "mesh", "--sample", "2", "--seed", "7", "--period", "2026-11-01..2026-11-30",
        "--format", "json",
    )  # fmt: skip
    document = json.loads(out)
    assert code in {0, 1}
    assert len(document["sample"]["paths"]) == 2
    kinds = [one["kind"] for one in document["evidence"]]
    assert kinds == ["meshgov", "engine", "evaluation time", "policy pack", "governance"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--format", "doc"), "there is no report format called 'doc'"),
        (("--format", "json="), "--format json= names no file"),
        (
            ("--format", "json", "--format", "html"),
            "two reports would be written to standard output",
        ),
        (("--format", "csv"), "csv is nothing for standard output"),
        (("--format", "xlsx"), "xlsx is nothing for standard output"),
        (("--format", "csv=governance.yaml"), "is a file, and csv is several files"),
        (("--format", "html=governance.yaml"), "looks like a contract or a rule"),
        (("--format", "json=mine.json"), "which meshgov didn't write"),
        (("--out", "mesh"), "holds something that is no report"),
        (("--out", "governance.yaml"), "is a file, not a folder"),
        (("--format", "html=governance.yaml/x/report.html"), "can't be made"),
        (("--framework", "gdrp"), "there is no framework 'gdrp'"),
        (("--framework", "gdpr:99"), "gdpr has no control '99' here"),
        (("--domain", "salez"), "did you mean 'sales'?"),
        (("--product", "sales_order"), "did you mean 'sales_orders'?"),
        (("--product", "sales_orders", "--domain", "finance"), "in the domain 'finance'"),
        (("--period", "2026-12-01..2026-11-01"), "is no period"),
        (("--period", "tomorrow"), "is no period"),
        (("--period", "2026-01-01..2026-02-01"), "which is not in the period"),
        (("--sample", "3"), "--sample and --seed go together"),
    ],
)
def test_refusals(
    mesh: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str
) -> None:
    (mesh / "mine.json").write_text('{"a": 1}')
    before = {path: path.read_bytes() for path in mesh.rglob("*") if path.is_file()}
    code, out, err = report(capsys, *arguments)
    assert (code, said in out + err) == (2, True), out + err
    assert {path: path.read_bytes() for path in mesh.rglob("*") if path.is_file()} == before


def test_a_missing_package_is_named(
    mesh: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "xlsxwriter", None)
    code, _, err = report(capsys, "--format", "xlsx=r.xlsx")
    assert code == 2
    assert "needs the package XlsxWriter" in err
    assert not (mesh / "r.xlsx").exists()
