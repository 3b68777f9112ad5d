"""The folder is the list of formats, and every format is whole."""

from __future__ import annotations

import pkgutil
import subprocess
import sys
from importlib import import_module

import pytest

import meshgov.render
from meshgov.render import registry
from meshgov.render.parts.modules import NOT_FORMATS


def test_names() -> None:
    assert registry.names() == (
        *("comment", "github", "gitlab", "json", "junit", "markdown"),
        *("sarif", "sarif-github", "summary", "text"),
    )


def test_every_module_is_a_format_or_known_not_to_be_one() -> None:
    modules = {
        module.name for module in pkgutil.iter_modules(meshgov.render.__path__) if not module.ispkg
    }
    formats = {
        name for name in modules if hasattr(import_module(f"meshgov.render.{name}"), "RENDERER")
    }

    assert modules - formats == NOT_FORMATS - {"__init__"}
    assert len(formats) == len(registry.names())


@pytest.mark.parametrize("name", registry.names())
def test_a_format_answers_to_its_name(name: str) -> None:
    assert registry.renderer(name).name == name
    for_people = {"comment", "markdown", "summary", "text"}
    assert registry.renderer(name).error_document is (name not in for_people)


def test_no_such_format() -> None:
    with pytest.raises(KeyError):
        registry.renderer("papyrus")


def test_only_the_format_asked_for_is_imported() -> None:
    code = (
        "import sys; from meshgov.render import registry; registry.names();"
        "print('meshgov.render.json_' in sys.modules);"
        "registry.renderer('json'); print('meshgov.render.text' in sys.modules)"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.split() == ["False", "False"]
