"""Every page of the dashboard, found by its own links and by its table of addresses: no new page is forgotten."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urljoin, urlsplit

from starlette.routing import Match, Route

from tests.web.browser import Browser

#: Addresses that links do not lead to, for who is signed in: the door.
DOOR = ("/sign-in", "/enter?code=none")
_LINK = re.compile(r'(?:href|action|src)="([^"]*)"')


@dataclass(slots=True)
class Found:
    """What links lead to: by route, the addresses looked at; and what answered with anything but 200."""

    pages: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    files: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    broken: list[tuple[int, str]] = field(default_factory=list)
    sizes: dict[str, int] = field(default_factory=dict)
    acts: set[str] = field(default_factory=set)

    def some(self, each: int) -> list[str]:
        """Up to so many pages of each route."""
        return [path for paths in self.pages.values() for path in paths[:each]]


def crawl(browser: Browser, routes: Sequence[Route], start: Iterable[str], each: int) -> Found:
    """Follow all links from these addresses on, up to `each` pages of one route."""
    found, waiting, known = Found(), list(start), set[str]()
    while waiting:
        path = waiting.pop(0)
        route = route_of(routes, path)
        looked = len(found.pages[route]) + len(found.files[route]) if route else 0
        if path in known or looked >= each:
            continue
        known.add(path)
        answer = browser.get(path)
        if answer.status != 200 or not route:
            found.broken.append((answer.status, path))
            continue
        found.sizes[path] = len(answer.text.encode())
        is_page = answer.headers.get_content_type() == "text/html" and "sandbox" not in answer.headers.get(
            "content-security-policy", ""
        )
        (found.pages if is_page else found.files)[route].append(path)
        if is_page:
            waiting += _links(path, answer.text, found.acts)
    return found


def route_of(routes: Sequence[Route], path: str) -> str:
    """The address pattern that answers a GET of this path; "" for none."""
    scope = {"type": "http", "path": urlsplit(path).path, "method": "GET", "headers": [], "root_path": ""}
    return next((one.path for one in routes if one.matches(scope)[0] is Match.FULL), "")


def _links(path: str, text: str, acts: set[str]) -> list[str]:
    acts |= {unescape(one) for one in re.findall(r'<form method="post" action="([^"]*)"', text)}
    told = [urljoin(path, unescape(one)) for one in _LINK.findall(text)]
    return [one.partition("#")[0] for one in told if one.startswith("/") and one not in acts and "lang=" not in one]
