"""The page as a browser gets it: renewed by itself without any script, in words of the reader's language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.request import Request, urlopen

import pytest

from officebot.app import App
from officebot.web.server import StatusPage
from tests.app.days import Lived

pytestmark = pytest.mark.xdist_group("day")


@contextmanager
def page(lived: Lived) -> Iterator[StatusPage]:
    with App(lived.folder) as app:
        shown = StatusPage(app, port=0)
        shown.start()
        try:
            yield shown
        finally:
            shown.stop()


def loaded(shown: StatusPage, path: str) -> tuple[str, str]:
    """The page's text, and its policy for contents."""
    with urlopen(Request(shown.address.rstrip("/") + path), timeout=20) as answer:
        return answer.read().decode(), answer.headers["content-security-policy"]


def test_the_page_of_the_day_is_renewed_by_itself_and_no_script_is_allowed(lived_day: Lived) -> None:
    with page(lived_day) as shown:
        today, policy = loaded(shown, "/?lang=fr")
        one, _ = loaded(shown, "/proposal/1?lang=fr")
    assert '<meta http-equiv="refresh" content="30">' in today
    assert "renouvelé toutes les 30 secondes" in today
    assert "<script" not in today
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    # What somebody reads word by word stays as it is.
    assert "refresh" not in one


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_proposal_s_page_holds_no_name_from_inside(lived_day: Lived, lang: str) -> None:
    with page(lived_day) as shown:
        for number in range(1, 30):
            text, _ = loaded(shown, f"/proposal/{number}?lang={lang}")
            body = re.sub(r"<code>.*?</code>", "", text)
            assert not re.search(r"mail_triage|follow_up|proposal\.(made|done)|\\Flagged|partly-done", body), number
