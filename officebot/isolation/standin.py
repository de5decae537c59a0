"""A duty whose code runs elsewhere: to the engine an ordinary `Duty`, whose every part is asked of a process of its own.

`observe` crosses, and brings back what the plugin decided; `decide` hands it on. Recognisers, panels, reports and
performers cross likewise. What comes back is held to the plugin's rights before anybody sees it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from officebot.core.actions import Action
from officebot.core.panels import Block, Viewer
from officebot.core.problems import Unavailable, UserError
from officebot.core.proposals import Claim, Proposal
from officebot.core.reports.model import Part
from officebot.core.reports.period import Window
from officebot.core.schedule import parse
from officebot.core.text import Text, quoted, say
from officebot.isolation import foreign, judging
from officebot.isolation.answering import Asked, settings_for
from officebot.isolation.describing import DescribedPerformer, Description
from officebot.isolation.keeping import Keeper
from officebot.isolation.rights import Rights
from officebot.isolation.sandbox import Limits, Means, Place
from officebot.isolation.settingsmodel import AnySettings, model_of
from officebot.isolation.shapes import to_json
from officebot.sdk import (
    Done,
    Duty,
    Failed,
    Job,
    Mail,
    Migration,
    NotDone,
    Office,
    OfficeFacts,
    Outcome,
    Panel,
    Performer,
    Prepared,
    Retry,
    Trigger,
    Uncertain,
)

#: How long each part may take, in seconds; a run takes what the keeper says. What a mail sets off ends before its batch is
#: given up (30), so that it is the process that is ended.
MAIL_SECONDS, RECOGNISE_SECONDS, PANEL_SECONDS, PERFORM_SECONDS = 20.0, 5.0, 5.0, 60.0
DESCRIBE_SECONDS = 30.0
_MOST_MIGRATIONS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Across:
    """How a duty is asked: its name, where its code lies, behind what it runs, what it may, who keeps its process."""

    duty: str
    place: Place
    means: Means
    rights: Rights
    keeper: Keeper
    limits: Limits = Limits()

    def ask(self, do: str, seconds: float, asked: Asked, facts: OfficeFacts | None, **values: Any) -> Any:
        """What its process says to this, as JSON. Raises PluginFault, UserError or Unavailable."""
        with self.keeper.child(self.duty, self.place, self.means, self.limits, seconds) as child:
            return child.call(do, seconds, asked.answer, facts, **values)

    @property
    def package(self) -> str:
        """The name of its top package: by it its sentences are translated."""
        return self.place.entry.partition(":")[0].partition(".")[0]

    def asked(self, office: Any, **known: Any) -> Asked:
        """What it may ask meanwhile."""
        return Asked(office=office, rights=self.rights, duty=self.duty, package=self.package, **known)


def described(across: Across) -> Description:
    """What a duty's process tells of it. Raises PluginFault or UserError."""
    said = across.ask("describe", DESCRIBE_SECONDS, across.asked(None), None)
    return checked(across.duty, said)


def checked(duty: str, said: Any) -> Description:
    """A description as it was told, or kept from earlier. Raises PluginFault for what is none."""
    found: Description = judging.shaped(duty, Description, said)
    if found.name != duty:
        raise judging.wrong(duty, say("its name is another than that of its entry point."))
    try:
        for trigger in found.triggers:
            parse(trigger)
    except UserError as error:
        raise judging.wrong(duty, error.problems[0].what) from None
    return found


def duty(across: Across, description: Description) -> Duty[Any, Any]:
    """The duty as the engine knows duties. Raises UserError where it brings what is not its own to bring."""
    parts = _Parts(across, description)
    for one in description.kinds:
        foreign.make_known(one.kind, one.effect, across.duty, across.package)
    own = {one.kind for one in description.kinds}
    if any(not one.kinds <= own for one in description.performers):
        raise judging.wrong(across.duty, say("it performs actions of kinds that it does not bring."))
    return Duty(
        name=across.duty,
        title=description.title,
        settings=model_of(description.settings, across.duty, across.package),
        observe=parts.propose,
        decide=_as_decided,
        triggers=description.triggers,
        recogniser=partial(parts.recognise, False) if "recogniser" in description.has else None,
        sent_recogniser=partial(parts.recognise, True) if "sent_recogniser" in description.has else None,
        report=parts.report if "report" in description.has else None,
        panels=tuple(
            Panel(page=page, title=panel.title, show=partial(parts.show, number), place=panel.place)
            for number, (page, panel) in enumerate(judging.panels_of(description, across.duty))
        ),
        performers=parts.performers if description.performers else None,
        migrations=tuple(
            Migration(
                fact=partial(parts.migrate, number, "fact") if has_fact else None,
                source=partial(parts.migrate, number, "source") if has_source else None,
            )
            for number, (has_fact, has_source) in enumerate(description.migrations[:_MOST_MIGRATIONS])
        ),
    )


def faulty(name: str, fault: UserError | Unavailable) -> Duty[Any, Any]:
    """What stands in the place of a duty that could not be asked who it is: the office opens, its run says why."""

    def fail(_office: Office, _trigger: Trigger, _settings: Any) -> Sequence[Proposal]:
        raise fault

    return Duty(
        name=name, title=quoted(name), settings=AnySettings, observe=fail, decide=_as_decided, triggers=("start",)
    )


def _as_decided(proposals: Sequence[Proposal], _settings: Any) -> Sequence[Proposal]:
    """What was decided across."""
    return proposals


class _Parts:
    """The duty's parts, each asked across."""

    def __init__(self, across: Across, description: Description) -> None:
        self._across = across
        self._description = description

    def __reduce__(self) -> Any:
        # A worker cannot ask the plugin's process: what would be sent there is asked in the service.
        raise TypeError("a duty that runs in a process of its own is asked in the service")

    def propose(self, office: Office, trigger: Trigger, settings: Any) -> Sequence[Proposal]:
        """What the duty observes and decides; nothing about a mail that it may not see."""
        mail = trigger.mail
        if mail is not None and not self._may_see(mail):
            return ()
        asked = self._across.asked(office, trigger=trigger)
        patience = self._across.keeper.patience
        seconds = patience if mail is None else min(MAIL_SECONDS, patience)
        said = self._across.ask("propose", seconds, asked, office.facts, trigger=to_json(trigger),
                                settings=settings_for(settings))  # fmt: skip
        return judging.proposals_of(asked, said)

    def recognise(self, sent: bool, mail: Mail, facts: OfficeFacts, settings: Any, now: datetime) -> Iterable[Claim]:
        """What its recogniser says of a mail; nothing of one that it may not see."""
        if not self._may_see(mail):
            return ()
        said = self._across.ask("recognise", RECOGNISE_SECONDS, self._across.asked(None), facts, sent=sent,
                                mail=to_json(mail), now=to_json(now), settings=settings_for(settings))  # fmt: skip
        return judging.claims_of(self._across.duty, said)

    def _may_see(self, mail: Mail) -> bool:
        return not mail.is_private and self._across.rights.may_see(mail.ref)

    def show(self, number: int, office: Office, viewer: Viewer, settings: Any) -> Sequence[Block]:
        """What a panel shows to who looks."""
        said = self._across.ask("show", PANEL_SECONDS, self._across.asked(office, viewer=viewer), office.facts,
                                number=number, viewer=to_json(viewer), settings=settings_for(settings))  # fmt: skip
        return judging.blocks_of(self._across.duty, said)

    def report(self, office: Office, window: Window, settings: Any) -> Part | None:
        """What the duty tells for a report."""
        said = self._across.ask("report", PERFORM_SECONDS, self._across.asked(office), office.facts,
                                window=to_json(window), settings=settings_for(settings))  # fmt: skip
        part: Part | None = judging.shaped(self._across.duty, Part | None, said)
        return part

    def migrate(self, number: int, what: str, key: str, value: Any) -> Any:
        """What a step of its migrations makes of a fact, or of an item's source."""
        said = self._across.ask("migrate", PERFORM_SECONDS, self._across.asked(None), None, number=number, what=what,
                                key=key, value=to_json(value))  # fmt: skip
        return judging.shaped(self._across.duty, Any if what == "fact" else dict[str, Any], said)

    def performers(self) -> Iterable[Performer]:
        """Its performers, each asked across."""
        made = {(False, False): _Performer, (True, False): _Foreseeing, (False, True): _Filling, (True, True): _Both}
        for number, one in enumerate(self._description.performers):
            yield made[one.foresees, one.fills](self._across, number, one)


# ── performers ────────────────────────────────────────────────────────────────────────────────────────────


class _Performer:
    """A performer of a plugin, asked across: it computes, and reaches nothing that its process does not."""

    def __init__(self, across: Across, number: int, told: DescribedPerformer) -> None:
        self._across = across
        self._number = number
        self.kinds = told.kinds
        self.repeatable = told.repeatable
        self.irreversible = told.irreversible & told.kinds

    def prepare(self, action: Action) -> Prepared:
        """The action, made ready to be shown."""
        return self._prepared(self._ask("prepare", action=to_json(action)), action)

    def perform(self, jobs: Sequence[Job]) -> Sequence[Outcome]:
        """Carry the jobs out."""
        return self._outcomes("perform", jobs)

    def undo(self, jobs: Sequence[Job]) -> Sequence[Outcome]:
        """Take them back."""
        return self._outcomes("undo", jobs)

    def was_done(self, job: Job) -> Done | NotDone | Uncertain:
        """Whether it was done."""
        said = self._ask("was_done", jobs=to_json([job]))
        found: Done | NotDone | Uncertain = judging.shaped(self._across.duty, Done | NotDone | Uncertain, said)
        return found

    def _outcomes(self, do: str, jobs: Sequence[Job]) -> Sequence[Outcome]:
        said = self._ask(do, jobs=to_json(list(jobs)))
        found: tuple[Outcome, ...] = judging.shaped(
            self._across.duty, tuple[Done | Failed | Retry | Uncertain, ...], said
        )
        if len(found) != len(jobs):
            raise judging.wrong(self._across.duty, say("it told of other actions than it was asked for."))
        return found

    def _ask(self, do: str, **values: Any) -> Any:
        return self._across.ask(do, PERFORM_SECONDS, self._across.asked(None), None, number=self._number, **values)

    def _prepared(self, said: Any, action: Action) -> Prepared:
        found: Prepared = judging.shaped(self._across.duty, Prepared, said)
        judging.own_action(self._across.duty, found.action, action)
        return found


class _Foreseeing(_Performer):
    """One that can tell beforehand whether its jobs can be taken back."""

    def foresee_undo(self, jobs: Sequence[Job]) -> Sequence[Text | None]:
        """For each job: None, or why it cannot be taken back."""
        said = self._ask("foresee", jobs=to_json(list(jobs)))
        found: tuple[Text | None, ...] = judging.shaped(self._across.duty, tuple[Text | None, ...], said)
        if len(found) != len(jobs):
            raise judging.wrong(self._across.duty, say("it told of other actions than it was asked for."))
        return found


class _Filling(_Performer):
    """One whose bytes are made of an action's words."""

    def prepare_with(self, action: Action, shown: Action, documents: Mapping[str, bytes]) -> Prepared:
        """As `prepare`, with words in the number's place and the proposal's documents."""
        said = self._ask("prepare_with", action=to_json(action), shown=to_json(shown), documents=to_json(documents))
        return self._prepared(said, action)

    def fill(self, action: Action, kept: Mapping[str, bytes], documents: Mapping[str, bytes]) -> Mapping[str, bytes]:
        """The blobs of the action, its number filled in."""
        said = self._ask("fill", action=to_json(action), kept=to_json(kept), documents=to_json(documents))
        return judging.blobs_of(self._across.duty, said)


class _Both(_Foreseeing, _Filling):
    """One that can do both."""
