"""The meetings on their way, on the dashboard: with whom, what was offered, and whose answer is awaited."""

from __future__ import annotations

from collections.abc import Sequence

from officebot.core.meetings.appointment import Appointment, Stage
from officebot.core.panels import Block, Cell, Rows, Viewer, day_words, left_of, names_of, words_of
from officebot.core.text import Text, say
from officebot.duties.calendar_coordination.observe import MEETING
from officebot.duties.calendar_coordination.settings import Settings
from officebot.sdk import Item, Office, Panel

_MOST = 50


def waiting(office: Office, viewer: Viewer, _settings: Settings) -> Sequence[Block]:
    """The page “Waiting for”: meetings of which somebody's answer decides."""
    read = [_meeting(item) for item in office.items_for(viewer, (MEETING,), 150)]
    found = [one for one in read if one is not None and one.stage in (Stage.ASKED, Stage.OFFERED)]
    people = office.facts.people
    return (
        Rows(
            title=say("Meetings on their way"),
            columns=(say("About"), say("With whom"), say("For whom"), say("Offered on"), say("What happens next")),
            rows=tuple(
                (
                    Cell(words=words_of(one.subject)),
                    Cell(words=words_of(one.guest_name or one.guest, 60)),
                    Cell(words=names_of(one.hosts, people)),
                    Cell(words=day_words(viewer.day_of(one.offered) if one.offered else None, viewer.today)),
                    Cell(words=_next(one)),
                )
                for one in found[:_MOST]
            ),
            empty=say("No meeting waits for an answer."),
            left=left_of(len(found), _MOST),
        ),
    )


def _meeting(item: Item) -> Appointment | None:
    try:
        return Appointment.from_source(item.key, item.title, item.source)
    except (KeyError, TypeError, ValueError):
        return None


def _next(one: Appointment) -> Text:
    if one.stage is Stage.ASKED:
        return say("Times are offered, after your yes")
    if len(one.offers) == 1:
        return say("Their answer to one time offered")
    return say("Their answer to {count} times offered", count=len(one.offers))


PANELS = (Panel(page="waiting", title=say("Meetings"), show=waiting, place=30),)
