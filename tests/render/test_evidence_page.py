"""What is said of evidence, to the letter, where the commands' own tests don't reach."""

from dataclasses import replace

from meshgov.model.evidence import (
    Checkpoint,
    Content,
    Contents,
    Entry,
    Gap,
    Ingested,
    Pinned,
    Record,
    Tampering,
    Verification,
)
from meshgov.render.base import RenderOptions
from meshgov.render.pages import evidence, records

OPTIONS = RenderOptions(colour=False, width=72)
POINT = Checkpoint("a/m\x1b", 2, bytes(32), "", source="cp\x1b.txt")
SOUND = Verification(
    origin="a/m\x1b",
    size=3,
    root="r" * 64,
    head="h" * 64,
    first="2026-01-01T00:00:00Z",
    last="2026-01-02T00:00:00Z",
    kinds={"run": 3},
    contents=Contents(held=2, erased=1),
    pins=(Pinned(POINT, holds=True, signed_by=("a/m+1",)),),
    tampering=(),
)
RECORD = Record(
    payload="sha256:1", envelope=b"", product="orders\x1b", version=None, domain=None, path="p",
    result="pass", evaluated_at="2026-01-01T00:00:00Z", contract="sha256:2", base=None,
    pack="sha256:3", run={}, rules=(), findings=(), waivers=(),
)  # fmt: skip


def test_a_sound_log() -> None:
    assert "".join(evidence.verification_text(SOUND, OPTIONS)) == (
        "OK  3 entries of a/m\\x1b, 2026-01-01T00:00:00Z to 2026-01-02T00:00:00Z\n"
        "\n"
        "proved\n"
        "  - Entries 1 to 3 are one gapless chain: each has the hash beside it\n"
        "    and names the one before.\n"
        "  - The first 2 entries are as cp\\x1b.txt says, signed by a/m+1: none\n"
        "    was changed, added or removed since.\n"
        "  - Contents that are byte for byte as their entries say: 2.\n"
        "  - Contents that were erased, which entries tell of: 1.\n"
        "\n"
        "not proved\n"
        "  - Entries after 2: no checkpoint that was given covers them, so the\n"
        "    database's owner could have changed or cut them.\n"
        "  - That entries were true when they were written, that nothing was left\n"
        "    out before it reached the log (`audit ingest --expected` compares\n"
        "    with what should be there), or that data is treated as its contract\n"
        "    declares.\n"
        "\n"
        f"root {'r' * 64}\n"
        f"head {'h' * 64}\n"
    )


def test_a_tampered_log() -> None:
    bad = replace(
        SOUND,
        size=0,
        pins=(Pinned(POINT, holds=False), Pinned(replace(POINT, size=1), holds=True)),
        contents=Contents(unchecked=4),
        tampering=(Tampering("altered", "entry 4\x1b was altered", 4),),
    )
    assert (bad.kept, bad.authenticated) == (1, 0)
    text = "".join(evidence.verification_text(bad, replace(OPTIONS, colour=True)))
    assert "\x1b[1;31mTAMPERED\x1b[0m  0 entries" in text
    assert "  - entry 4\\x1b was altered (altered)\n" in text
    assert "The first entry is as cp\\x1b.txt says: none was changed" in text
    assert "Contents: 4 were not looked at." in text
    assert "Who made it (integrity only, not authenticated)" in text
    assert "gapless" not in text


def test_a_log_without_pins() -> None:
    alone = replace(SOUND, pins=(), contents=Contents())
    text = "".join(evidence.verification_text(alone, OPTIONS))
    assert "no checkpoint was given" in text
    assert "Contents" not in text
    lost = replace(SOUND, pins=(Pinned(POINT, holds=False),))
    said = "no checkpoint that was given holds and covers one"
    assert said in "".join(evidence.verification_text(lost, replace(OPTIONS, width=200)))
    whole = replace(SOUND, pins=(Pinned(replace(POINT, size=3), holds=True),))
    assert "Entries after" not in "".join(evidence.verification_text(whole, OPTIONS))


def test_entries() -> None:
    entry = Entry(
        7, "2026-01-01T00:00:00Z", "verdict", "jane", "0" * 64,
        {"product": "orders\x1b", "version": None, "pack": "sha256:" + "1" * 64, "other": 1},
        (Content("record", "sha256:" + "2" * 64, 5),), None, "a" * 64,
    )  # fmt: skip
    assert "".join(evidence.entries_text("a/m", [entry], OPTIONS)) == (
        "     7  2026-01-01T00:00:00Z  verdict         jane  aaaaaaaaaaaa\n"
        "        product orders\\x1b, pack sha256:111111111111\n"
        "1 entry of a/m\n"
    )
    assert "".join(evidence.entries_json("a/m", [])).endswith('"entries": []\n}\n')
    assert '"role": "record"' in "".join(evidence.entries_json("a/m", [entry]))


def test_a_checkpoint_of_an_empty_log_proves_nothing() -> None:
    empty = Pinned(replace(POINT, size=0), holds=True)
    text = "".join(evidence.verification_text(replace(SOUND, pins=(empty,)), OPTIONS))
    assert "as cp" not in text
    assert "no checkpoint that was given holds and covers one." in " ".join(text.split())


def test_proofs() -> None:
    good = Pinned(POINT, holds=True, signed_by=("a/m+1",))
    text = "".join(evidence.proof(2, POINT, [good, replace(good, holds=False)], [], OPTIONS))
    assert text == (
        "OK  entry 2 of 2 in a/m\\x1b\n"
        "\n"
        "proved\n"
        "  - Entry 2 is in the log whose checkpoint the proof carries.\n"
        "  - cp\\x1b.txt is a checkpoint of the same log, and covers the entry.\n"
        "  - Signed by a/m+1.\n"
    )
    found = [Tampering("altered", "the proof fails", 2)]
    text = "".join(evidence.proof(2, POINT, [], found, OPTIONS))
    assert text.startswith("FAIL  entry 2 of 2")
    assert "the proof fails (altered)" in text
    assert "That anybody else ever saw this entry in the log" in text
    early = replace(good, covers=False)
    text = "".join(evidence.proof(2, POINT, [early], [], OPTIONS))
    assert text == (
        "OK  entry 2 of 2 in a/m\\x1b\n"
        "\n"
        "proved\n"
        "  - Entry 2 is in the log whose checkpoint the proof carries.\n"
        "  - cp\\x1b.txt is a checkpoint of the same log from before entry 2,\n"
        "    about which it says nothing.\n"
        "\n"
        "not proved\n"
        "  - Who made it (integrity only, not authenticated): give signed\n"
        "    checkpoints with --pin and the public key with --key.\n"
        "  - That anybody else ever saw this entry in the log: give a checkpoint\n"
        "    that covers it with --pin.\n"
    )


def test_records() -> None:
    signed = replace(RECORD, version="1.0\x1b", signed_by=("gate\x1b",))
    text = "".join(records.records([signed], [("r:2", "r:2\x1b is not signed")], OPTIONS))
    assert text == (
        "REFUSED  r:2\\x1b is not signed\n"
        "OK  orders\\x1b 1.0\\x1b: pass at 2026-01-01T00:00:00Z - signed by gate\\x1b\n"
        "    contract sha256:2\n"
        "    pack     sha256:3\n"
    )
    assert "Who wrote these records" in "".join(records.records([RECORD], [], OPTIONS))


def test_what_came_in() -> None:
    done = Ingested(
        recorded=2,
        duplicates=("r:1",),
        refused=(("r:2", "r:2 is not signed"),),
        expected=3,
        gaps=(Gap("never", "a", "a was never judged"), Gap("whole", "r", "run r is not whole")),
        unsigned=1,
    )
    assert "".join(records.ingested_text(done, OPTIONS)) == (
        "INCOMPLETE  2 records added, 1 there already, 1 refused\n"
        "\n"
        "refused\n"
        "  - r:2 is not signed\n"
        "\n"
        "there already\n"
        "  - r:1\n"
        "\n"
        "missing\n"
        "  - a was never judged\n"
        "  - run r is not whole\n"
        "\n"
        "not proved\n"
        "  - 1 record without a signature of a trusted key: integrity only, not\n"
        "    authenticated\n"
        "\n"
        "expected 3 contracts, judged 2\n"
    )
    assert "".join(records.ingested_text(Ingested(1), OPTIONS)) == "OK  1 record added\n"
    whole = replace(done, gaps=(), refused=(), oldest="2025-01-01T00:00:00Z")
    assert "".join(records.ingested_text(whole, OPTIONS)).endswith(
        "\nexpected 3 contracts, judged 3\n"
        "the oldest of these verdicts is of 2025-01-01T00:00:00Z\n"
    )
    assert '"source": "r:2"' in "".join(records.ingested_json(done))
