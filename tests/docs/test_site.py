"""The documentation's pages: built strictly, every link right, nothing asked of elsewhere, open to everybody."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, partial
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pytest

from tests.web.chromium import PHONE, WIDE, Window, photographed, running_chromium, window

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.xdist_group("site"), pytest.mark.timeout(300)]

ROOT = Path(__file__).parents[2]
#: Elements that make a browser ask for something, and where they say so.
_ASKING = {"img": "src", "script": "src", "link": "href", "iframe": "src", "source": "src", "video": "src",
           "audio": "src", "embed": "src", "object": "data", "form": "action"}  # fmt: skip
_STYLE = re.compile(r"url\(|@import")
#: Looked at in every run; the others in the sweep.
_SOME = ("index.html", "tutorial/plugin.html", "guide/fr/mailbox.html")


def built(into: Path, settings: Path = ROOT / "mkdocs.yml") -> subprocess.CompletedProcess[str]:
    """The site, built strictly: any warning ends it with an error (unless it is quiet: then MkDocs counts none)."""
    called = [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", str(settings), "-d", str(into)]
    return subprocess.run(called, capture_output=True, text=True, timeout=120, check=False)


@dataclass(slots=True)
class Page(HTMLParser):
    """What one built page names, links to and asks for."""

    names: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        HTMLParser.__init__(self)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        self.names |= {told[one] for one in ("id", "name") if one in told}
        if tag == "a" and "href" in told:
            self.links.append(told["href"])
        if tag in _ASKING and _ASKING[tag] in told:
            self.asked.append(told[_ASKING[tag]])
        if "style" in told:
            self.styles.append(told["style"])


@cache
def read(page: Path) -> Page:
    found = Page()
    found.feed(page.read_text("utf-8"))
    return found


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    ended = built(folder)
    assert ended.returncode == 0, ended.stderr
    return folder


def test_each_page_of_the_sources_is_built(site: Path) -> None:
    there = {one.relative_to(ROOT / "docs") for one in (ROOT / "docs").rglob("*.md")}
    expected = {one.with_name("index.html") if one.name == "README.md" else one.with_suffix(".html") for one in there}
    assert expected | {Path("changes.html"), Path("404.html")} == {
        one.relative_to(site) for one in site.rglob("*.html")
    }


def test_each_link_of_a_built_page_leads_to_a_page_and_a_heading(site: Path) -> None:
    lost, followed = [], 0
    for page in site.rglob("*.html"):
        for link in read(page).links:
            place = urlsplit(link)
            if place.scheme or place.netloc:
                continue
            followed += 1
            aim = (page.parent / unquote(place.path)).resolve() if place.path else page
            aim = aim / "index.html" if aim.is_dir() else aim
            outside = not aim.is_file() or not aim.is_relative_to(site.resolve())
            if outside or (place.fragment and unquote(place.fragment) not in read(aim).names):
                lost.append((page.relative_to(site).as_posix(), link))
    # The 404 page is served for any address, and names its own from the site's root.
    assert [one for one in lost if one[0] != "404.html"] == []
    assert followed > 4000


def test_no_built_page_asks_for_anything_elsewhere(site: Path) -> None:
    asked = [(page.name, one) for page in site.rglob("*.html") for one in read(page).asked]
    assert len(asked) > 100
    assert [one for one in asked if urlsplit(one[1]).scheme or urlsplit(one[1]).netloc] == []
    styles = [one for page in site.rglob("*.html") for one in read(page).styles]
    styles += [sheet.read_text("utf-8") for sheet in site.rglob("*.css")]
    assert [one for one in styles if _STYLE.search(one)] == []


def test_examples_say_which_file_they_are(site: Path) -> None:
    page = (site / "tutorial" / "plugin.html").read_text("utf-8")
    source = (ROOT / "docs" / "tutorial" / "plugin.md").read_text("utf-8")
    written = re.findall(r"^```\w+ (\S+)$", source, re.MULTILINE)
    assert written
    assert (
        re.findall(r"<p><code>([\w./-]+)</code>:</p>\s*<pre tabindex=\"0\"><code class=\"language-", page) == written
    )
    assert "```" not in page


def test_a_lost_link_a_lost_heading_and_a_page_in_no_menu_fail_the_build(tmp_path: Path) -> None:
    for name in ("mkdocs.yml", "CHANGELOG.md"):
        shutil.copy(ROOT / name, tmp_path)
    for name in ("docs", "tools/site", "config", "officebot/web/static"):
        shutil.copytree(ROOT / name, tmp_path / name)
    (tmp_path / "docs" / "alone.md").write_text("# Alone\n\n[a](nowhere.md) [b](index.md#nothing)\n")
    ended = built(tmp_path / "site", tmp_path / "mkdocs.yml")
    assert ended.returncode == 1
    for fault in ("nowhere.md", "#nothing", 'not included in the "nav"'):
        assert fault in ended.stderr, fault


# ── in a browser ──────────────────────────────────────────────────────────────────────────────────────────


class Silent(SimpleHTTPRequestHandler):
    def log_message(self, *words: object) -> None:
        """Says nothing."""


@contextmanager
def standing(folder: Path) -> Iterator[str]:
    """The folder's files over HTTP on this machine, and the address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Silent, directory=str(folder)))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with running_chromium() as browser:
        yield browser


def looked_at(shown: Window, path: str, pictures: Path | None) -> list[str]:
    """What is wrong with a page, wide and on a phone, light and dark."""
    problems = [] if shown.go(f"/{path}") == 200 else [f"{path}: status"]
    is_long = shown.page.evaluate("document.querySelectorAll('tr, pre').length") > 150
    for size, dark in ((WIDE, True), (PHONE, False)):
        shown.page.set_viewport_size(size)
        shown.page.emulate_media(color_scheme="dark" if dark else "light")
        look = f"{path} {size['width']}"
        problems += [f"{look}: wide {one}" for one in shown.is_too_wide()]
        # What stands in a thousand rows is looked at once: axe takes a minute for it.
        if size is PHONE or not is_long:
            problems += [f"{look}: {one}" for one in shown.barriers()]
        photographed(shown, pictures, f"docs-{path.replace('/', '-')}-{size['width']}")
    return problems


@pytest.mark.sweep
@pytest.mark.timeout(1800)
def test_pages_are_quiet_within_their_window_and_open_to_all(
    site: Path, chromium: Browser, is_sweep: bool, pictures: Path | None
) -> None:
    every = sorted(one.relative_to(site).as_posix() for one in site.rglob("*.html") if one.name != "404.html")
    with standing(site) as address:
        shown = window(chromium, address, "en")
        problems = [one for path in (every if is_sweep else _SOME) for one in looked_at(shown, path, pictures)]
        shown.close()
    print(f"\n{len(every if is_sweep else _SOME)} pages of the documentation, {len(problems)} faults")
    assert problems == []
    shown.noted.assert_quiet()


def test_the_contents_stand_beside_the_text_or_open_above_it(site: Path, chromium: Browser) -> None:
    with standing(site) as address:
        shown = window(chromium, address, "en", size=PHONE)
        shown.go("/duties/stock.html")
        entry = shown.page.locator("nav a[aria-current]")
        assert not entry.is_visible()
        shown.page.locator("#menu > summary").click()
        assert entry.is_visible()
        shown.page.set_viewport_size(WIDE)
        entry.wait_for()
        shown.page.set_viewport_size(PHONE)
        entry.wait_for(state="hidden")
        shown.close()
    shown.noted.assert_quiet()


def test_a_word_is_searched_for_without_any_other_machine(site: Path, chromium: Browser) -> None:
    with standing(site) as address:
        shown = window(chromium, address, "en")
        shown.go("/reference/settings.html")
        shown.page.get_by_label("Search").fill("watermark")
        found = shown.page.locator("#mkdocs-search-results a").first
        # The index is read in a worker; a key that comes before it is there looks for nothing.
        for _ in range(80):
            shown.page.keyboard.press("End")
            if found.is_visible():
                break
            shown.page.wait_for_timeout(250)
        found.click()
        assert shown.page.url.startswith(address)
        assert "watermark" in shown.page.inner_text("article").lower()
        shown.close()
    shown.noted.assert_quiet()
