"""The pictures of the guides show what the dashboard still looks like: taken from the sample office's evening.

`make pictures` takes them anew (`--guide`). Without it, each picture is held against its page: what the guide quotes of the
picture stands on the page.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from officebot.app import App
from officebot.engine.record import views
from tests.app.days import Lived
from tests.web.chromium import PHONE, Window, let_in, window
from tests.web.small_png import size, small
from tests.web.test_chromium import copied

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ViewportSize

pytestmark = [pytest.mark.xdist_group("day"), pytest.mark.timeout(300)]

GUIDE = Path(__file__).parents[2] / "docs" / "guide"
PAGE: ViewportSize = {"width": 900, "height": 560}
#: A picture is no larger: pages are read on slow lines, too.
LARGEST = 60_000
_PICTURE = re.compile(r"!\[([^\]]+)\]\(images/([\w-]+)\.png\)")
_QUOTED = re.compile(r"“([^”]+)”|«\s*([^»]+?)\s*»")
#: Whose draft is shown, by the guide's language: a word of the mail's subject.
_ABOUT = {"en": "Stoppers from the sample lot", "fr": "Votre commande C-6620"}


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: the address, the element on which the window ends up, the window's size, whether the office is paused."""

    path: str
    beside: str = ""
    screen: ViewportSize | None = None
    paused: bool = False


SHOTS = {
    "today": Shot("/"),
    "queue": Shot("/queue"),
    "proposal": Shot("/proposal/{draft}"),
    "answer": Shot("/proposal/{draft}", beside="form[action$='/approve']"),
    "done": Shot("/done"),
    "waiting": Shot("/page/waiting"),
    "phone": Shot("/queue", screen=PHONE),
    # The last one: it changes the office.
    "paused": Shot("/duties", paused=True),
}


def pictures_of(language: str) -> dict[str, list[str]]:
    """The words that stand for each picture in a language's guide, by the picture's name."""
    found: dict[str, list[str]] = {}
    for page in sorted((GUIDE / language).glob("*.md")):
        for words, name in _PICTURE.findall(page.read_text("utf-8")):
            found.setdefault(name, []).append(words)
    return found


def quoted(words: str) -> list[str]:
    """What a picture's words quote of the page."""
    return [one or other for one, other in _QUOTED.findall(words)]


def taken(shown: Window, shot: Shot, draft: int) -> None:
    """Bring the window to where the picture is taken."""
    shown.page.set_viewport_size(shot.screen or PAGE)
    assert shown.go(shot.path.format(draft=draft)) == 200
    if shot.paused:
        shown.page.locator("form[action$='/office/pause'] button").click()
        shown.page.locator("form[action$='/office/resume'] button").wait_for()
    if shot.beside:
        shown.page.locator(shot.beside).first.evaluate("one => one.scrollIntoView({block: 'center'})")


@contextmanager
def desk(lived: Lived, place: Path, browser: Browser, language: str) -> Iterator[tuple[Window, int]]:
    """A window of the owner of the mailbox, and the number of the draft that pictures show."""
    with copied(lived, place) as (app, address):
        person = app.answer(None).person
        shown = let_in(window(browser, address, language), app, person, language)
        try:
            yield shown, draft_of(app, language)
        finally:
            shown.close()


def draft_of(app: App, language: str) -> int:
    waiting = views.waiting_for(app.ledger, app.answer(None).person, app.clock.now())[1]
    (found,) = [one.id for one in waiting if _ABOUT[language] in one.title.render(language)]
    return int(found)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_each_picture_of_a_guide_is_there_small_and_says_what_it_shows(language: str) -> None:
    told = pictures_of(language)
    assert set(told) == set(SHOTS)
    assert {one.stem for one in (GUIDE / language / "images").iterdir()} == set(SHOTS)
    for name, words in told.items():
        picture = (GUIDE / language / "images" / f"{name}.png").read_bytes()
        wanted = SHOTS[name].screen or PAGE
        assert size(picture) == (wanted["width"], wanted["height"]), name
        assert len(picture) <= LARGEST, name
        assert all(quoted(one) for one in words), name


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_a_guide_quotes_of_a_picture_stands_on_its_page(
    lived_day: Lived, tmp_path: Path, chromium: Browser, language: str, request: pytest.FixtureRequest
) -> None:
    told, lost = pictures_of(language), []
    with desk(lived_day, tmp_path, chromium, language) as (shown, draft):
        for name, shot in SHOTS.items():
            taken(shown, shot, draft)
            text = " ".join(shown.page.inner_text("body").split())
            lost += [(name, one) for words in told.get(name, ()) for one in quoted(words) if one not in text]
            if request.config.getoption("--guide"):
                place = GUIDE / language / "images" / f"{name}.png"
                place.parent.mkdir(exist_ok=True)
                place.write_bytes(small(shown.page.screenshot()))
    assert lost == []
    shown.noted.assert_quiet()


def test_a_picture_made_small_shows_the_same(chromium: Browser) -> None:
    page = chromium.new_page(viewport={"width": 120, "height": 80})
    page.set_content("<body style='background:#0b5d4e;color:#fff'>Oui<b style='color:#f00'> Non</b></body>")
    before = page.screenshot()
    after = small(before)
    page.close()
    assert size(after) == (120, 80)
    drawn = []
    for png in (before, after):
        page = chromium.new_page()
        page.set_content(f"<img src='data:image/png;base64,{b64encode(png).decode()}'>")
        drawn.append(page.evaluate(
            """() => { const picture = document.images[0], canvas = document.createElement("canvas");
              canvas.width = 120; canvas.height = 80; const pen = canvas.getContext("2d"); pen.drawImage(picture, 0, 0);
              return Array.from(pen.getImageData(0, 0, 120, 80).data); }"""
        ))  # fmt: skip
        page.close()
    assert max(abs(one - other) for one, other in zip(*drawn, strict=True)) <= 40
