"""``meshgov init``: the files of a new mesh. It asks nothing, and overwrites nothing."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from shlex import quote
from typing import Final

from meshgov.app import contracts, init_texts, resources
from meshgov.app.check import counted
from meshgov.errors import ConfigurationError, MeshgovError
from meshgov.load import document as documents
from meshgov.load import files

CI: Final = ("auto", "github", "gitlab", "none")
"""Which service runs the gate; ``auto`` looks at the remotes of git."""

PRODUCT: Final = "orders"
_NAME: Final = re.compile(r"[a-z][a-z0-9_-]{0,62}")
_NO_NAME: Final = re.compile(r"[^a-z0-9]+")
_WORKFLOWS: Final = {
    "github": (".github/workflows/gate.yml", "examples/workflows", "gate.yml"),
    "gitlab": (".gitlab-ci.yml", "examples/gitlab", ".gitlab-ci.yml"),
}
"""Service -> where its file goes, and where it comes from."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command line says; None is found out.

    Attributes:
        folder: where the files go; made if it isn't there.
        domain: of the first contract; None: the folder's name.
        product: name of the first contract; None: an example, unless there are contracts already.
        ci: one of :data:`CI`.
    """

    folder: str = os.curdir
    domain: str | None = None
    product: str | None = None
    ci: str = CI[0]


@dataclass(frozen=True, slots=True)
class Found:
    """What could be found out.

    Attributes:
        root: top of the git repository that the folder is in; None outside of one.
        places: files with contracts that are there, from the folder on.
        products: domain -> its products among those.
        person: name and address in git's settings; empty texts where it knows none.
        gitlab: whether a remote of git is on a GitLab.
    """

    root: str | None
    places: tuple[str, ...]
    products: Mapping[str, tuple[str, ...]]
    person: tuple[str, str]
    gitlab: bool


def init(wanted: Wanted) -> Iterator[str]:
    """Write the files, and tell their paths and what to do next.

    Raises:
        ConfigurationError: one of them is there already, or a name is none; nothing is written.
    """
    domain = _name("--domain", wanted.domain or _named_after(wanted.folder))
    product = _name("--product", wanted.product or PRODUCT)
    found = find(wanted.folder, domain)
    first = wanted.product is not None or not found.places
    texts = _texts(found, domain, product if first else None)
    ci = _ci(wanted, found)
    if ci:
        target, folder, name = _WORKFLOWS[ci]
        texts[target] = _shipped(folder, name)
    paths = {os.path.join(wanted.folder, name): text for name, text in texts.items()}
    files.write_new(paths, hint="name a folder with --dir that can be written to")
    yield from (f"{os.path.normpath(path)}\n" for path in paths)
    yield from _next(wanted, found, ci, domain)


def find(folder: str, domain: str) -> Found:
    """What a folder and its git tell; ``domain`` is that of contracts that name none."""
    places, products = _contracts(folder, domain) if os.path.isdir(folder) else ((), {})
    above = folder
    while not os.path.isdir(above):
        above = os.path.dirname(os.path.abspath(above))
    root = _git(above, "rev-parse", "--show-toplevel") or None
    person = (_git(above, "config", "user.name"), _git(above, "config", "user.email"))
    hosts = _git(above, "config", "--get-regexp", r"^remote\..*\.url$") if root else ""
    return Found(root, places, products, person, "gitlab" in hosts.lower())


def _contracts(folder: str, domain: str) -> tuple[tuple[str, ...], dict[str, tuple[str, ...]]]:
    """The contracts that are there. What can't be read is left to ``meshgov check`` to say."""
    places: list[str] = []
    products: dict[str, list[str]] = {}
    try:
        selection = contracts.select((folder,), os.curdir)
    except MeshgovError:
        return (), {}
    for path in selection.paths:
        with contextlib.suppress(MeshgovError):
            document = documents.parse(files.read(path), path)
            if not contracts.is_contract(document):
                continue
            one = contracts.of_document(document).contract
            places.append(os.path.relpath(path, folder).replace(os.sep, "/"))
            names = products.setdefault(one.domain or domain, [])
            names += [] if one.name in names else [one.name]
    return tuple(places), {name: tuple(one) for name, one in products.items()}


def _texts(found: Found, domain: str, product: str | None) -> dict[str, str]:
    """File -> its text."""
    products = dict(found.products)
    named = [one.partition("/")[0] if "/" in one else one for one in found.places]
    made = {}
    if product is not None:
        products[domain] = (*products.get(domain, ()), product)
        named.append(init_texts.FOLDER)
        made[f"{init_texts.FOLDER}/{product}.yaml"] = init_texts.contract(
            domain, product, found.person
        )
    return {
        "governance.yaml": init_texts.governance(tuple(dict.fromkeys(named))),
        "organization.yaml": init_texts.organization(products, found.person),
        **made,
    }


def _ci(wanted: Wanted, found: Found) -> str | None:
    """The service whose file is written; None below the top of a repository, where none looks."""
    if wanted.ci == "none":
        return None
    top = found.root is None or os.path.realpath(found.root) == os.path.realpath(wanted.folder)
    if not top:
        if wanted.ci != CI[0]:
            raise ConfigurationError(
                f"a CI service reads its file at the top of the repository, and {wanted.folder} "
                "is below it",
                hint=f"run it in {found.root}, or with --ci none",
            )
        return None
    return wanted.ci if wanted.ci != CI[0] else "gitlab" if found.gitlab else "github"


def _shipped(folder: str, name: str) -> str:
    with open(os.path.join(resources.folder(folder), name), encoding="utf-8") as file:
        return file.read()


def _named_after(folder: str) -> str:
    """A domain's name from that of a folder."""
    base = os.path.basename(os.path.realpath(folder)).lower()
    return _NO_NAME.sub("-", base).strip("-").lstrip("0123456789-")[:63].rstrip("-")


def _name(option: str, text: str) -> str:
    if not _NAME.fullmatch(text):
        what = f"{text!r} is no name" if text else "the folder's name makes no name"
        raise ConfigurationError(
            what, hint=f"give one in small letters, digits, - and _: {option} sales"
        )
    return text


def _git(folder: str, *arguments: str) -> str:
    """What git prints; nothing where it fails or isn't there."""
    from meshgov.load import gitcall  # noqa: PLC0415  # start-up budget

    try:
        done = gitcall.call(folder, *arguments)
    except MeshgovError:
        return ""
    return "" if done.returncode else os.fsdecode(done.stdout).strip()


def _next(wanted: Wanted, found: Found, ci: str | None, domain: str) -> Iterator[str]:
    into = "" if os.path.realpath(wanted.folder) == os.path.realpath(os.curdir) else wanted.folder
    if found.places:
        yield f"\nFound {counted(len(found.places), 'contract')} already there."
    else:
        yield f"\nThe domain is {domain}; --domain NAME says otherwise."
    yield " Next:\n"
    if into:
        yield f"  cd {quote(into)}\n"
    yield "  meshgov check\n"
    yield "  meshgov config check\n"
    if ci:
        yield "  commit it all: the gate judges each branch by what its base has\n"
    elif wanted.ci == CI[0]:
        yield "  run the gate in CI: no file for that is written below the top of a repository\n"
