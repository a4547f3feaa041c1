"""The web pages as a browser shows them, looked through by axe-core: `nox -s accessibility`.

Each page is opened in Chromium at the width of a desk and of a telephone, with axe-core written into a copy of it; what it found
is left in the copy as JSON and read from there. The pages themselves carry no script and forbid any.
"""

from __future__ import annotations

import datetime as dt
import html
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from pipeline.consolidate import consolidate
from pipeline.masters.load import load_masters
from pipeline.publication import public_years, publish_pages
from pipeline.publish.open_data import Publisher
from pipeline.secretariat import read_secretariat
from pipeline.setup import fill_demo, init_workspace

WIDTHS = (1200, 500)
"""A headless browser is never narrower than 500; the reflow at 320 is measured in a frame."""
NARROWEST = 320
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
_FOUND = re.compile(r'<pre id="axe-found">(.*?)</pre>', re.DOTALL)
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")

_RUN = """
const note = document.createElement("pre");
note.id = "axe-found";
const frame = document.createElement("iframe");
frame.style = "width: %dpx; height: 600px; border: 0";
frame.srcdoc = "<!DOCTYPE html>" + document.documentElement.outerHTML.replace(/<script[^]*?<\\/script>/g, "");
axe.run(document).then(found => {
  frame.onload = () => {
    const root = frame.contentDocument.documentElement;
    note.textContent = JSON.stringify({
      passes: found.passes.length,
      wide: root.scrollWidth - root.clientWidth,
      violations: found.violations.concat(found.incomplete).map(
        rule => [rule.id, rule.impact, rule.nodes.slice(0, 3).map(node => node.html.slice(0, 200))]),
    });
    frame.remove();
    document.body.append(note);
  };
  document.body.append(frame);
}).catch(fault => { note.textContent = JSON.stringify({fault: String(fault)}); document.body.append(note); });
"""


def browser() -> str | None:
    """The Chromium of this machine: the variable CHROMIUM, or one on the PATH."""
    return os.environ.get("CHROMIUM") or next((found for name in _NAMES if (found := shutil.which(name))), None)


def demo_pages(folder: Path) -> list[Path]:
    """The pages of the sample cases."""
    workspace = init_workspace(folder / "作業")
    fill_demo(workspace)
    masters = load_masters(workspace.masters)
    books = read_secretariat(workspace, masters)
    lists = consolidate(workspace, [], masters, books, lambda parts: [], dt.date(2026, 4, 1)).lists
    years, _ = public_years(lists, books)
    return [
        path
        for path in publish_pages(folder / "公開", years, Publisher("131041", "新宿区")).made
        if path.suffix == ".html"
    ]


def look(chromium: str, axe: Path, page: Path, width: int, folder: Path) -> dict[str, object]:
    """What axe-core says of a page at a width, and how far the page is too wide for the narrowest screen."""
    script = f"<script>{axe.read_text(encoding='utf-8')}</script><script>{_RUN % NARROWEST}</script>"
    copy = folder / f"{page.stem}_{width}.html"
    source = _POLICY.sub("", page.read_text(encoding="utf-8"))
    copy.write_text(source.replace("</body>", f"{script}</body>"), encoding="utf-8")
    command = [
        chromium, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}",
        f"--window-size={width},1200", "--virtual-time-budget=120000", "--dump-dom", copy.as_uri(),
    ]  # fmt: skip
    shown = subprocess.run(command, check=True, capture_output=True, timeout=300).stdout.decode()
    found = _FOUND.search(shown)
    if found is None:
        raise RuntimeError(f"axe-core did not finish on {page.name} at {width} px")
    result: dict[str, object] = json.loads(html.unescape(found[1]))
    return result


def main(axe: Path) -> int:
    """Look at every page at every width. Returns the number of pages with something to mend."""
    chromium = browser()
    if chromium is None:
        raise SystemExit("No Chromium: put one on the PATH, or name it in the variable CHROMIUM.")
    bad = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for page in demo_pages(folder):
            for width in WIDTHS:
                found = look(chromium, axe, page, width, folder)
                is_good = not found.get("violations") and found.get("wide") == 0 and found.get("passes")
                bad += not is_good
                print(
                    f"{page.name} {width}px: {'good' if is_good else json.dumps(found, ensure_ascii=False, indent=1)}"
                )
                print(f"  rules passed: {found.get('passes')}")
    return bad


if __name__ == "__main__":
    sys.exit(1 if main(Path(sys.argv[1])) else 0)
