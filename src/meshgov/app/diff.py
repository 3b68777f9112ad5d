"""``meshgov diff``: two versions of a contract."""

from __future__ import annotations

from meshgov.app import contracts
from meshgov.app.contracts import Loaded, Source
from meshgov.app.engines import start
from meshgov.app.governed import Governed
from meshgov.app.judge import Case
from meshgov.app.run import Run
from meshgov.errors import ManyErrors, MeshgovError
from meshgov.model.verdict import Verdict


def diff(old: Source, new: Source, governed: Governed) -> Verdict:
    """What changed from the old to the new version, and the verdict on it.

    Raises:
        MeshgovError: bad input, bad configuration, or a failing engine.
    """
    with start(
        governed.pack,
        governed.settings.engine,
        configured_url=governed.governance.opa_url,
        work=1,
    ) as engine:
        case = load(old, new)
        return Run(governed, engine, "diff").judge([lambda: case], lambda _: None)


def load(old: Source, new: Source) -> Case:
    """Load both versions.

    Raises:
        MeshgovError: one can't be read; the errors of both when neither can.
    """
    errors: list[MeshgovError] = []
    loaded: list[Loaded] = []
    for source in (old, new):
        try:
            loaded.append(contracts.given(source))
        except MeshgovError as error:
            errors.append(error)
    if errors:
        raise errors[0] if len(errors) == 1 else ManyErrors(errors)
    return Case(new=loaded[1], old=loaded[0])
