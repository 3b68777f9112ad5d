"""What a person should know about a gate, whatever the verdict."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from meshgov.model.verdict import Compared


def notices(
    compared: Compared, older: int, results: str | None, *, is_default: bool
) -> Iterator[str]:
    """The sentences.

    Args:
        compared: what the branch was held against.
        older: findings of fleet rules that were there before the branch.
        results: a file with results that the branch itself may change; None without one.
        is_default: no governance.yaml judges.
    """
    if older:
        yield (
            f"fleet rules find {older:,} more in contracts that this branch leaves as they are;"
            " `meshgov check` lists them"
        )
    if results:
        yield f"{results} is kept in git, so this branch chooses its own results"
    base = compared.ref
    if compared.policies_from == "head":
        yield (
            "policies, waivers and registries are those of this branch (--policies-from head):"
            " who changes it chooses what judges it"
        )
    elif compared.commit is None:
        yield "there is no commit before this one, so the built-in defaults judge"
    elif is_default:
        yield (
            f"{base} has no governance.yaml, so the built-in defaults judge; one that this"
            " branch brings counts once it is there"
        )
    if compared.configuration:
        yield (
            f"this branch changes {_listed(compared.configuration)}, and is judged by"
            f" what {base} has; that counts once it is there"
        )


def _listed(names: Sequence[str]) -> str:
    most = 10
    more = f" and {len(names) - most:,} more" if len(names) > most else ""
    return f"{', '.join(names[:most])}{more}"
