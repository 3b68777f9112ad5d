"""What lies in the repository: no traces of one machine, and documents that tell the truth."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BINARY = {".png", ".gz"}

# In parts, so that this file doesn't hold what it forbids.
HOMES = ("w" + "ork", "r" + "oot", "ho" + "me", "Us" + "ers", "f" + "arm")
MACHINE_PATH = re.compile(r"(?:^|[\"'\s=(`])/(?:" + "|".join(HOMES) + r")/", re.MULTILINE)
REGISTRIES = (
    ("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("npmjs", "com"),
    ("golang", "org"), ("crates", "io"), ("maven", "org"), ("debian", "org"),
)  # fmt: skip
REGISTRY = re.compile(
    r"(?:" + "|".join(rf"\b{name}\.{end}" for name, end in REGISTRIES) + r")\b", re.IGNORECASE
)
LINK = re.compile(r"\]\(([^)#\s]+)(#[^)\s]*)?\)")
MAKE = re.compile(r"`?make ([a-z][a-z-]*)")


def tracked() -> list[Path]:
    """Files that a commit of the work tree would hold."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    files = (ROOT / name for name in listed.split("\0") if name)
    return sorted(file for file in files if file.is_file() and file.suffix not in BINARY)


def hits(pattern: re.Pattern[str]) -> list[str]:
    found = []
    for file in tracked():
        text = file.read_text(encoding="utf-8", errors="replace")
        for match in pattern.finditer(text):
            line = text.count("\n", 0, match.start()) + 1
            found.append(f"{file.relative_to(ROOT)}:{line}: {match.group().strip()}")
    return found


def documents() -> list[Path]:
    return [file for file in tracked() if file.suffix == ".md"]


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(), re.MULTILINE))


def test_no_path_of_one_machine() -> None:
    assert hits(MACHINE_PATH) == []


def test_no_package_registry_is_named() -> None:
    assert hits(REGISTRY) == []


def test_locks_hold_every_package_with_a_hash_and_no_address() -> None:
    for lock in sorted((ROOT / "requirements").glob("*.txt")):
        text = lock.read_text()
        requirements = [line for line in text.splitlines() if line and line[0] not in "# "]
        assert all(re.search(r"==\S+", line) for line in requirements), lock.name
        blocks = re.split(r"^(?=[a-z])", text, flags=re.MULTILINE)[1:]
        assert all("--hash=sha256:" in block for block in blocks), lock.name
        assert "://" not in text, lock.name


def test_small_locks_are_part_of_the_development_lock() -> None:
    def pins(name: str) -> set[str]:
        text = (ROOT / "requirements" / f"{name}.txt").read_text()
        return {line.split(" ")[0] for line in text.splitlines() if "==" in line}

    assert (pins("base") | pins("build")) - pins("dev") == set()


@pytest.mark.parametrize("document", documents(), ids=lambda path: path.name)
def test_documents_link_to_what_exists(document: Path) -> None:
    text = re.sub(r"```.*?```", "", document.read_text(), flags=re.DOTALL)
    targets = [target for target, _ in LINK.findall(text) if "://" not in target]
    missing = [target for target in targets if not (document.parent / target).exists()]
    assert missing == []


@pytest.mark.parametrize("document", documents(), ids=lambda path: path.name)
def test_documents_name_targets_that_make_knows(document: Path) -> None:
    commands = re.findall(r"`[^`\n]+`|^make .*$", document.read_text(), re.MULTILINE)
    named = set(MAKE.findall("\n".join(commands)))
    assert named - make_targets() == set()


def test_help_lists_every_target() -> None:
    listed = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    named = re.findall(r"^  make ([a-z-]+)", listed.stdout, re.MULTILINE)
    assert set(named) == make_targets()


def test_generated_folders_are_ignored() -> None:
    made = [
        ".venv/x",
        ".tools/x",
        "dist/x",
        "build/x",
        ".coverage",
        ".bench/x",
        "src/__pycache__/x",
    ]
    done = subprocess.run(
        ["git", "check-ignore", *made], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stdout.split() == made


def test_nothing_tracked_is_ignored() -> None:
    done = subprocess.run(
        ["git", "ls-files", "--cached", "--ignored", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout == ""
