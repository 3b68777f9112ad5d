"""A log that is no SQLite file is checked, proved and filled by the same code."""

from collections.abc import Iterator, Sequence

from meshgov.evidence import entries, prove, verify
from meshgov.evidence.log import Log
from meshgov.model.evidence import Draft, Entry, Stored

NOW = "2026-11-23T10:00:00Z"


class ListLog:
    """A log in memory, which guards nothing."""

    origin = "example.com/list"

    def __init__(self) -> None:
        self.rows: list[Stored] = []

    def append(self, drafts: Sequence[Draft], time: str) -> tuple[Entry | None, ...]:
        added: list[Entry | None] = []
        for draft in drafts:
            if draft.once and self.find(draft.once):
                added.append(None)
                continue
            entry, text = entries.build(draft, self.head(), time)
            self.rows.append(Stored(entry.seq, text, entry.hash))
            added.append(entry)
        return tuple(added)

    def entries(self, first: int = 1, last: int | None = None) -> Iterator[Stored]:
        return (row for row in self.rows if first <= row.seq <= (last or len(self.rows)))

    def size(self) -> int:
        return len(self.rows)

    def head(self) -> Entry | None:
        return entries.whole(self.rows[-1]) if self.rows else None

    def find(self, once: str) -> Stored | None:
        return next((row for row in self.rows if entries.whole(row).once == once), None)

    def guards(self) -> Sequence[str]:
        return ()


def test_another_log() -> None:
    log = ListLog()
    kept: Log = log
    drafts = [Draft("run", "jane", {"n": number}, once=f"r:{number}") for number in range(5)]
    kept.append(drafts, NOW)
    assert kept.append(drafts[1:2], NOW) == (None,)
    held = prove.head(kept)
    assert verify.verify(kept, None, [held]).kept == 5
    assert prove.prove(kept, 3).checkpoint == held
    log.rows[2] = log.rows[2]._replace(text=log.rows[2].text.replace(b"jane", b"joan"))
    found = verify.verify(kept, None, [held]).tampering
    assert [(one.kind, one.seq) for one in found] == [("rewritten", 1), ("altered", 3)]
