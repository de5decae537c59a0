"""What a duty is: the plugin itself, its recognisers and its panels."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from datetime import datetime

    import click
    from pydantic import BaseModel

    from officebot.core.facts import OfficeFacts
    from officebot.core.mail import Mail
    from officebot.core.panels import Block, Viewer
    from officebot.core.proposals import Claim, Proposal
    from officebot.core.reports.model import Part
    from officebot.core.reports.period import Window
    from officebot.core.text import Text
    from officebot.sdk.migrating import Migration
    from officebot.sdk.office import Office
    from officebot.sdk.performing import Performer
    from officebot.sdk.seen import Trigger

#: What `observe` gives and `decide` takes.
FactsT = TypeVar("FactsT")
#: The duty's settings: a pydantic model.
SettingsT = TypeVar("SettingsT", bound="BaseModel")


class Recogniser(Protocol):
    """Says what a mail is. Pure: the mail, the office's facts, the duty's settings and the time in, claims out."""

    def __call__(self, mail: Mail, facts: OfficeFacts, settings: Any, now: datetime, /) -> Iterable[Claim]:
        """What the mail is, as claims; none where it is nothing of this duty's."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """What a duty shows on a page of the dashboard (`core/panels.py`): blocks, for who looks, with its settings.

    `page` is one of `PAGES`, or a word of the duty's own, and then `title` names the page in the menu. Panels of a page
    come by `place`. `show` reads the office and has no effect; it must leave out what the viewer may not see
    (`Viewer.may_see`), and answer within a tenth of a second: it is asked each time somebody looks.
    """

    page: str
    title: Text
    show: Callable[[Office, Viewer, Any], Sequence[Block]]
    place: int = 50


def _no_settings() -> Any:
    """The model of a duty that has no settings; asked for late, since it takes pydantic."""
    from officebot.sdk.settings import NoSettings

    return NoSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty(Generic[FactsT, SettingsT]):
    """A plugin. `observe` reads the office into facts; `decide` turns facts into proposals and is pure.

    What `observe` gives is what `decide` takes, with the same settings: a type checker says where they differ.

    `triggers` are the default schedules ("mon-fri 08:00", "every 15 minutes", "mail", "mail invoice",
    "after mail", "file NAME", "start"); the office's settings may replace them. `settings` is a pydantic model, best made
    from `DutySettings`; without it the duty has none (`NoSettings`). A method
    `unfit(known: Known) -> Iterator[Unfit]` of it says which people, rooms or accounts that it names are not there.
    `recogniser` is asked of what comes in, `sent_recogniser` of what the office itself sent. `report` tells what the duty
    did in a period, for reports that managers read (`core/reports/`): from the office, the window, its settings; None for
    an office that keeps nothing it could tell of. `panels` are what it shows on the dashboard. `migrations` bring what an
    older version remembered to this one, one step a version, from the first.
    """

    name: str
    title: Text
    observe: Callable[[Office, Trigger, SettingsT], FactsT]
    decide: Callable[[FactsT, SettingsT], Iterable[Proposal]]
    settings: type[SettingsT] = field(default_factory=_no_settings)
    triggers: tuple[str, ...] = ()
    recogniser: Recogniser | None = None
    sent_recogniser: Recogniser | None = None
    report: Callable[[Office, Window, Any], Part | None] | None = None
    panels: tuple[Panel, ...] = ()
    performers: Callable[[], Iterable[Performer]] | None = None
    commands: Callable[[], click.Group] | None = None
    migrations: tuple[Migration, ...] = ()
