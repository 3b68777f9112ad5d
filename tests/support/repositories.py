"""Git for tests: always the same author, and nothing of the settings of whoever runs them."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

IDENTITY = {
    "GIT_AUTHOR_NAME": "Ada",
    "GIT_AUTHOR_EMAIL": "ada@example.com",
    "GIT_COMMITTER_NAME": "Ada",
    "GIT_COMMITTER_EMAIL": "ada@example.com",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
}


def git(*arguments: str, folder: Path | None = None, day: int | None = None) -> str:
    """What git prints; ``day`` of January is the date of a commit, the present without one."""
    date = f"2026-01-{day:02} 12:00 +0000" if day else None
    dates = {f"GIT_{who}_DATE": date for who in ("AUTHOR", "COMMITTER") if date}
    done = subprocess.run(
        ["git", *arguments],
        cwd=folder,
        env={**os.environ, **IDENTITY, **dates},
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip()
