"""A plugin with every part that a duty may have, honest and small."""

WELCOME = '''
"""Welcomes visitors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Literal

from pydantic import Field, field_validator

from officebot.sdk import (
    Action, Claim, Done, Duty, DutySettings, Effect, Failed, Job, Mail, MessageRef, Migration, NotDone, Office, Outcome, Panel,
    Prepared, Proposal, Trigger, Viewer, register, say, texts,
)
from officebot.sdk.panels import Block, Cell, Rows

say, counted = texts(__name__)


class Settings(DutySettings):
    """Who welcomes."""

    host: str = Field(description="Who welcomes.")
    badges: int = Field(default=3, ge=1, le=9, description="How many badges there are.")
    colours: tuple[str, ...] = Field(default=("red",), description="Their colours.")
    mode: Literal["quiet", "loud"] = Field(default="quiet", description="How.")
    opened: date | None = Field(default=None, description="Since when.")

    @field_validator("host")
    @classmethod
    def _known(cls, host: str) -> str:
        if host == "nobody":
            raise ValueError("somebody must welcome")
        return host


@register
@dataclass(frozen=True, slots=True, kw_only=True)
class Welcome(Action):
    """Writes a badge."""

    kind: ClassVar[str] = "visitors.welcome"
    effect: ClassVar[Effect] = Effect.NOTES
    name: str
    mail: str = ""
    on: MessageRef | None = None

    @property
    def recipients(self) -> tuple[str, ...]:
        return (self.mail,) if self.mail else ()

    @property
    def message(self) -> MessageRef | None:
        return self.on


class Performer:
    kinds = frozenset({"visitors.welcome"})
    repeatable = True
    irreversible: frozenset[str] = frozenset()

    def prepare(self, action: Any) -> Prepared:
        return Prepared(action=action, preview=say("A badge for {name}", name=action.name), blobs={"badge": action.name.encode()})

    def perform(self, jobs: Sequence[Job]) -> Sequence[Outcome]:
        return [Done({"printed": job.blobs["badge"].decode()}) if job.action.name != "x" else Failed(say("no")) for job in jobs]

    def was_done(self, job: Job) -> Any:
        return NotDone()

    def undo(self, jobs: Sequence[Job]) -> Sequence[Outcome]:
        return [Done({"taken": job.receipt["printed"]}) for job in jobs]

    def foresee_undo(self, jobs: Sequence[Job]) -> Sequence[Any]:
        return [None if job.receipt else say("gone") for job in jobs]


def observe(office: Office, trigger: Trigger, settings: Settings) -> Any:
    return (trigger.mail, office.remembered("welcome", "seen"), settings)


def decide(facts: Any, _settings: Settings) -> Iterable[Proposal]:
    mail, seen, settings = facts
    name = f"{mail.subject if mail is not None else seen} by {settings.host} {settings.badges} {settings.colours}"
    action = Welcome(name=name, mail="Guest@visit.example", on=mail.ref if mail is not None else None)
    yield Proposal(key="welcome", title=say("Welcome {name}", name=name), actions=(action,), about=action.on)


def recognise(mail: Mail, facts: Any, settings: Settings, now: Any) -> Iterable[Claim]:
    if "visit" in mail.subject:
        yield Claim(kind="visit", data={"host": settings.host, "office": facts.name})


def show(office: Office, viewer: Viewer, settings: Settings) -> Sequence[Block]:
    items = office.items_for(viewer, ["welcome"])
    rows = tuple((Cell(words=say("{t}", t=one.title)),) for one in items)
    return (Rows(title=say("Visitors"), columns=(say("Who"),), rows=rows),)


def renamed(key: str, value: Any) -> Any:
    return {"was": value, "key": key}


DUTY: Duty[Any, Any] = Duty(
    name="welcome", title=say("Visitors"), settings=Settings, observe=observe, decide=decide, recogniser=recognise,
    triggers=("mail", "mon-fri 08:00"), panels=(Panel(page="today", title=say("Visitors"), show=show, place=20),),
    performers=lambda: [Performer()], migrations=(Migration(fact=renamed),),
)
'''
MANIFEST = """
sdk = "1.0"
[rights]
mail = ["desk/*"]
actions = ["visitors.welcome"]
"""
