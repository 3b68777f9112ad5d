"""What no policy may call, refused before OPA judges: OPA itself would allow it.

regorus reads the modules in a worker, because it is in every installation and `opa` is not. Syntax
that only OPA knows is searched as text.
"""

from __future__ import annotations

import re
import select
import time
from typing import Any, Final

from meshgov.engine import builtins, failures
from meshgov.engine.embedded.engine import task
from meshgov.engine.embedded.process import Process
from meshgov.errors import EngineError, MeshgovError
from meshgov.model.pack import Pack

_LONGEST: Final = 30.0
"""Seconds for reading a pack."""

_BETWEEN: Final = r"""[\s.\["`\]]+"""


class Examination:
    """Reads a pack while its engine starts."""

    def __init__(self, pack: Pack) -> None:
        """Start reading, and return.

        Raises:
            EngineError: no process can be started.
        """
        self._pack = pack
        self._process = Process(_LONGEST)
        self._process.send("p", task(pack, allowed=None))

    def result(self) -> list[MeshgovError]:
        """An error for each call that no policy may make.

        Raises:
            EngineError: the pack couldn't be read in time.
        """
        try:
            report = self._report()
        finally:
            self._process.kill()
        unread = range(len(self._pack.modules)) if report is None else report["unread"]
        found = [] if report is None else failures.refusals(self._pack, report["refused"])
        return found + failures.refusals(self._pack, search(self._pack, unread))

    def close(self) -> None:
        """Stop reading. Safe to call again."""
        self._process.kill()

    def _report(self) -> Any:
        """What the worker found; None when it has no regorus."""
        until = time.monotonic() + _LONGEST
        while not self._process.ended:
            poll = select.poll()
            poll.register(self._process.replies, select.POLLIN)
            if self._process.unsent:
                poll.register(self._process.requests, select.POLLOUT)
            if not poll.poll(max(0.0, until - time.monotonic()) * 1000):
                raise EngineError(f"the policies couldn't be read within {_LONGEST:g} s")
            self._process.flush()
            for _, report in self._process.take():
                return report
        return None


def search(pack: Pack, modules: Any) -> list[tuple[int, int, int, str, str]]:
    """Forbidden names in the text of ``modules`` (indices), comments and all: rather too many."""
    return [
        (index, text.count("\n", 0, match.start()) + 1, 1, "forbidden", name)
        for index in modules
        if not pack.modules[index].shipped
        for text in [pack.modules[index].text]
        for name, pattern in _PATTERNS.items()
        for match in pattern.finditer(text)
    ]


def _pattern(name: str) -> re.Pattern[str]:
    parts = [re.escape(part) for part in name.split(".") if part]
    end = r"\s*\(" if len(parts) == 1 and not name.endswith(".") else ""
    between = _BETWEEN if name.endswith(".") else ""
    return re.compile(rf"(?<![\w.]){_BETWEEN.join(parts)}{between}{end}")


_PATTERNS: Final = {
    name: _pattern(name) for name in sorted((*builtins.FORBIDDEN, *builtins.FORBIDDEN_PREFIXES))
}
