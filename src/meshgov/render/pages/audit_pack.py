"""The auditor's pack in words: what lies in it, and what came of judging it once more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from meshgov.render.base import RenderOptions
from meshgov.render.parts.paint import Paint
from meshgov.render.parts.plain import safe

_README: Final = """# Evidence of {origin}, {first} to {last}

This folder tells which data contracts were judged when, by which policies, with which result, and
who waived what. You need not believe it: everything can be checked, and judged once more, on a
machine with nothing but meshgov. {start}

    meshgov audit reperform PACK --key KEYS --pin CHECKPOINT

takes this folder (or the .zip), checks every file against `manifest.json`, every entry of
`log.jsonl` against the chain and against `checkpoint.txt`, every record against the log, and then
evaluates the stored policies on the stored contracts as of the stored time. It compares the
verdicts byte for byte, but for the name and version of the engine (`--engine opa` takes another
implementation of Rego). At last it makes the reports again from the log and the records, and
compares these. Exit code 0: everything came out the same; 1: something was altered, and it is
named; 2: something is missing, or another release of meshgov wrote it and words it otherwise: then
take that release, which `reports/report.json` and the records name.

Take KEYS and CHECKPOINT from somewhere else than this folder: from your own files, or from the
summary of a CI run. Whoever made the folder could have made `keys.txt` and `checkpoint.txt` anew
as well.

| here | is |
|---|---|
| manifest.json | the SHA-256 of every file, and what is missing because it was erased |
| reports/ | the compliance report on the period: HTML, JSON, Markdown, CSV, OSCAL |
| log.jsonl | all entries of the log up to the last one of the period ({size}), as RFC 8785 JSON |
| checkpoint.txt | size and RFC 6962 root of that log, as a signed note |
| keys.txt | public keys as the owner of the log names them |
| records/ | signed verdict records (DSSE, in-toto), one for each contract and run |
| inputs/ | for each run the list of everything that it was judged on |
| contracts/ | contracts, and the versions that they were compared with, by SHA-256 |
| policies/ | the policies that judged, shipped ones and the organisation's own, as archives |
| configuration/, results/ | governance, registry, waivers, results of quality checks |

Entries of the period: {entries}.

What this can't show: that an entry was true when it was written, that every contract was judged
(compare with a population of your own: `meshgov audit ingest --expected`), and that what a
contract declares also happens in the data platform.
"""


def readme(manifest: Mapping[str, Any]) -> Iterator[str]:
    """The page for the auditor."""
    is_there = any(name.startswith("reports/") for name in manifest["files"])
    said = ", ".join(f"{number} {kind}" for kind, number in manifest["entries"].items())
    yield _README.format(
        origin=manifest["origin"],
        first=manifest["period"]["from"],
        last=manifest["period"]["to"],
        size=f"{manifest['size']:,}",
        entries=said,
        start=_START if is_there else _NO_REPORT,
    )


_START: Final = "Begin with\n`reports/report.html`: it says what held, and leads to the rest."
_NO_REPORT: Final = "There is no report:\nno run of the period judged contracts as they are."


def packed(out: str, files: int, missing: Mapping[str, str], size: int) -> Iterator[str]:
    """What was packed."""
    yield f"{safe(out)}: {_count(files, 'file')}, the log up to entry {size}\n"
    if missing:
        yield f"not in it, because they are gone: {_count(len(missing), 'content')}\n"
        for digest, role in sorted(missing.items()):
            yield f"  {role} {digest}\n"


def reperformed(
    done: Sequence[int],
    proved: Sequence[str],
    differences: Sequence[str],
    incomplete: Sequence[str],
    options: RenderOptions,
) -> Iterator[str]:
    """What came of it.

    Args:
        done: numbers of runs and verdicts that were judged again.
        proved: what else holds, in words.
        differences: what is not as it was.
        incomplete: what could not be tested.
        options: how to write.
    """
    paint = Paint(colour=options.colour)
    runs, verdicts = done
    if differences:
        yield f"{paint('fail', 'DIFFERENT')}  {_count(len(differences), 'difference')}\n"
    elif incomplete:
        yield f"{paint('fail', 'INCOMPLETE')}  not everything could be judged again\n"
    else:
        yield f"{paint('pass', 'SAME')}  every verdict came out as it was recorded\n"
    yield f"judged again: {_count(verdicts, 'verdict')} of {_count(runs, 'run')}\n"
    for title, told in (("different", differences), ("missing", incomplete), ("held", proved)):
        if told:
            yield f"\n{title}\n"
            for one in told:
                yield f"  - {safe(one)}\n"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
