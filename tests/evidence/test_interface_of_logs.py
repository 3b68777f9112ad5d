"""What every kind of log does, asked of the one in SQLite and of one in memory.

The one in memory stands for a server's: whatever works on both asks a log for no more than
:class:`meshgov.evidence.log.Log` says.
"""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Self

import pytest

import meshgov
from meshgov.errors import ConfigurationError, EvidenceError
from meshgov.evidence import entries, envelope, ingest, merkle, notes, prove, record, verify
from meshgov.evidence.contents import Store
from meshgov.evidence.keys import trusted
from meshgov.evidence.log import Log, OpenLog
from meshgov.evidence.population import reconcile
from meshgov.evidence.sqlite import SqliteLog
from meshgov.evidence.statement import statements
from meshgov.model.evidence import Draft, Entry, Expected, RunFacts, Stored, Tampering
from meshgov.model.verdict import Verdict

NOW = "2026-11-23T10:00:00Z"
LATER = "2026-11-23T11:00:00Z"
ORIGIN = "example.com/log"
RUN = Draft("run", "jane", {"n": 1})


class MemoryLog:
    """A log in memory, which guards nothing."""

    origin = ORIGIN

    def __init__(self) -> None:
        self.rows: list[Stored] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def append(self, drafts: Sequence[Draft], time: str) -> tuple[Entry | None, ...]:
        before = list(self.rows)
        try:
            return tuple(self._added(one, time) for one in drafts)
        except BaseException:
            self.rows = before
            raise

    def _added(self, draft: Draft, time: str) -> Entry | None:
        if draft.once is not None and self.find(draft.once):
            return None
        entry, text = entries.build(draft, self.head(), time)
        self.rows.append(Stored(entry.seq, text, entry.hash))
        return entry

    def entries(self, first: int = 1, last: int | None = None) -> Iterator[Stored]:
        end = len(self.rows) if last is None else last
        return (row for row in self.rows if first <= row.seq <= end)

    def size(self) -> int:
        return len(self.rows)

    def head(self) -> Entry | None:
        return entries.whole(self.rows[-1]) if self.rows else None

    def find(self, once: str) -> Stored | None:
        return next((row for row in self.rows if entries.whole(row).once == once), None)

    def guards(self) -> Sequence[Tampering]:
        return ()


@pytest.fixture(params=["sqlite", "memory"])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Log]:
    made: OpenLog = (
        SqliteLog(str(tmp_path / "a.db"), write=True, origin=ORIGIN)
        if request.param == "sqlite"
        else MemoryLog()
    )
    with made as log:
        yield log


def test_an_empty_one(kept: Log) -> None:
    assert (kept.origin, kept.size(), kept.head(), list(kept.entries())) == (ORIGIN, 0, None, [])
    assert (kept.find("x"), list(kept.guards())) == (None, [])
    assert verify.verify(kept, None).tampering == ()


def test_the_same_bytes_in_every_kind(kept: Log) -> None:
    drafts = [replace(RUN, body={"n": n}, once=f"r:{n}") for n in range(5)]
    added = kept.append(drafts, NOW)
    assert [one.seq for one in added if one] == [1, 2, 3, 4, 5]
    assert kept.head() == added[-1]
    root = merkle.root([merkle.leaf(row.text) for row in kept.entries()]).hex()
    assert root == "5e4390023060ab6521b0d95453edaf296f87031847f794e6e16480f0e0857edc"


def test_spans(kept: Log) -> None:
    kept.append([RUN] * 5, NOW)
    for span, expected in (
        ((), [1, 2, 3, 4, 5]),
        ((3,), [3, 4, 5]),
        ((2, 3), [2, 3]),
        ((6,), []),
        ((1, 0), []),
        ((4, 99), [4, 5]),
    ):
        assert [row.seq for row in kept.entries(*span)] == expected


def test_once(kept: Log) -> None:
    first, again = replace(RUN, once="a"), replace(RUN, body={"n": 2}, once="a")
    (entry,) = kept.append([first], NOW)
    assert entry is not None
    assert kept.append([again, RUN, again], LATER)[::2] == (None, None)
    found = kept.find("a")
    assert found is not None
    assert (found.seq, found.hash, kept.size()) == (1, entry.hash, 2)
    both = kept.append([replace(RUN, once="b"), replace(RUN, once="b")], LATER)
    assert (both[1], kept.size()) == (None, 3)


@pytest.mark.parametrize(
    ("bad", "time", "error"),
    [
        (replace(RUN, actor="Jane Doe"), NOW, ConfigurationError),
        (replace(RUN, kind="other"), NOW, ConfigurationError),
        (RUN, "now", ConfigurationError),
        (RUN, "2026-11-22T10:00:00Z", EvidenceError),
    ],
    ids=["actor", "kind", "time", "clock"],
)
def test_all_or_nothing(kept: Log, bad: Draft, time: str, error: type[Exception]) -> None:
    kept.append([RUN], NOW)
    before = list(kept.entries())
    with pytest.raises(error):
        kept.append([RUN, bad], time)
    assert list(kept.entries()) == before
    assert kept.append([RUN], NOW)[0] is not None


def test_checkpoints_and_proofs(kept: Log) -> None:
    kept.append([RUN] * 5, NOW)
    held = prove.head(kept)
    kept.append([RUN] * 4, LATER)
    assert verify.verify(kept, None, [held]).kept == 5
    made = prove.prove(kept, 7, since=held)
    assert notes.parse(made.note, "").size == 9


def test_records_and_populations(kept: Log, store: Store, verdict: Verdict, keys: Any) -> None:
    known = trusted([(keys.public(1), "")])
    facts = RunFacts("r-1", "jane", "1.0.0")
    sealed = [envelope.seal(one, [keys.signer(1)]) for one in statements(verdict, facts)]
    read = [record.read(one, "r", known) for one in sealed]
    assert ingest.ingest(kept, store, read[:1], NOW).recorded == 1
    assert [one.kind for one in reconcile(kept, [Expected("customers")]).gaps] == ["never", "whole"]
    assert ingest.ingest(kept, store, read, NOW).recorded == 1
    assert reconcile(kept, [Expected("customers")]).gaps == ()
    assert verify.verify(kept, store).contents.held == 2


def test_what_guards_nothing_is_checked_all_the_same() -> None:
    log = MemoryLog()
    log.append([RUN] * 5, NOW)
    held = prove.head(log)
    log.rows[2] = log.rows[2]._replace(text=log.rows[2].text.replace(b"jane", b"joan"))
    found = verify.verify(log, None, [held]).tampering
    assert [(one.kind, one.seq) for one in found] == [("rewritten", 1), ("altered", 3)]


def test_one_place_alone_knows_which_kind_of_log_there_is() -> None:
    """So that another kind needs one line there, and none anywhere else."""
    root = Path(meshgov.__file__).parent
    knowing = [
        file.relative_to(root).as_posix()
        for file in sorted(root.rglob("*.py"))
        if {"sqlite3", "meshgov.evidence.sqlite"} & set(_imports(file))
    ]
    assert knowing == [
        "app/audit.py", "evidence/failures.py", "evidence/shape.py", "evidence/sqlite.py",
    ]  # fmt: skip


def _imports(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            yield node.module or ""
            yield from (f"{node.module}.{one.name}" for one in node.names)
        elif isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
