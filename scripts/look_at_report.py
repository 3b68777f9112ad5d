"""Looks at HTML reports in a real Chromium: two widths, light and dark, axe-core, the keyboard.

Writes pictures into a folder, for people to look at, and fails on whatever a program can see: what
the browser complains of, anything that is fetched, a page wider than its window, a fault in
accessibility, a filter that does not filter. `make programs` finds or installs the browser:

    python scripts/look_at_report.py FOLDER REPORT.html...
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from install_programs import CHROMIUM, Missing, needed
from playwright.sync_api import Browser, Page, sync_playwright

WIDTHS = (1280, 400)
SCHEMES = ("light", "dark")
LARGE = 200_000
"""Bytes of a page from which axe, which is slow, sees it once: small ones show it each colour."""

FLAGS = (
    "--no-sandbox",  # which root may not have
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
OPEN = "document.querySelectorAll('details').forEach(one => one.open = true)"
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
FILTERED = "[...document.querySelectorAll('.x tr.W')].some(one => one.offsetParent !== null)"
TARGETS = """[...document.querySelectorAll('a[href]')]
    .map(one => decodeURIComponent(one.getAttribute('href')))
    .filter(one => one[0] !== '#' || !document.getElementById(one.slice(1)))"""


def page(browser: Browser, width: int, scheme: str, *, script: bool) -> Page:
    """A window of its own; ``script`` lets axe in, which the page itself forbids."""
    context = browser.new_context(
        viewport={"width": width, "height": 1200},
        color_scheme="dark" if scheme == "dark" else "light",
        bypass_csp=script,
        offline=True,
    )
    return context.new_page()


def faults(browser: Browser, file: Path, folder: Path) -> Iterator[str]:
    """What is wrong with one report, in sentences."""
    address = file.resolve().as_uri()
    turns = [(width, scheme) for width in WIDTHS for scheme in SCHEMES]
    for width, scheme in turns:
        for fault in seen(browser, address, width, scheme, folder):
            yield f"{width} {scheme}: {fault}"
    # The last has nothing that the others don't have: it is narrow, and it is dark.
    for width, scheme in turns[: 1 if file.stat().st_size > LARGE else -1]:
        for fault in judged(browser, address, width, scheme):
            yield f"{width} {scheme}: {fault}"
    yield from keyboard(browser, address)


def seen(browser: Browser, address: str, width: int, scheme: str, folder: Path) -> Iterator[str]:
    """The page as it comes, without any script of ours beside it."""
    shown = page(browser, width, scheme, script=False)
    said: list[str] = []
    fetched: list[str] = []
    shown.on("console", lambda message: said.append(message.text))
    shown.on("pageerror", lambda error: said.append(str(error)))
    shown.on("request", lambda request: fetched.append(request.url))
    shown.goto(address)
    name = f"{Path(address).stem}-{width}-{scheme}.png"
    shown.screenshot(path=folder / name)
    yield from (f"the browser says {one}" for one in said)
    yield from (f"it fetches {one}" for one in fetched if one != address)
    if shown.evaluate(WIDER):
        yield "the page is wider than the window"
    yield from (f"a link to {one} leads nowhere" for one in shown.evaluate(TARGETS))
    shown.context.close()


def judged(browser: Browser, address: str, width: int, scheme: str) -> Iterator[str]:
    """What axe-core says of the page with everything unfolded."""
    opened = page(browser, width, scheme, script=True)
    opened.goto(address)
    opened.evaluate(OPEN)
    for one in Axe().run(opened).response["violations"]:
        yield f"{one['id']}: {one['nodes'][0]['html'][:120]}"
    opened.context.close()


def keyboard(browser: Browser, address: str) -> Iterator[str]:
    """Whether the filter of exceptions works by keyboard alone."""
    shown = page(browser, WIDTHS[0], "light", script=False)
    shown.goto(address)
    if shown.locator("#f-all").count():
        shown.focus("#f-all")
        shown.keyboard.press("ArrowRight")
        if not shown.is_checked("#f-o") or shown.evaluate(FILTERED):
            yield "the filter of exceptions does not follow the arrow keys"
    shown.context.close()


def look(folder: Path, files: list[Path]) -> list[str]:
    """Every fault of these reports.

    Raises:
        Missing: there is no browser.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=needed(CHROMIUM), args=FLAGS)
        found = [f"{file.name}: {one}" for file in files for one in faults(browser, file, folder)]
        browser.close()
    return found


def main(arguments: list[str]) -> int:
    """Print every fault; 1 when there is one, 2 when nothing could be looked at."""
    if len(arguments) < 2:  # noqa: PLR2004  # a folder and a report
        print(__doc__, file=sys.stderr)
        return 2
    try:
        found = look(Path(arguments[0]), [Path(one) for one in arguments[1:]])
    except Missing as error:
        print(error, file=sys.stderr)
        return 2
    print(*found or ["nothing wrong was seen"], sep="\n")
    return bool(found)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
