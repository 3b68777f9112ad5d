"""Builds the wheel and uses it as a user would: in a fresh environment, from another folder.

The environment has its own meshgov and borrows the dependencies of ``.venv``, so that no package
index is asked. What must be inside: every policy, every schema, ``py.typed``.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples/mesh/sales/orders-v2.yaml"


def run(*command: str | Path, cwd: Path = ROOT) -> str:
    """Standard output of ``command``. Raises SystemExit with what it said when it fails."""
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode:
        text = f"{done.stdout}{done.stderr}".strip()
        raise SystemExit(
            f"wheel: {' '.join(map(str, command))} ended with {done.returncode}\n{text}"
        )
    return done.stdout


def build(folder: Path) -> Path:
    """The wheel of this checkout, built into ``folder``."""
    pip = (sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check")
    run(*pip, "--no-deps", "--no-build-isolation", "--wheel-dir", folder, ROOT)
    return next(folder.glob("meshgov-*.whl"))


def missing(wheel: Path) -> list[str]:
    """Files that the wheel should carry and doesn't, or carries altered."""
    wanted = {"meshgov/py.typed": ROOT / "src/meshgov/py.typed"}
    for kind in ("policies", "schemas", "examples/workflows", "examples/gitlab"):
        for file in (ROOT / kind).rglob("*"):
            if file.is_file():
                wanted[f"meshgov/_data/{kind}/{file.relative_to(ROOT / kind).as_posix()}"] = file
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        return sorted(
            name
            for name, file in wanted.items()
            if name not in names or archive.read(name) != file.read_bytes()
        )


def environment(folder: Path, wheel: Path) -> Path:
    """Interpreter of a new virtual environment that has the wheel installed."""
    run(sys.executable, "-m", "venv", "--without-pip", folder)
    python = folder / "bin" / "python"
    site = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip())
    pip = (sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-index")
    run(*pip, "--no-deps", "--disable-pip-version-check", wheel)
    # Lines of a .pth file are added as they are: the editable install beside them stays unseen.
    (site / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return python


def main() -> int:
    """Build, look inside, install, check a contract."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        wheel = build(folder / "dist")
        gaps = missing(wheel)
        if gaps:
            raise SystemExit("\n  ".join(["wheel: missing or altered", *gaps]))
        python = environment(folder / "env", wheel)
        work = folder / "work"
        work.mkdir()
        home = run(python, "-c", "import meshgov; print(meshgov.__file__)", cwd=work).strip()
        if not Path(home).is_relative_to(folder):
            raise SystemExit(f"wheel: meshgov was imported from {home}, not from the wheel")
        shutil.copy(EXAMPLE, work)
        script = folder / "env" / "bin" / "meshgov"
        run(script, "--version", cwd=work)
        run(script, "check", EXAMPLE.name, cwd=work)
        run(script, "diff", EXAMPLE.name, EXAMPLE.name, cwd=work)
        run(script, "init", "--dir", "mesh", cwd=work)
        run(script, "explain", "pii_handling/encryption_required", cwd=work)
    print(f"{wheel.name} checks a contract from another folder")
    return 0


if __name__ == "__main__":
    sys.exit(main())
