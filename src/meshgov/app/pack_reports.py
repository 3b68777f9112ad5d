"""The reports in an auditor's pack, which anybody can make again from the rest of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from meshgov.app.log_evidence import Log
from meshgov.app.log_records import Kept
from meshgov.app.logged import AlteredError, index
from meshgov.app.report import Wanted
from meshgov.app.report_log import of_log
from meshgov.app.reports import USUAL, rendered
from meshgov.errors import InputError
from meshgov.evidence.handed import HandedLog
from meshgov.render.reports import registry

REPORTS: Final = "reports"


def reports(
    log: HandedLog, get: Callable[[str], bytes | None], period: tuple[str, str]
) -> Iterator[tuple[str, bytes]]:
    """The files of the report on a period, from nothing but a pack; none without verdicts.

    Only formats that need nothing more installed: the same pack is to be the same everywhere.

    Args:
        log: the entries in the pack.
        get: a content in the pack, or None.
        period: its first and its last day.

    Raises:
        MeshgovError: a content is not what it was.
    """
    found = index(log, period)
    if not found.reported():
        return
    try:
        made = of_log(Log(log, Kept(get, None)), found, Wanted(period=period))
    except AlteredError:
        raise
    except InputError:  # nothing was judged, or nothing of it is left
        return
    for name in USUAL:
        suffix = registry.find(name).suffix
        for part, data in rendered(made, name):
            yield f"{REPORTS}/{name}/{part}" if part else f"{REPORTS}/report{suffix}", data
