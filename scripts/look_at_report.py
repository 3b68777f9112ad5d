"""Looks at the HTML report in a real Chromium: two widths, light and dark, axe-core, the keyboard.

Needs a `chromium` on PATH (Debian's package has that name) and the development tools. Writes
pictures into a folder, for people to look at, and fails on whatever a program can see:

    python scripts/look_at_report.py FOLDER REPORT.html...
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

WIDTHS = (1280, 390)
SCHEMES = ("light", "dark")
OPEN = "document.querySelectorAll('details').forEach(one => one.open = true)"
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
FILTERED = "[...document.querySelectorAll('.x tr.W')].some(one => one.offsetParent !== null)"


def page(browser: Browser, file: Path, width: int, scheme: str, *, script: bool) -> Page:
    """The report in a window of its own; ``script`` lets axe in, which the page itself forbids."""
    context = browser.new_context(
        viewport={"width": width, "height": 1200},
        color_scheme="dark" if scheme == "dark" else "light",
        bypass_csp=script,
        java_script_enabled=True,
    )
    made = context.new_page()
    made.goto(file.resolve().as_uri())
    return made


def listen(seen: Page, said: list[str]) -> None:
    """Keep what the browser complains of."""
    seen.on("console", lambda message: said.append(message.text))


def faults(browser: Browser, file: Path, folder: Path) -> Iterator[str]:
    """What is wrong with one report, in sentences."""
    for width in WIDTHS:
        for scheme in SCHEMES:
            seen = page(browser, file, width, scheme, script=False)
            said: list[str] = []
            listen(seen, said)
            seen.reload()
            seen.screenshot(path=folder / f"{file.stem}-{width}-{scheme}.png")
            yield from (f"{width} {scheme}: the browser says {one}" for one in said)
            if seen.evaluate(WIDER):
                yield f"{width} {scheme}: the page is wider than the window"
            seen.context.close()
            opened = page(browser, file, width, scheme, script=True)
            opened.evaluate(OPEN)
            for one in Axe().run(opened).response["violations"]:
                yield f"{width} {scheme}: {one['id']}: {one['nodes'][0]['html'][:120]}"
            opened.context.close()
    yield from keyboard(browser, file)


def keyboard(browser: Browser, file: Path) -> Iterator[str]:
    """Whether the filter of exceptions works by keyboard alone."""
    seen = page(browser, file, WIDTHS[0], "light", script=True)
    if seen.locator("#f-all").count():
        seen.focus("#f-all")
        seen.keyboard.press("ArrowRight")
        if not seen.is_checked("#f-o") or seen.evaluate(FILTERED):
            yield "the filter of exceptions does not follow the arrow keys"
    seen.context.close()


def main(arguments: list[str]) -> int:
    """Print every fault; 1 when there is one."""
    chromium = shutil.which("chromium")
    if chromium is None or len(arguments) < 2:  # noqa: PLR2004  # a folder and a report
        print(__doc__ if chromium else "there is no chromium on PATH", file=sys.stderr)
        return 2
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    found = []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name in arguments[1:]:
            found += [f"{name}: {one}" for one in faults(browser, Path(name), folder)]
        browser.close()
    print(*found or ["nothing wrong was seen"], sep="\n")
    return bool(found)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
