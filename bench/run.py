"""Benchmarks against peers: ``python bench/run.py [--rounds 5] [SECTION...]``.

Every figure is a whole process, taken by turns with the one it is compared with, in seconds of the
clock and of the processors; what counts is the ratio, theirs to ours. Peers that can't be had are
named and left out. Results that are worth keeping go to docs/performance.md.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import generate
import measure
import peers
from measure import Command, Cost, Result

from meshgov.app.governed import govern
from meshgov.app.settings import RunSettings

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / ".bench"
PYTHON = sys.executable
NOW = "2026-11-23T00:00:00Z"
CHECKED = (0, 1)  # a verdict, whichever


def meshgov(name: str, *arguments: str | Path) -> Command:
    """A run of meshgov that ends with a verdict."""
    options = ("--evaluation-time", NOW, "--format", "json")
    return Command(name, [PYTHON, "-m", "meshgov", *map(str, arguments), *options], CHECKED)


def mesh(contracts: int, fields: int = 30) -> Path:
    """A folder of generated contracts, made once."""
    return generate.write(WORK / f"mesh-{contracts}x{fields}", contracts, fields)


def startup(rounds: int) -> Iterator[Result]:
    """Start-up of the command, and one contract."""
    bare = Command("python -c pass", [PYTHON, "-c", "pass"])
    version = Command("meshgov --version", [PYTHON, "-m", "meshgov", "--version"])
    yield measure.pair(version, bare, rounds)
    one = next(mesh(1).rglob("*.yaml"))
    check = meshgov("meshgov check, 1 contract", "check", one)
    yield measure.pair(check, bare, rounds)
    contract = peers.odcs(WORK / "product.odcs.yaml", generate.columns(30))
    lint = [str(peers.datacontract()), "lint", str(contract)]
    yield measure.pair(check, Command("datacontract lint", lint, CHECKED), rounds)


def check(rounds: int) -> Iterator[Result]:
    """2,000 contracts of 30 fields against conftest and opa exec with the same rules."""
    governed = govern(RunSettings(now=NOW))
    folder = mesh(2000)
    inputs = peers.export_inputs(folder, WORK / "inputs-2000x30", governed=governed)
    exported = peers.export_pack(governed.pack, WORK / "pack")
    ours = meshgov("meshgov check --jobs 2, 2,000 contracts", "check", folder, "--jobs", "2")
    entry = governed.pack.entry.replace(".", "/")
    opa = [peers.opa(), "exec", "--bundle", exported / "pack", "--decision", entry, inputs]
    yield measure.pair(ours, Command("opa exec", list(map(str, opa))), rounds)
    conftest = [
        *(peers.conftest(), "test", "--no-fail", "--output", "json", "--parser", "json"),
        *("--namespace", "deny.*", "--policy", exported / "conftest"),
        *("--data", exported / "conftest", inputs),
    ]
    yield measure.pair(ours, Command("conftest test", list(map(str, conftest))), rounds)


def growth(rounds: int) -> Iterator[Result]:
    """Growth with the number of contracts; the ratio is what a contract costs, against 500."""
    sizes = (500, 1000, 2000, 4000)
    small = meshgov(f"{sizes[0]} contracts", "check", mesh(sizes[0]), "--jobs", "2")
    for size in sizes[1:]:
        large = meshgov(f"{size} contracts", "check", mesh(size), "--jobs", "2")
        yield _each(measure.pair(large, small, rounds), size // sizes[0])


def wide(rounds: int) -> Iterator[Result]:
    """One contract of 3,000 and of 30,000 fields; the ratio is what a field costs."""
    files = {fields: next(mesh(1, fields).rglob("*.yaml")) for fields in (3000, 30000)}
    small = meshgov("1 contract, 3,000 fields", "check", files[3000])
    large = meshgov("1 contract, 30,000 fields", "check", files[30000])
    yield _each(measure.pair(large, small, rounds), 10)


def _each(result: Result, times: int) -> Result:
    """Turn the ratio of two runs into that of one of their parts, large to small: 1 is linear."""
    return result._replace(ratio=Cost(*(1 / ratio / times for ratio in result.ratio)))


def versions(fields: int) -> tuple[Path, Path]:
    """Two versions of one contract; one in twenty fields differs."""
    WORK.mkdir(exist_ok=True)
    old, new = (WORK / f"wide-{fields}-{side}.yaml" for side in ("old", "new"))
    old.write_text(generate.contract(0, fields))
    new.write_text(generate.contract(0, fields, edit_every=20))
    return old, new


def wide_diff(rounds: int) -> Iterator[Result]:
    """A diff of 10,000 and of 100,000 fields; the ratio is what a field costs."""
    small = meshgov("diff, 10,000 fields", "diff", *versions(10_000))
    large = meshgov("diff, 100,000 fields", "diff", *versions(100_000))
    yield _each(measure.pair(large, small, rounds), 10)


def diff(rounds: int) -> Iterator[Result]:
    """10,000 fields, 5 % of them changed, against buf breaking on the same message."""
    old, new = generate.columns(10000), generate.columns(10000, edit_every=20)
    ours = meshgov("meshgov diff, 10,000 fields, 5 % changed", "diff", *versions(10000))
    names = dict.fromkeys(one.name for one in (*old, *new))
    numbers = {name: number for number, name in enumerate(names, start=1)}
    folders = (
        peers.proto(WORK / "proto-old", old, numbers),
        peers.proto(WORK / "proto-new", new, numbers),
    )
    words = [str(peers.buf()), "breaking", str(folders[1]), "--against", str(folders[0])]
    yield measure.pair(ours, Command("buf breaking", words, (0, 100)), rounds)


def branch(contracts: int, every: int) -> tuple[Path, list[str]]:
    """A repository whose branch changes one in ``every`` contracts, made once; those it changes."""
    place = WORK / f"branch-{contracts}"
    files = sorted((place / "contracts").rglob("*.yaml"))
    if not files:
        generate.write(place / "contracts", contracts, 30)
        files = sorted((place / "contracts").rglob("*.yaml"))
        (place / "governance.yaml").write_text("governance: {contracts: [contracts]}\n")
        git(place, "init", "--quiet", "--initial-branch", "main")
        git(place, "add", ".")
        git(place, "commit", "--quiet", "--message", "base")
        git(place, "checkout", "--quiet", "-b", "branch")
        for file in files[::every]:
            file.write_text(file.read_text().replace("Everything", "Nearly everything"))
        git(place, "commit", "--quiet", "--all", "--message", "change")
    return place, [str(file) for file in files[::every]]


def git(place: Path, *words: str) -> None:
    """One command of git."""
    author = ("-c", "user.name=bench", "-c", "user.email=bench@example.com")
    subprocess.run(["git", *author, *words], cwd=place, check=True)


def gate(rounds: int) -> Iterator[Result]:
    """20 of 2,000 contracts changed, against loading all and judging 20; at least 0.5."""
    place, changed = branch(2000, 100)
    ours = meshgov("meshgov gate, 20 of 2,000 changed", "gate", "--base-ref", "main")
    parts = [PYTHON, str(Path(__file__).with_name("gate_parts.py")), "contracts", *changed]
    yield measure.pair(
        ours._replace(cwd=place), Command("load 2,000, check 20", parts, CHECKED, place), rounds
    )


SECTIONS: dict[str, Callable[[int], Iterator[Result]]] = {
    "startup": startup,
    "check": check,
    "growth": growth,
    "wide": wide,
    "diff": diff,
    "wide_diff": wide_diff,
    "gate": gate,
}


def memory() -> Iterator[str]:
    """Peak memory of the parent and of its largest worker, while the contracts grow in number."""
    for size in (500, 1000, 2000, 4000):
        own, largest = measure.peak(meshgov("", "check", mesh(size), "--jobs", "2"))
        yield f"| {size} | {own:.0f} MiB | {largest:.0f} MiB |"


def table(name: str, rounds: int) -> None:
    """Run one section and print its table as it grows."""
    print(f"\n### {name}: {SECTIONS[name].__doc__}\n")
    print("| meshgov | wall | cpu | against | wall | cpu | ratio wall | ratio cpu |")
    print("|---|---|---|---|---|---|---|---|", flush=True)
    try:
        for one in SECTIONS[name](rounds):
            figures = [f"{figure:.3f}" for figure in (*one.ours, *one.theirs)]
            ratios = [f"{figure:.2f}" for figure in one.ratio]
            row = (one.name, *figures[:2], one.other, *figures[2:], *ratios)
            print(f"| {' | '.join(row)} |", flush=True)
    except peers.Unavailable as error:
        print(f"\nLeft out: {error}")


def main() -> int:
    """Print a table per section."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sections", nargs="*", help=f"of: {', '.join(SECTIONS)}, memory")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    for name in options.sections or [*SECTIONS, "memory"]:
        if name == "memory":
            print("\n### memory\n\n| contracts | parent | largest worker |\n|---|---|---|")
            print(*memory(), sep="\n", flush=True)
        else:
            table(name, options.rounds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
