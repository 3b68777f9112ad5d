"""Which controls of a framework the rules of the base support: a report beside a verdict."""

from __future__ import annotations

import os
from collections.abc import Iterator

from meshgov.app import gate_base
from meshgov.app.action_inputs import Inputs
from meshgov.app.catalogue import controls
from meshgov.app.clock import current
from meshgov.app.gate_export import Export
from meshgov.app.governed import govern
from meshgov.app.results import save
from meshgov.app.settings import RunSettings
from meshgov.app.sources import Sources
from meshgov.render.base import RenderOptions

_PAGE = RenderOptions(width=90)


def pages(inputs: Inputs) -> Iterator[str]:
    """Write a JSON report for each framework, and give a folded page of it for the summary.

    Raises:
        MeshgovError: no framework has the name, or what the base configures can't be read.
    """
    if not inputs.frameworks:
        return
    with Sources() as sources:
        repository = sources.repository()
        base = gate_base.find(repository, inputs.base_ref, os.environ)
        tree = repository.tree(base.commit) if base.commit else None
        with Export(repository, tree, base.ref) as export:
            asked = RunSettings(now=current(), policies=inputs.policies)
            governed = govern(export.settings(asked))
            for name in inputs.frameworks:
                text = controls(governed, name, as_json=True, options=_PAGE)
                save(os.path.join(inputs.folder, f"controls-{name}.json"), text)
                page = "".join(controls(governed, name, as_json=False, options=_PAGE))
                yield (
                    f"\n<details><summary>Controls of {name}</summary>\n\n"
                    f"````text\n{page}````\n\n</details>\n"
                )
