"""``meshgov audit``: evidence, and proof that nobody altered it."""

from __future__ import annotations

import os
from typing import Any

import click

from meshgov.app import audit
from meshgov.app import records as intake
from meshgov.app.audit import AuditSettings
from meshgov.cli.audit_options import FORMAT, PATH, PIN, SIGNING, audit_options
from meshgov.cli.output import Output
from meshgov.errors import ConfigurationError
from meshgov.model.evidence import KINDS
from meshgov.render.pages import evidence as words
from meshgov.render.pages import records as pages

TAMPERED = 1


@click.group(
    epilog="Exit codes: 0 all is as it was written, 1 tampering or a gap was found, "
    "2 bad input or configuration, 3 the log can't be written or read now."
)
def command() -> None:
    """The evidence log, and proof that nobody altered it."""


@command.command("log")
@click.option(
    "--from", "first", type=int, default=1, metavar="N", help="First entry; -5: the last five."
)
@click.option("--to", "last", type=click.IntRange(min=1), metavar="N", help="Last entry.")
@click.option(
    "--kind", "kinds", type=click.Choice(KINDS), multiple=True, help="Only these; repeatable."
)
@FORMAT
@audit_options
def log_(settings: AuditSettings, output: Output, **given: Any) -> None:
    """List entries."""
    span, as_json = (given["first"], given["last"]), given["form"] == "json"
    output.write(audit.listing(settings, span, given["kinds"], output.options, as_json=as_json))


@command.command()
@PIN
@click.option("--no-contents", is_flag=True, help="Leave out the files that entries speak of.")
@click.option(
    "--proof", type=PATH, metavar="FILE", help="Check this proof of `audit prove`, and no log."
)
@FORMAT
@audit_options
def verify(pins: tuple[str, ...], settings: AuditSettings, output: Output, **given: Any) -> int:
    """Check the log, and say what that proves.

    Exit code 1 when something was altered. Without --pin nobody can tell a log from one that its
    owner wrote anew: keep checkpoints where that owner can't write.
    """
    if given["proof"] is not None and given["form"] == "json":
        raise ConfigurationError(
            "the check of a proof has no JSON", hint="its exit code says whether it holds"
        )
    if given["proof"] is not None:
        page, holds = audit.verify_proof(settings, given["proof"], pins, output.options)
        output.write(page)
        return 0 if holds else TAMPERED
    checked = audit.verify(settings, pins, contents=not given["no_contents"])
    output.write(
        words.verification_json(checked)
        if given["form"] == "json"
        else words.verification_text(checked, output.options)
    )
    return TAMPERED if checked.tampering else 0


@command.command()
@click.argument("entry", type=click.IntRange(min=1))
@click.option(
    "--since",
    type=PATH,
    metavar="CHECKPOINT",
    help="Prove too that the log grew out of the one of this checkpoint.",
)
@SIGNING
@audit_options
def prove(entry: int, since: str | None, settings: AuditSettings, output: Output) -> None:
    """Print a proof that ENTRY is in the log.

    ENTRY is a number. `audit verify --proof FILE` checks the proof, on a machine without the log.
    """
    output.write([audit.proof(settings, entry, since)])


@command.command()
@click.option(
    "--public-key", is_flag=True, help="Print the line that others need to trust the key."
)
@SIGNING
@audit_options
def checkpoint(public_key: bool, settings: AuditSettings, output: Output) -> int:  # noqa: FBT001  # click
    """Print a signed note about the log.

    Keep it where the owner of the log can't write; `audit verify --pin` compares.

    The chain is checked first; nothing is signed when it doesn't hold (exit code 1).
    """
    if public_key:
        output.write([audit.public_key(settings)])
        return 0
    note, checked = audit.checkpoint(settings)
    if checked.tampering:
        output.write(words.verification_text(checked, output.options))
        return TAMPERED
    output.write([note])
    if settings.signing is None:
        output.note(words.UNSIGNED)
    return 0


@command.command()
@click.argument("records", nargs=-1, required=True, metavar="RECORD...", type=PATH)
@click.option(
    "--expected",
    type=PATH,
    metavar="TREE|LIST",
    help="Contracts that must have been judged: a folder with them, or a file with a name (and "
    "perhaps a digest) in each line. What is missing is named, with exit code 1.",
)
@click.option(
    "--period",
    metavar="FROM..TO",
    help="Only verdicts of these days count for --expected, both included; default: all.",
)
@click.option(
    "--commit", metavar="SHA", help="Only verdicts on this commit count; 7 digits are enough."
)
@click.option(
    "--allow-unsigned",
    is_flag=True,
    help="Take records that no trusted key signed: integrity only.",
)
@click.option("--origin", metavar="NAME", help="Name of a new log, such as example.com/mesh.")
@FORMAT
@audit_options
def ingest(
    records: tuple[str, ...],
    allow_unsigned: bool,  # noqa: FBT001  # click gives options by name
    form: str,
    settings: AuditSettings,
    output: Output,
    **given: Any,
) -> int:
    """Bring verdict records into the log.

    Each is verified first and comes in once, in any order.
    Exit code 1 when a record was refused or something is missing.

    A verdict on the very bytes of an expected contract counts, however old it is: the answer names
    the oldest one that was relied on, and --period and --commit ask for more.
    """
    wanted = intake.asked(given["expected"], given["period"], given["commit"])
    done = intake.ingest(settings, records, wanted, unsigned=allow_unsigned, origin=given["origin"])
    output.write(
        pages.ingested_json(done) if form == "json" else pages.ingested_text(done, output.options)
    )
    return TAMPERED if done.refused or done.gaps else 0


@command.command("verify-record")
@click.argument("file", type=PATH)
@audit_options
def verify_record(file: str, settings: AuditSettings, output: Output) -> int:
    """Check the verdict records in FILE.

    Their signatures and their form, and that each agrees with itself.
    Exit code 1 when one of them doesn't hold.
    """
    good, refused = intake.verify_records(settings, file)
    output.write(pages.records(good, refused, output.options))
    return TAMPERED if refused else 0


@command.command()
@click.argument("digest")
@click.option("--reason", required=True, help="Why; it stays in the log, so name nobody.")
@click.option("--actor", required=True, metavar="LOGIN", help="Who erases it.")
@audit_options
def erase(digest: str, reason: str, actor: str, settings: AuditSettings, output: Output) -> None:
    """Erase a content for good, and log that.

    DIGEST is one that `audit log --format json` shows. Every proof goes on to hold.
    """
    there = audit.erase(settings, digest, reason, actor)
    output.write([f"{'erased' if there else 'was erased already'}: {digest}\n"])


@command.command()
@click.option(
    "--period",
    required=True,
    metavar="FROM..TO",
    help="Days, both included: 2026-01-01..2026-03-31.",
)
@click.option(
    "--out", required=True, type=PATH, metavar="DIR|FILE.zip", help="What to write; not there yet."
)
@click.option("--actor", metavar="LOGIN", help="Who asks for it. Default: as for --record.")
@SIGNING
@audit_options
def pack(period: str, out: str, actor: str | None, settings: AuditSettings, output: Output) -> None:
    """Pack everything about a period for an auditor.

    Records, policies as they were, contracts, configuration, the log up to the last day, a
    checkpoint and keys, with a README. The log notes that it was handed out. --key names the public
    keys to put into it.
    """
    from meshgov.app import audit_pack, evidence_of_runs  # noqa: PLC0415  # few commands need them
    from meshgov.render.pages import audit_pack as pages  # noqa: PLC0415  # likewise

    who = actor or evidence_of_runs.facts("pack", os.environ).actor
    packed = audit_pack.pack(settings, audit_pack.Period.parse(period), out, who)
    output.write(pages.packed(out, len(packed.files), packed.missing, packed.size))
    if settings.signing is None:
        output.note(words.UNSIGNED)


@command.command()
@click.argument("place", metavar="PACK", type=PATH)
@click.option(
    "--engine",
    type=click.Choice(("embedded", "opa")),
    default="embedded",
    show_default=True,
    help="Who evaluates Rego; opa starts a local one.",
)
@PIN
@audit_options
def reperform(
    place: str, engine: str, pins: tuple[str, ...], settings: AuditSettings, output: Output
) -> int:
    """Judge the runs in a pack again, and compare.

    PACK is a folder or .zip of `audit pack`; nothing else is needed. Every file, entry and record
    is checked, then the stored policies judge the stored contracts as of the stored time.
    Exit code 0: all verdicts came out byte for byte, but for the engine; 1: something differs;
    2: something is missing.
    """
    from meshgov.app import reperform as again  # noqa: PLC0415  # few commands need them
    from meshgov.app.settings import EngineSettings  # noqa: PLC0415  # likewise
    from meshgov.render.pages import audit_pack as pages  # noqa: PLC0415  # likewise

    used = EngineSettings(name=engine, opa_binary=os.environ.get("MESHGOV_OPA"))
    done = again.reperform(settings, place, pins, used)
    output.write(
        pages.reperformed(
            (done.runs, done.verdicts),
            done.proved,
            done.differences,
            done.incomplete,
            output.options,
        )
    )
    return done.exit_code
