"""What domains bring themselves: files of their own, and folders of rules."""

from __future__ import annotations

import os
from collections.abc import Iterator

from meshgov.app.governed import OfDomains, configuration, shown
from meshgov.errors import ConfigurationError
from meshgov.model.document import Document
from meshgov.policy import governance as governances
from meshgov.policy.places import Places
from meshgov.policy.terms import Sources, joined


def load(named: Places, everywhere: tuple[str, ...]) -> OfDomains:
    """The domains' files, and the folders that they or the organisation's file name.

    Args:
        named: what the organisation's file names.
        everywhere: folders whose rules judge every domain.

    Raises:
        ConfigurationError: a file can't be read, or a folder would belong to two.
    """
    files = {domain: _file(domain, shown(path)) for domain, path in named.overlays.items()}
    own = {domain: governances.find_folders(document, domain) for domain, document in files.items()}
    terms = joined(*(sources.terms for sources in own.values()))
    folders: dict[str, str] = {}
    owners = {os.path.realpath(path): "every domain" for path in everywhere}
    for domain, path in _folders(named, own):
        owner = owners.setdefault(os.path.realpath(path), domain)
        if owner != domain:
            raise ConfigurationError(
                f"the rules in {path} are named for {owner} and for {domain}",
                hint="rules judge every domain or one: name the folder once",
            )
        folders[path] = domain
    return OfDomains(files, folders, terms)


def _file(domain: str, path: str) -> Document:
    if not os.path.lexists(path):
        raise ConfigurationError(
            f"there is no file {path}, which is named as the overlay of {domain}",
            hint="write the path relative to the file that names it",
        )
    return configuration(path)


def _folders(named: Places, own: dict[str, Sources]) -> Iterator[tuple[str, str]]:
    for domain, paths in named.owned.items():
        yield from ((domain, shown(path)) for path in paths)
    for domain, sources in own.items():
        yield from ((domain, shown(path)) for path in sources.paths)
