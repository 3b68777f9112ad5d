"""``meshgov check --watch``: judges again whenever something is saved, with one compiled pack.

The file system is asked, not told to tell: that needs no package and works on every disk.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple, Protocol

from meshgov.app import check, clock
from meshgov.app.check import Checked, Looked
from meshgov.app.engines import engine_for
from meshgov.app.governed import (
    GOVERNANCE_FILES,
    Governed,
    configuration,
    find_governance,
    govern,
    shown,
    with_results,
)
from meshgov.app.settings import RunSettings
from meshgov.engine.base import Engine
from meshgov.errors import EngineError, MeshgovError
from meshgov.load.find import MAGIC, find
from meshgov.policy import governance as governances

PAUSE: Final = 0.5
"""Seconds between two looks."""

SETTLING: Final = 0.1
"""Seconds in which nothing more may change before it is judged: editors save in several steps."""

Stamp = tuple[int, int, int] | None
"""Time, size and inode of a file; None for one that isn't there."""


class Stamps(NamedTuple):
    """The state of every file that counts."""

    configuration: Mapping[str, Stamp]
    contracts: Mapping[str, Stamp]


class Audience(Protocol):
    """Whoever is told."""

    def verdict(self, checked: Checked) -> None:
        """What came of it."""

    def error(self, error: MeshgovError) -> None:
        """Why nothing was judged."""

    def changed(self, paths: Sequence[str]) -> None:
        """What was saved, before it is judged."""


@dataclass
class Watch:
    """Judges and waits in turn, until it is interrupted.

    Args:
        patterns: files, folders and globs; none: what governance names.
        settings: how to judge; without governance, one that appears here is taken.
        results: file with results of quality checks.
        audience: is told.
        fixed: whether ``settings.now`` stands; else each time is its own.
        sleep: waits for so many seconds.
    """

    patterns: tuple[str, ...]
    settings: RunSettings
    results: str | None
    audience: Audience
    fixed: bool = False
    sleep: Callable[[float], None] = time.sleep
    _stack: ExitStack = field(default_factory=ExitStack)
    _governed: Governed | None = None
    _engine: Engine | None = None

    def run(self) -> None:
        """Judge, wait for a change, and so on; an engine that was started is stopped at the end."""
        with self._stack:
            while True:
                before = self._stamps()
                self._round()
                after = self._wait(before)
                if before.configuration != after.configuration:
                    self._forget()
                saved = [*_differences(before.configuration, after.configuration)]
                # With other settings, other files may be contracts: those were not saved.
                saved = saved or [*_differences(before.contracts, after.contracts)]
                self.audience.changed(saved)

    def _round(self) -> None:
        try:
            governed = with_results(self._governing(), self.results)
            looked = check.look(self.patterns, governed)
            engine = self._running(governed, looked)
            self.audience.verdict(check.judge(looked, governed, engine, lambda _: None))
        except EngineError as error:
            self._forget()  # the next round starts another
            self.audience.error(error)
        except MeshgovError as error:
            self.audience.error(error)

    def _governing(self) -> Governed:
        if self._governed is None:
            given = self.settings
            found = given.governance or find_governance(os.getcwd())
            self._governed = govern(replace(given, governance=found))
        if self.fixed:
            return self._governed
        settings = replace(self._governed.settings, now=clock.current())
        return replace(self._governed, settings=settings)

    def _running(self, governed: Governed, looked: Looked) -> Engine:
        if self._engine is None:
            self._engine = self._stack.enter_context(
                engine_for(governed, len(looked.selection.paths))
            )
        return self._engine

    def _forget(self) -> None:
        """Stop the engine, and read all settings again."""
        self._stack.close()
        self._engine = self._governed = None

    def _wait(self, before: Stamps) -> Stamps:
        """The state after a change, once nothing changes any more."""
        while (now := self._stamps()) == before:
            self.sleep(PAUSE)
        while True:
            self.sleep(SETTLING)
            later = self._stamps()
            if later == now:
                return now
            now = later

    def _stamps(self) -> Stamps:
        return Stamps(*map(_stamped, (self._configuration(), self._contracts())))

    def _contracts(self) -> Iterator[str]:
        """Every file that may be a contract. What can't be found now may be there next time."""
        try:
            yield from check.look(self.patterns, self._governing()).selection.paths
        except MeshgovError:
            yield from (path for path in self.patterns if os.path.isfile(path))

    def _configuration(self) -> Iterator[str]:
        """Every file that says how to judge, as far as it is known."""
        governance = self.settings.governance or find_governance(os.getcwd())
        yield from (governance,) if governance else GOVERNANCE_FILES
        named = [
            *self.settings.policies,
            *self.settings.waivers,
            self.settings.policies_key,
            self.settings.organization,
            self.results,
        ]
        with suppress(MeshgovError):
            named += _named(governance) if governance else ()
        for path in named:
            if path is not None:
                yield from _below(path)


def _named(governance: str) -> Iterator[str | None]:
    places = governances.find_places(configuration(governance))
    yield places.organization
    yield from (*places.policies, *places.waivers, *places.consumers, *places.overlays.values())
    for paths in places.owned.values():
        yield from paths


def _below(path: str) -> Iterator[str]:
    """A file, those of a folder, those that a glob finds."""
    if os.path.isdir(path):
        for folder, _, names in os.walk(path):
            yield from (os.path.join(folder, name) for name in names)
    elif MAGIC.intersection(path):
        with suppress(MeshgovError):
            yield from (one.path for one in find((path,)))
    else:
        yield path


def _stamped(paths: Iterable[str]) -> dict[str, Stamp]:
    return {path: _stamp(path) for path in paths}


def _stamp(path: str) -> Stamp:
    try:
        found = os.stat(path)
    except OSError:
        return None
    if stat.S_ISDIR(found.st_mode):
        return None  # what is in it counts
    return found.st_mtime_ns, found.st_size, found.st_ino


def _differences(before: Mapping[str, Stamp], after: Mapping[str, Stamp]) -> Iterator[str]:
    """Files that are not as they were, each once, as people would write them."""
    for path in {**before, **after}:
        # What no longer counts was not saved for that.
        now = after[path] if path in after else _stamp(path)
        if before.get(path) != now:
            yield shown(path)
