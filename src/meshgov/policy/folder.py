"""A folder or bundle of policies to its files. What lies in it is the pack; there is no list."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, NoReturn, Protocol

from meshgov.errors import ConfigurationError, Location, PolicyError
from meshgov.policy import manifest
from meshgov.policy.manifest import Manifest
from meshgov.policy.terms import Terms

DATA = ("data.json", "data.yaml", "data.yml")
"""Names of data files, as in OPA's bundles."""

ARCHIVES: Final = (".tar.gz", ".tgz")
"""How bundles are called."""

SIGNATURES: Final = ".signatures.json"
_DESCRIBING: Final = (manifest.NAME, manifest.OWN)
_COMPILED: Final = ("policy.wasm", "plan.json", "plan.pb", "patch.json", ".manifest.pb")
"""What OPA would judge with, or read, and meshgov wouldn't."""

_NONE: Final = Terms()
_SILENT: Final = Manifest()


@dataclass(frozen=True, slots=True)
class File:
    """One file of a folder.

    Attributes:
        name: as shown to people.
        relative: path from the folder, with slashes on every platform.
        text: with line feeds only, so that a digest doesn't depend on the checkout.
        rego: version of the language, 0 or 1.
    """

    name: str
    relative: str
    text: str
    rego: int = 1


@dataclass(frozen=True, slots=True)
class Folder:
    """What a folder or bundle of policies holds, tests left out, sorted by relative path.

    Attributes:
        source: the folder as it was given, or ``builtin``.
        rego: Rego modules.
        data: files named as :data:`DATA`.
        manifest: what it says of itself.
        notices: what a person should know about it.
    """

    source: str
    rego: tuple[File, ...]
    data: tuple[File, ...]
    manifest: Manifest = _SILENT
    notices: tuple[str, ...] = ()


class Files(Protocol):
    """Paths inside a folder or bundle, and their bytes; of a folder also where it is."""

    @property
    def home(self) -> str:
        """The absolute path of a folder with slashes; empty for a bundle."""

    def names(self) -> Iterable[str]:
        """All paths, with slashes."""

    def read(self, relative: str) -> bytes:
        """The bytes of one of them."""


def read(root: str, source: str, terms: Terms = _NONE) -> Folder:
    """Every Rego and data file below ``root``; hidden folders and ``*_test.rego`` are left out.

    Args:
        root: a folder, or a bundle as ``.tar.gz``.
        source: the same as it was given.
        terms: what the organisation says of it.

    Raises:
        ConfigurationError: ``root`` is no folder that can be read.
        PolicyError: a file can't be read, or isn't UTF-8; the bundle is not what it should be.
    """
    files = _files(root, source)
    names = sorted(files.names())
    described = tuple(one for one in names if os.path.basename(one) in _DESCRIBING)
    notices = _proved(files, names, source, terms)
    found = _manifest(files, described, source)
    version = _version(files, described, source, terms, found)
    rego: list[File] = []
    data: list[File] = []
    for relative in names:
        if relative.endswith(".rego") and not relative.endswith("_test.rego"):
            text = _file(files, source, relative)
            rego.append(replace(text, rego=found.version(relative, version)))
        elif os.path.basename(relative) in DATA:
            data.append(_file(files, source, relative))
    return Folder(source, tuple(rego), tuple(data), found, notices)


def _files(root: str, source: str) -> Files:
    if root.endswith(ARCHIVES) and os.path.lexists(root) and not os.path.isdir(root):
        from meshgov.policy import archive  # noqa: PLC0415  # start-up budget: bundles are rare

        return _Bundle(archive.read(root, source), source)
    _must_be_folder(root)
    return _Directory(root)


class _Directory:
    """A folder; each file is read when it is needed, and once, so that what is proved is used."""

    def __init__(self, root: str) -> None:
        self._root = root
        self.home = os.path.abspath(root).replace(os.sep, "/")
        self._found: dict[str, bytes] = {}

    def names(self) -> Iterable[str]:
        return walk(self._root)

    def read(self, relative: str) -> bytes:
        if relative not in self._found:
            try:
                with open(os.path.join(self._root, *relative.split("/")), "rb") as file:
                    self._found[relative] = file.read()
            except OSError as error:
                _unreadable(error)
        return self._found[relative]


class _Bundle:
    """A bundle, unpacked already."""

    home = ""

    def __init__(self, files: Mapping[str, bytes], source: str) -> None:
        self._files = files
        for name in files:
            if os.path.basename(name) in _COMPILED:
                raise PolicyError(
                    f"{source} holds {name}, which nobody would judge with",
                    hint="build a whole bundle for target rego",
                )

    def names(self) -> Iterable[str]:
        return self._files

    def read(self, relative: str) -> bytes:
        return self._files[relative]


def _proved(files: Files, names: Sequence[str], source: str, terms: Terms) -> tuple[str, ...]:
    """Verify the signature where a key is given, and say so where one is missing."""
    signed = SIGNATURES in names
    if not terms.key:
        if not signed:
            return ()
        hint = "name one with `key` in governance.yaml or with --policies-key"
        return (f"{source} is signed, and no key was given to verify that with: {hint}",)
    from meshgov.policy import signature  # noqa: PLC0415  # start-up budget: keys are rare

    if not signed:
        raise PolicyError(
            f"{source} is not signed, and the key {terms.key} was given to verify it",
            hint="sign it with `opa sign` or `meshgov policy bundle --sign`, or take the key away",
        )
    # Of a folder only what counts as policy; a README beside it is no part of what was signed.
    counted = [one for one in names if isinstance(files, _Bundle) or is_policy(one)]
    listed = (one for one in counted if one != SIGNATURES)
    contents = {one: files.read(one) for one in listed}
    signature.verify(contents, files.read(SIGNATURES), terms, source, files.home)
    return ()


def tests(root: str, source: str) -> tuple[File, ...]:
    """The Rego tests below ``root`` (``*_test.rego``), which no pack holds, sorted by path.

    Raises:
        PolicyError: a file can't be read, or isn't UTF-8.
    """
    files = _files(root, source)
    found = sorted(name for name in files.names() if name.endswith("_test.rego"))
    return tuple(_file(files, source, relative) for relative in found)


def is_policy(relative: str) -> bool:
    """Whether OPA would take the file for a part of a bundle."""
    name = os.path.basename(relative)
    return name.endswith(".rego") or name in (*DATA, *_DESCRIBING, *_COMPILED)


def _manifest(files: Files, described: Sequence[str], source: str) -> Manifest:
    for relative in described:
        if "/" in relative:
            raise PolicyError(
                f"{source} holds {relative}, which counts only at the top",
                hint=f"name {os.path.dirname(relative)} as a folder of its own",
            )
    if manifest.NAME not in described:
        return _SILENT
    file = _file(files, source, manifest.NAME)
    return manifest.read(file.name, file.text)


def _version(
    files: Files, described: Sequence[str], source: str, terms: Terms, found: Manifest
) -> int:
    """The version of Rego, from whoever names one; those who do have to agree."""
    said = {terms.place: terms.rego, f"{source}/{manifest.NAME}": found.rego}
    if manifest.OWN in described:
        file = _file(files, source, manifest.OWN)
        said[file.name] = manifest.own(file.name, file.text)
    named = {place: version for place, version in said.items() if version is not None}
    if len(set(named.values())) > 1:
        what = " and ".join(f"v{version} at {place}" for place, version in named.items())
        raise PolicyError(f"{source} is said to be Rego {what}", hint="keep one of them")
    return next(iter(named.values()), 1)


def _must_be_folder(root: str) -> None:
    if os.path.isdir(root):
        return
    hint = "give the folder that holds the .rego files, or a bundle as .tar.gz"
    if not os.path.exists(root):
        raise ConfigurationError(f"there is no policy folder {root}", hint=hint)
    raise ConfigurationError(f"the policies at {root} are not a folder", hint=hint)


def walk(root: str) -> Iterator[str]:
    """Relative paths with slashes; links are followed, each folder entered once."""
    entered: set[str] = set()
    for folder, below, names in os.walk(root, followlinks=True, onerror=_unreadable):
        real = os.path.realpath(folder)
        if real in entered:
            below.clear()
            continue
        entered.add(real)
        below[:] = sorted(name for name in below if not name.startswith("."))
        for name in names:
            yield os.path.relpath(os.path.join(folder, name), root).replace(os.sep, "/")


def _file(files: Files, source: str, relative: str) -> File:
    name = f"{source.rstrip('/')}/{relative}"
    try:
        text = files.read(relative).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise PolicyError(
            f"{name} is not UTF-8", hint="save it as UTF-8", location=Location(name, line, 1)
        ) from None
    return File(name, relative, text.replace("\r\n", "\n"))


def _unreadable(error: OSError) -> NoReturn:
    raise PolicyError(f"can't read {error.filename}: {error.strerror}") from None
