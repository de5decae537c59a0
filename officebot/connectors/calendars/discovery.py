"""Finds the calendar that a CalDAV address means: the calendar itself, or the one of a person, or of a server."""

from __future__ import annotations

from collections.abc import Iterator

from officebot.connectors.calendars.dav import ABOUT, Dav
from officebot.connectors.calendars.multistatus import Resource
from officebot.core.problems import Unavailable, UserError
from officebot.core.text import say

_WELL_KNOWN = "/.well-known/caldav"  # RFC 6764 §5
_MOST_TOLD = 20


def calendar_at(dav: Dav, wanted: str = "") -> str:
    """The path of the calendar at the site's address; `wanted` is its name, or the last part of its path, among several.

    Raises UserError, which names the calendars there are, where it is not one; Unavailable.
    """
    path = dav.http.path
    found = _about(dav, path)
    if found.is_calendar and not wanted:
        return _slashed(_here(dav, found.href or path))
    homes = list(_homes(dav, path, found))
    calendars = {path: name for home in homes for path, name in _calendars_in(dav, home)}
    chosen = [path for path, name in calendars.items() if not wanted or wanted in (name, path.split("/")[-2])]
    if len(chosen) == 1:
        return chosen[0]
    raise _unclear(dav, wanted, calendars)


def calendars_at(dav: Dav) -> dict[str, str]:
    """All calendars that the site's address leads to: their names by path. Raises UserError or Unavailable."""
    path = dav.http.path
    found = _about(dav, path)
    if found.is_calendar:
        return {_slashed(_here(dav, found.href or path)): found.name}
    return {path: name for home in _homes(dav, path, found) for path, name in _calendars_in(dav, home)}


def _about(dav: Dav, path: str) -> Resource:
    if path in ("", "/"):
        try:
            return _first(dav, _WELL_KNOWN)
        except (UserError, Unavailable):
            path = "/"
    return _first(dav, path)


def _first(dav: Dav, path: str) -> Resource:
    found = dav.propfind(path, ABOUT, 0).resources
    # Xandikos says inside a successful answer that there is nothing.
    if not found or found[0].status == 404:
        raise dav.wrong(say("{host} has no calendar at {path}: check the url.", host=dav.http.host, path=path))
    return found[0]


def _homes(dav: Dav, path: str, found: Resource) -> Iterator[str]:
    """The collections in which the person's calendars lie (RFC 4791 §6.2.1)."""
    homes = found.homes
    if not homes and found.principal:
        homes = _first(dav, _here(dav, found.principal)).homes
    if not homes and found.is_collection:
        homes = (found.href or path,)
    for home in homes:
        yield _slashed(_here(dav, home))


def _calendars_in(dav: Dav, home: str) -> Iterator[tuple[str, str]]:
    for found in dav.propfind(home, ABOUT, 1).resources:
        if found.is_calendar and (not found.components or "VEVENT" in found.components):
            yield _slashed(_here(dav, found.href)), found.name


def _here(dav: Dav, href: str) -> str:
    path = dav.http.local_path(href)
    if path is None:
        raise dav.wrong(
            say(
                "{host} keeps the calendar on another server ({place}): if you trust it, write that as the url.",
                host=dav.http.host,
                place=href[:200],
            )
        )
    return path


def _slashed(path: str) -> str:
    return path if path.endswith("/") else path + "/"


def _unclear(dav: Dav, wanted: str, calendars: dict[str, str]) -> UserError:
    if not calendars:
        return dav.wrong(say("{host} has no calendar for {user}: write the calendar's own url.",
                             host=dav.http.host, user=dav.http.site.user or "—"))  # fmt: skip
    known = [name or path for path, name in calendars.items()][:_MOST_TOLD]
    if wanted:
        return dav.wrong(
            say(
                "{host} has no calendar “{wanted}”: write one of {known}.",
                host=dav.http.host,
                wanted=wanted,
                known=known,
            )
        )
    return dav.wrong(say("{host} has several calendars: write calendar = with one of {known}.",
                         host=dav.http.host, known=known))  # fmt: skip
