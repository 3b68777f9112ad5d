"""Every format of a report: schema, bytes that repeat, and text of strangers that does nothing."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
import zipfile
import zlib
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType

import jsonschema
import pytest

from meshgov.decide.report import report as decide
from meshgov.model.report import Report
from meshgov.render.parts.html import spoken
from meshgov.render.reports import registry
from meshgov.render.reports.base import MissingPartError

SCHEMAS = Path(__file__).parents[2] / "schemas"
NAMES = ("broken", "healthy", "gaps", "waived", "logged", "quiet_log")


def files(report: Report, name: str) -> dict[str, bytes]:
    return {
        part: b"".join(one.encode() if isinstance(one, str) else one for one in chunks)
        for part, chunks in registry.find(name).parts(report)
    }


def text(report: Report, name: str) -> str:
    return files(report, name)[""].decode()


@pytest.mark.parametrize("made", NAMES)
@pytest.mark.parametrize("name", registry.names())
def test_the_same_report_gives_the_same_bytes(example: ModuleType, made: str, name: str) -> None:
    first, second = getattr(example, made)(), getattr(example, made)()
    assert files(first, name) == files(second, name)


@pytest.mark.parametrize("made", NAMES)
def test_json_fits_its_schema(example: ModuleType, made: str) -> None:
    document = json.loads(text(getattr(example, made)(), "json"))
    name = "product-report" if made == "waived" else "report"
    schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(document, schema)


def test_json_of_a_product(example: ModuleType) -> None:
    document = json.loads(text(example.waived(), "json"))
    assert list(document)[:7] == [
        "schema", "product_id", "compliance_status", "last_checked", "policies_evaluated",
        "policies_not_tested", "violations",
    ]  # fmt: skip
    assert document["product_id"] == "waived"
    assert document["compliance_status"] == "compliant-with-waivers"
    assert document["policies_evaluated"][1] == {"id": "pii/logged", "result": "waived"}
    assert [(one["rule"], one["accepted_by"]) for one in document["violations"]] == [
        ("pii/logged", "maya")
    ]


def test_json_has_the_result_of_every_contract_and_rule(example: ModuleType) -> None:
    document = json.loads(text(example.broken(), "json"))
    for one in document["contracts"]:
        assert sum(map(len, one["results"].values())) == len(document["tests"])


def test_csv_holds_no_formula(example: ModuleType) -> None:
    found = files(example.broken(), "csv")
    assert len(found) == 12
    for data in found.values():
        rows = list(csv.reader(io.StringIO(data.decode(), newline="")))
        assert {len(row) for row in rows} == {len(rows[0])}
        cells = [cell for row in rows for cell in row]
        assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("  =1", "'  =1"),
        ("\uff1d1", "'\uff1d1"),
        ("plain", "plain"),
        ('a,"b"', '"a,""b"""'),
        ('=HYPERLINK("x")', '"\'=HYPERLINK(""x"")"'),
        (-3, "-3"),
    ],
)
def test_cells_of_csv(given: str | int, written: str) -> None:
    from meshgov.render.reports.csv_ import cell  # noqa: PLC0415

    assert cell(given) == written


def test_markdown_says_the_verdict_first(example: ModuleType) -> None:
    lines = text(example.broken(), "markdown").splitlines()
    assert lines[0] == "# Compliance report: All policies"
    assert lines[2].startswith("**Not compliant, as far as contracts can show: 1 of 5 contracts")
    assert "<img" not in "\n".join(lines)


def test_markdown_leaves_many_results_to_other_formats(example: ModuleType) -> None:
    page = text(example.large(101, 2), "markdown")
    assert "101 contracts by 60 rules are too many for this format" in page


class Page(HTMLParser):
    """What a page holds, as a browser would take it apart."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.attributes: set[str] = set()
        self.headings: list[int] = []
        self.headers_without_scope = 0
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags[tag] += 1
        self.attributes |= set(given)
        if given.get("id"):
            self.ids.append(given["id"] or "")
        if tag == "a":
            self.targets.append(given.get("href") or "")
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag == "th" and "scope" not in given:
            self.headers_without_scope += 1


@pytest.mark.parametrize("made", NAMES)
def test_html_leads_from_every_number_to_what_it_counts(example: ModuleType, made: str) -> None:
    page = Page(text(getattr(example, made)(), "html"))
    assert [name for name, number in Counter(page.ids).items() if number > 1] == []
    assert [one for one in page.targets if one[0] != "#" or one[1:] not in page.ids] == []


@pytest.mark.parametrize("made", NAMES)
def test_html_loads_and_runs_nothing(example: ModuleType, made: str) -> None:
    source = text(getattr(example, made)(), "html")
    page = Page(source)
    assert not {"script", "img", "link", "iframe", "object", "form"} & set(page.tags)
    assert "style" not in page.attributes
    assert [one for one in page.attributes if one.startswith("on")] == []
    assert "default-src 'none'; style-src 'sha256-" in source
    assert "unsafe" not in source
    assert "//" not in re.sub(r"<style>.*?</style>", "", source, flags=re.DOTALL)


@pytest.mark.parametrize("made", NAMES)
def test_html_is_in_order_for_readers_of_screens(example: ModuleType, made: str) -> None:
    page = Page(text(getattr(example, made)(), "html"))
    steps = zip(page.headings, page.headings[1:], strict=False)
    assert [pair for pair in steps if pair[1] > pair[0] + 1] == []
    assert page.headings.count(1) == 1
    assert page.headers_without_scope == 0
    assert page.tags["table"] == page.tags["caption"]


def test_html_answers_who_since_when_and_which(example: ModuleType) -> None:
    plain = re.sub(r"<[^>]+>", "", text(example.logged(), "html"))
    for sentence in (
        "Not compliant, as far as contracts can show: 1 of 5 contracts",
        "1 with exceptions that block publication: bad.",
        "The oldest exception that nobody accepted is X1: since 2026-10-02, 52 days, entry 3.",
        "Exceptions that nobody accepted:\nsince 2026-10-02, 52 days: bad (entry 3)\n",
        "Since when 5 exceptions exist is unknown.",
        "maya accepted 1 exception of waived 1.0.0 until 2026-12-31: WVR-1",
        "Nobody accepted 1 blocking exception: open",
        "maya had accepted pii/logged of bad; that ended on 2026-11-05: WVR-2",
        "5 expected, 5 evaluated, difference 0",
        "5 contracts in entries 1 to 26 of the log example.org/meshgov = 5 expected",
        "What else should be known?a notice",
    ):
        assert sentence in plain
    single = re.sub(r"<[^>]+>", "", text(example.broken(), "html"))
    assert "Seen on 2026-11-23. Since when is unknown from a single run" in single


def test_many_notices_are_counted(example: ModuleType) -> None:
    report = replace(example.broken(), notices=tuple(f"notice {one}" for one in range(7)))
    plain = re.sub(r"<[^>]+>", "", text(report, "html"))
    assert "known?" + "".join(f"notice {one}" for one in range(5)) + "and 2 more" in plain


@pytest.mark.parametrize(
    ("made", "given", "most"),
    [("large", (1000, 0), 120_000), ("large", (1000, 40), 210_000), ("harsh", (), 300_000)],
)
def test_a_thousand_contracts_stay_small(
    example: ModuleType, made: str, given: tuple[int, ...], most: int
) -> None:
    report = getattr(example, made)(*given)
    source = text(report, "html")
    assert len(source.encode()) < most
    page = Page(source)
    assert [one for one in page.targets if one[1:] not in page.ids] == []
    assert [name for name, number in Counter(page.ids).items() if number > 1] == []
    plain = re.sub(r"<[^>]+>", "", source)
    # Nothing is left out: every contract stands there, with its entry where there is a log.
    listed = re.findall(r"\bC\d+ (\S+) 1\.0\.0", plain)
    assert sorted(listed) == sorted(one.name for one in report.contracts)
    assert len(re.findall(r" #\d+\b", plain)) == (1000 if report.scope.log else 0)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("`a` & `b<c`", "<i>a</i> &amp; <i>b&lt;c</i>"),
        ("no code", "no code"),
        ("one ` alone", "one ` alone"),
        ("", ""),
    ],
)
def test_stretches_between_backticks(given: str, shown: str) -> None:
    assert spoken(given) == shown


def results(source: str) -> list[dict[str, str]]:
    """Rule number -> result, of each pattern, as a reader would put it together."""
    rows = re.findall(r"<tr id=p\d+><th scope=row>(P\d+)<td class=n>(\d+)<td>(.*)\n", source)
    found: dict[str, dict[str, str]] = {}
    for name, many, told in rows:
        said = re.sub(r"<[^>]+>", "", told)
        base, but, changed = said.rpartition(", but ")
        one = dict(found[base.removeprefix("as ")]) if but else {}
        for part in changed.split("; "):
            result, *ranges = part.split(" ")
            for each in ranges:
                first, _, last = each.removeprefix("R").partition("-")
                one |= {
                    f"R{number}": result for number in range(int(first), int(last or first) + 1)
                }
        found[name] = one
        assert int(many) > 0
    return list(found.values())


@pytest.mark.parametrize("made", ["broken", "large"])
def test_patterns_hold_the_result_of_every_contract_and_rule(
    example: ModuleType, made: str
) -> None:
    report = getattr(example, made)()
    wanted = {one.results for one in report.contracts}
    found = {tuple(one.values()) for one in map(_in_order, results(text(report, "html")))}
    assert found == wanted


def _in_order(one: dict[str, str]) -> dict[str, str]:
    return dict(sorted(one.items(), key=lambda pair: int(pair[0][1:])))


def test_contracts_of_a_large_mesh_stand_below_what_they_share(example: ModuleType) -> None:
    report = example.harsh()
    odd = replace(
        report.contracts[-1], path="elsewhere/odd.yml", domain=None, owner="",
        judged_at="2026-11-20T00:00:00Z",
    )  # fmt: skip
    source = text(replace(report, contracts=(*report.contracts[:-1], odd)), "html")
    plain = re.sub(r"<[^>]+>", "", source)
    name = "customer_lifetime_value_prediction_0999"
    digits = odd.digest[7:15]
    assert f"C1000 {name} 1.0.0 odd.yml {digits} #49000 2026-11-20\n" in plain
    assert "Domain none, owner unknown, folder elsewhere, results P4" in plain
    assert "with 8 digits of its SHA-256, and after # with the entry of its verdict" in plain
    assert "Judged on 2026-11-21, where no other day is named" in plain


def test_many_bad_contracts_are_folded(example: ModuleType) -> None:
    source = text(example.large(700, 300), "html")
    page = Page(source)
    assert [one for one in page.targets if one[1:] not in page.ids] == []
    assert "findings that block nothing" in source
    assert "but findings that do not block are not drawn" in source


def test_paper_has_pages_bookmarks_and_fetches_nothing(
    example: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    from meshgov.render.reports import pdf  # noqa: PLC0415

    data = files(example.broken(), "pdf")[""]
    assert data.startswith(b"%PDF-")
    streams = re.findall(rb"stream\r?\n(.*?)endstream", data, re.DOTALL)
    plain = b"".join(zlib.decompressobj().decompress(one) for one in streams if one[:1] == b"x")
    titles = re.findall(rb"/Title \(([^)]*)\)", plain)
    assert titles[:4] == [b"Compliance report: All policies", b"In short", b"Controls", b"Heat map"]
    assert len(titles) == 1 + 14 + 1  # the page, its sections, and the document
    assert re.search(rb"/Type /Pages[^>]*/Count ([0-9]+)|/Count ([0-9]+)[^>]*/Type /Pages", plain)
    assert b"/CreationDate" not in plain + data
    with pytest.raises(ValueError, match="fetches nothing"):
        pdf.refuse("https://example.com")
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(MissingPartError, match="Pango"):
        files(example.broken(), "pdf")


def test_workbook_has_filters_frozen_headers_and_no_formula(example: ModuleType) -> None:
    data = files(example.broken(), "xlsx")[""]
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        sheets = [
            book.read(name).decode()
            for name in book.namelist()
            if name.startswith("xl/worksheets/")
        ]
        listed = re.findall(r'<sheet name="([^"]+)"', book.read("xl/workbook.xml").decode())
        assert "xl/externalLinks" not in "".join(book.namelist())
    assert listed == [
        "Scope", "Population", "Control matrix", "Tests by rule", "Tests and results",
        "Exceptions", "Waivers", "Policy changes", "Trend", "Runs without a verdict",
        "Evidence index", "Sign-off",
    ]  # fmt: skip
    # A row is as high as its longest text, which not every program finds out by itself.
    assert re.search(r'<row r="2"[^>]* ht="30" customHeight="1"', sheets[0])
    assert 'ht="45"' in sheets[-1]  # room to sign
    for sheet in sheets:
        assert re.search(r'<pane ySplit="1" topLeftCell="A2"[^>]* state="frozen"/>', sheet)
        assert "<autoFilter " in sheet
        widths = [float(one) for one in re.findall(r'<col [^>]*width="([0-9.]+)"', sheet)]
        assert all(7 <= one <= 71 for one in widths)
        assert widths
        assert "<f>" not in sheet
        assert "<hyperlink" not in sheet


@pytest.mark.parametrize("made", ["broken", "logged"])
def test_the_filters_stand_beside_what_they_filter(example: ModuleType, made: str) -> None:
    source = text(getattr(example, made)(), "html")
    before, _, after = source.partition("<input class=f")
    # An open paragraph would take the buttons in, and the style could not reach the table.
    assert before.rstrip().endswith(("</h2>", "</p>"))
    assert re.match(r".*?</label>\s*<div class=scroll", after, re.DOTALL)
    assert "#f-o:checked~.scroll tr.W" in source


def test_pictures_are_no_taller_than_a_page_on_paper(example: ModuleType) -> None:
    from meshgov.render.reports import html, pdf  # noqa: PLC0415

    report = example.large(100, 33)
    for tall, wanted in ((None, [66, 34]), (pdf.TALL, [30, 30, 6, 30, 4])):
        page = "".join(html.body(report, tall))
        pictures = re.findall(r"<svg role=group.*?</svg>", page, re.DOTALL)
        assert [one.count("<a href=#c") for one in pictures] == wanted
        heights = [int(one) for one in re.findall(r"<svg role=group[^>]* height=(\d+)", page)]
        assert tall is None or max(heights) < 688  # pixels of a page between its margins


def test_without_any_rule_there_is_nothing_to_draw(example: ModuleType) -> None:
    bare = example.material(
        scope=replace(example.material().scope, framework="gdpr", control="5"),
        frameworks=(replace(example.FRAMEWORKS[0], controls=example.FRAMEWORKS[0].controls[:1]),),
    )
    report = decide(bare)
    assert report.tests == ()
    for name in registry.names():
        assert files(report, name)
    assert "no rule is in the scope of this report" in text(report, "html")


def test_paper_takes_the_time_that_the_environment_names(
    example: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = files(example.waived(), "pdf")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert files(example.waived(), "pdf") == plain
