"""Policy-as-code governance for data products: contracts in, one verdict out.

``check``, ``diff`` and ``Engine`` are the Python interface; the command line uses the same.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING

__version__ = "0.1.0"

__all__ = ["Diff", "Engine", "MeshgovError", "Verdict", "__version__", "check", "diff"]

if TYPE_CHECKING:
    from meshgov.app.api import Engine, check, diff
    from meshgov.errors import MeshgovError
    from meshgov.model.verdict import DiffVerdict as Diff
    from meshgov.model.verdict import Verdict


def __getattr__(name: str) -> object:
    """Import the interface when it is first used, so that ``--version`` stays fast."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from meshgov.app import api  # noqa: PLC0415  # start-up budget

    return getattr(api, name)


class _Interface(ModuleType):
    """Keeps ``meshgov.diff`` the function, though a stage has the same name.

    Importing a subpackage binds it to an attribute of its parent. Ours is found in ``sys.modules``
    all the same, which is where ``from meshgov.diff.compare import ...`` looks.
    """

    @property
    def diff(self) -> object:
        return __getattr__("diff")

    @diff.setter
    def diff(self, stage: ModuleType) -> None:
        """Called by the import system; nothing to keep."""


sys.modules[__name__].__class__ = _Interface
