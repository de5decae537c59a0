"""A browser without eyes: cookies, forms and redirections, by the standard library."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from http.client import HTTPMessage
from http.cookiejar import CookieJar
from typing import IO, NamedTuple
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, Request, build_opener

from officebot.app import App
from officebot.core.people import Person
from officebot.engine.deciding import access


class Got(NamedTuple):
    """What came back: the page's status, its text, its headers and the address it stands at."""

    status: int
    text: str
    headers: HTTPMessage
    url: str


class _Staying(HTTPRedirectHandler):
    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        return None


class Browser:
    """Looks at pages of one address, as one person."""

    def __init__(self, address: str) -> None:
        self.address = address.rstrip("/")
        self.cookies = CookieJar()
        self._following = build_opener(HTTPCookieProcessor(self.cookies))
        self._staying = build_opener(HTTPCookieProcessor(self.cookies), _Staying())

    def get(self, path: str, *, stay: bool = False, headers: Mapping[str, str] | None = None) -> Got:
        """A page; `stay` where a redirection is not followed."""
        return self._send(Request(self.address + path, headers=dict(headers or {})), stay)

    def post(
        self, path: str, fields: Mapping[str, str], *, stay: bool = False, headers: Mapping[str, str] | None = None
    ) -> Got:
        """Send a form as a page of this address would."""
        return self.post_pairs(path, list(fields.items()), stay=stay, headers=headers)

    def post_pairs(
        self,
        path: str,
        fields: Sequence[tuple[str, str]],
        *,
        stay: bool = False,
        headers: Mapping[str, str] | None = None,
    ) -> Got:
        """The same for a form whose fields come more often."""
        told = {"origin": self.address, "sec-fetch-site": "same-origin", **(headers or {})}
        return self._send(Request(self.address + path, urlencode(fields).encode(), told), stay)

    def word(self, path: str = "/account") -> str:
        """The word that this session's forms carry."""
        found = re.search(r'name="form_word" value="([0-9a-f]+)"', self.get(path).text)
        assert found is not None
        return found[1]

    def act(self, path: str, fields: Mapping[str, str] | None = None, *, stay: bool = False) -> Got:
        """Send a form with the session's word."""
        return self.post(path, {"form_word": self.word(), **(fields or {})}, stay=stay)

    def _send(self, request: Request, stay: bool) -> Got:
        opener = self._staying if stay else self._following
        try:
            with opener.open(request, timeout=30) as answer:
                return Got(answer.status, answer.read().decode(), answer.headers, answer.url)
        except HTTPError as error:
            with error:
                return Got(error.code, error.read().decode(), error.headers, error.url)


def entered(address: str, app: App, person: Person) -> Browser:
    """A browser in which this person has come in by a one-time link."""
    browser = Browser(address)
    code = access.make_entry(app.ledger, person)
    assert browser.post("/enter", {"code": code}).status == 200
    return browser
