"""What ``meshgov policy test`` tests: rules, their examples, and the Rego tests beside them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace

from meshgov.app import resources
from meshgov.app.bench import NOW, Bench
from meshgov.app.examples import Difference, Example, examples_of
from meshgov.app.governed import govern, shown
from meshgov.app.settings import RunSettings
from meshgov.engine.request import Request
from meshgov.errors import ConfigurationError, InputError, ManyErrors
from meshgov.model.pack import Pack, Rule
from meshgov.policy import folder, suite
from meshgov.policy import pack as packs
from meshgov.policy.folder import File
from meshgov.policy.rules import BUILTIN
from meshgov.policy.suite import RegoTest

GENERATED = frozenset(
    f"{BUILTIN}/{name}.rego"
    for name in ("entry", "fleet_entry", "foreign_entry", "tests", "examples")
)
"""Modules that no folder holds."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What is tested.

    Attributes:
        pack: everything that judges, whoever brought it.
        folders: those that are tested, as people call them.
        rules: those in the folders.
        files: the test files in them.
        tests: what the files define.
        later: those that are still to do.
        asked: examples and their inputs.
        broken: examples that are none.
    """

    pack: Pack
    folders: tuple[str, ...]
    rules: tuple[Rule, ...]
    files: tuple[File, ...]
    tests: tuple[RegoTest, ...]
    later: tuple[RegoTest, ...]
    asked: tuple[tuple[Example, Request], ...]
    broken: tuple[tuple[Example, Difference], ...]

    @property
    def with_tests(self) -> Pack:
        """The pack that tells the value of each test."""
        shipped = self.folders == (BUILTIN,)
        return suite.pack_of(self.pack, self.files, self.tests, shipped=shipped)

    def holds(self, file: str) -> bool:
        """Whether a module, by the name that errors call it, is tested."""
        if self.folders == (BUILTIN,):
            return file.startswith(f"{BUILTIN}/") and file not in GENERATED
        return _is_below(os.path.realpath(file), [os.path.realpath(one) for one in self.folders])


def gather(
    settings: RunSettings, folders: tuple[str, ...], *, builtin: bool, now: str = NOW
) -> Subject:
    """Find what shall be tested.

    Args:
        settings: of the run; they name the organisation's folders.
        folders: to test; empty for all of the organisation's.
        builtin: the shipped rules instead.
        now: when examples are judged.

    Raises:
        ConfigurationError: there is nothing to test.
        PolicyError: a policy can't be read, or clashes; ManyErrors for several faults.
    """
    if builtin:
        if folders:
            raise ConfigurationError(
                "--builtin tests the shipped rules, and folders are given too",
                hint="test them one after the other",
            )
        home = resources.folder("policies")
        pack = packs.build(home)
        return _subject(pack, (BUILTIN,), pack.rules, folder.tests(home, BUILTIN), now)
    pack, chosen = _own(settings, folders)
    roots = [os.path.realpath(one) for one in chosen]
    rules = tuple(one for one in pack.rules if one.source != BUILTIN and _lies_in(one, roots))
    return _subject(pack, chosen, rules, tuple(_files(chosen)), now)


def _own(settings: RunSettings, folders: tuple[str, ...]) -> tuple[Pack, tuple[str, ...]]:
    """The organisation's pack with ``folders``, and what of it is tested."""
    pack = govern(settings).pack
    known = pack.sources[1:]
    if not folders and not known:
        raise ConfigurationError(
            "there are no policies of your own to test",
            hint="name their folder: `meshgov policy test DIR`; --builtin tests the shipped rules",
        )
    roots = [os.path.realpath(one) for one in known]
    more = tuple(one for one in folders if not _is_below(os.path.realpath(one), roots))
    for one in folders:
        if one not in more and not os.path.exists(one):
            raise ConfigurationError(
                f"there is no policy folder {one}",
                hint="give the folder that holds the .rego files",
            )
        _must_not_hold(one, known)
    if more:
        pack = govern(replace(settings, policies=(*settings.policies, *more))).pack
    chosen = dict.fromkeys(shown(os.path.normpath(one)) for one in folders)
    return pack, tuple(chosen) or known


def _must_not_hold(chosen: str, known: tuple[str, ...]) -> None:
    """Refuse a folder around one that judges by itself: their rules would clash."""
    root = os.path.realpath(chosen)
    for one in known:
        real = os.path.realpath(one)
        if real != root and _is_below(real, [root]):
            raise ConfigurationError(
                f"{chosen} holds {one}, which is a folder of rules by itself",
                hint=f"test {one}, or leave the folder out to test all that judge",
            )


def _is_below(path: str, roots: list[str]) -> bool:
    return any(path == root or path.startswith(root.rstrip(os.sep) + os.sep) for root in roots)


def _lies_in(rule: Rule, roots: list[str]) -> bool:
    return rule.location is not None and _is_below(os.path.realpath(rule.location.file), roots)


def _files(folders: tuple[str, ...]) -> Iterator[File]:
    """The test files of folders, each once."""
    seen: set[str] = set()
    for one in folders:
        for file in folder.tests(one, one):
            real = os.path.realpath(file.name)
            if real not in seen:
                seen.add(real)
                yield file


def _subject(
    pack: Pack, folders: tuple[str, ...], rules: tuple[Rule, ...], files: tuple[File, ...], now: str
) -> Subject:
    found = tuple(suite.tests_in(files))
    tests = tuple(one for one in found if one.name.startswith(suite.PREFIX))
    examples = tuple(examples_of(rules))
    if not tests and not examples:
        raise ConfigurationError(
            f"no rule in {', '.join(folders)} has a test or an example, so nothing was tested",
            hint="write `examples` into the METADATA of the rules, or tests into *_test.rego; "
            "`meshgov policy new FAMILY/RULE` shows how",
        )
    asked, broken = _requests(Bench(pack, now), examples)
    later = tuple(one for one in found if one not in tests)
    return Subject(pack, folders, rules, files, tests, later, tuple(asked), tuple(broken))


def _requests(
    bench: Bench, examples: tuple[Example, ...]
) -> tuple[list[tuple[Example, Request]], list[tuple[Example, Difference]]]:
    """An input for each example that is one, and what is wrong with the others."""
    asked, broken = [], []
    for one in examples:
        try:
            asked.append((one, bench.request(one.name, one.value, scope=one.rule.scope)))
        except (InputError, ManyErrors) as error:
            broken.append((one, Difference(f"it makes no valid contract: {error.message}")))
    return asked, broken
