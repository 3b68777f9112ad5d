"""Reports in the programs that people open them with: a browser, a spreadsheet.

A missing program is a failure, never a skip: `make programs` finds or installs both.
"""

from __future__ import annotations

import csv
import importlib.util
import io
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from meshgov.model.report import Report
from meshgov.render.parts.report_tables import tables
from meshgov.render.reports import registry

SCRIPTS = Path(__file__).parents[2] / "scripts"
SIGNATURE = b"\x89PNG\r\n\x1a\n"


def written(report: Report, name: str, path: Path) -> Path:
    ((_, chunks),) = registry.find(name).parts(report)
    path.write_bytes(b"".join(one.encode() if isinstance(one, str) else one for one in chunks))
    return path


def look(folder: Path, *files: Path) -> tuple[int, list[str]]:
    """In a process of its own: the browser's driver leaves a loop behind in its thread."""
    done = subprocess.run(
        [sys.executable, SCRIPTS / "look_at_report.py", folder, *files],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, (done.stdout + done.stderr).splitlines()


@pytest.mark.timeout(300)  # on one slow core; with two it takes seconds
@pytest.mark.parametrize("made", [("broken",), ("logged", "waived"), ("harsh",)])
def test_a_browser_finds_nothing_wrong(
    example: ModuleType, tmp_path: Path, made: tuple[str, ...]
) -> None:
    files = [written(getattr(example, one)(), "html", tmp_path / f"{one}.html") for one in made]
    assert look(tmp_path / "pictures", *files) == (0, ["nothing wrong was seen"])
    pictures = {one.name for one in (tmp_path / "pictures").iterdir()}
    assert pictures == {
        f"{one}-{width}-{scheme}.png"
        for one in made
        for width in (1280, 400)
        for scheme in ("light", "dark")
    }
    for one in (tmp_path / "pictures").iterdir():
        assert one.read_bytes()[:8] == SIGNATURE


SPOILT = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Spoilt</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src http:">
</head><body><main><h1>Spoilt</h1><script>document.title = "ran"</script>
<img src="http://localhost:9/x.png" width=2000 height=2><a href="#nowhere">nowhere</a>
<input type=radio name=f id=f-all checked><label for=f-all>All</label>
<input type=radio name=f id=f-o><label for=f-o>Open</label>
<table class=x><caption>x</caption><tr class=W><th scope=row>1<td>2</table></main></body></html>
"""


def test_a_browser_finds_what_is_wrong(tmp_path: Path) -> None:
    file = tmp_path / "spoilt.html"
    file.write_text(SPOILT)
    code, said = look(tmp_path / "pictures", file)
    assert code == 1
    for fault in (
        "1280 light: the browser says",
        "1280 light: it fetches http://localhost:9/x.png",
        "400 dark: the page is wider than the window",
        "400 light: a link to #nowhere leads nowhere",
        "1280 dark: image-alt:",
        "the filter of exceptions does not follow the arrow keys",
    ):
        assert [one for one in said if one.startswith(f"spoilt.html: {fault}")], (fault, said)


@pytest.fixture(scope="module")
def office() -> str:
    """The program, or a failure that says how to get it."""
    spec = importlib.util.spec_from_file_location("programs", SCRIPTS / "install_programs.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    sys.modules["programs"] = script  # where its dataclasses look themselves up
    spec.loader.exec_module(script)
    found: str = script.needed(script.OFFICE)
    return found


# Comma, quote, UTF-8, from the first line, as shown; the last asks for every sheet.
EVERY_SHEET = "44,34,76,1,,0,false,true,false,false,false,-1"


def converted(office: str, book: Path, folder: Path) -> dict[str, list[list[str]]]:
    """Sheet -> rows, as LibreOffice reads the workbook."""
    done = subprocess.run(
        [
            office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
            "--norestore", "--convert-to", f"csv:Text - txt - csv (StarCalc):{EVERY_SHEET}",
            "--outdir", folder / "out", book,
        ],
        capture_output=True, text=True, check=False, timeout=100,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return {
        one.stem.removeprefix(f"{book.stem}-"): list(
            csv.reader(io.StringIO(one.read_text(encoding="utf-8"), newline=""))
        )
        for one in (folder / "out").iterdir()
    }


@pytest.mark.parametrize("made", ["logged", "large"])
def test_a_spreadsheet_reads_every_cell_as_text_or_number(
    example: ModuleType, tmp_path: Path, office: str, made: str
) -> None:
    report = example.large(300, 20) if made == "large" else example.logged()
    sheets = converted(office, written(report, "xlsx", tmp_path / "report.xlsx"), tmp_path)
    wanted = {
        one.title: [list(one.head), *([str(cell) for cell in row] for row in one.rows())]
        for one in tables(report)
    }
    for one in tables(report):
        if len(wanted[one.title]) == 1:
            wanted[one.title].append([one.empty] + [""] * (len(one.head) - 1))
    assert sheets == wanted
