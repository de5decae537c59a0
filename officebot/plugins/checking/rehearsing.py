"""A duty rehearsed as it will run: in its sandbox, with the rights that it declares and no others, in an office of its own.

`python -m officebot.plugins.checking.rehearsing`: reads a JSON object {"duty", "entry", "package", "rights", "folder"} from
the standard input, writes one to the standard output. All of this is officebot's own code; the plugin's runs in the process
that it starts. The office is real and new: a mailbox in which nothing came, and a workbook of each declared name.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import orjson

from officebot.app import App
from officebot.core.mail import Mail, MessageRef
from officebot.core.problems import Unavailable, UserError
from officebot.core.text import LANGUAGES, Text, say
from officebot.isolation import standin
from officebot.isolation.answering import Asked, Refusal
from officebot.isolation.child import PluginFault
from officebot.isolation.keeping import Keeper
from officebot.isolation.rights import Right, Rights, Sphere, parsed
from officebot.isolation.sandbox import Place, means_for
from officebot.isolation.standin import Across
from officebot.plugins.checking.patience import patience
from officebot.sdk import Address, Duty, Proposal, Trigger
from officebot.settings.new import Answers, write_new_office
from officebot.testing.boxed_settings import Settings
from officebot.testing.clock import VirtualClock

#: A Monday on which offices work.
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
_RUN_SECONDS = 20.0


@dataclass(slots=True)
class Hearing(Asked):
    """A call of the plugin, with what it asked for without a right to it."""

    refused: list[Right] = field(default_factory=list)

    def lacks(self, right: Right) -> Refusal:
        """What is said where a right is missing; noted."""
        self.refused.append(right)
        return Asked.lacks(self, right)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard(Across):
    """The way to the duty's process, on which it is heard what it lacks."""

    refused: list[Right] = field(default_factory=list)

    def asked(self, office: Any, **known: Any) -> Asked:
        """What it may ask meanwhile."""
        return Hearing(
            office=office, rights=self.rights, duty=self.duty, package=self.package, refused=self.refused, **known
        )


@dataclass(slots=True)
class _Rehearsal:
    """What came out: what failed in a run, what in a panel, and how many panels were drawn."""

    runs: list[Text] = field(default_factory=list)
    panels: list[Text] = field(default_factory=list)
    drawn: int = 0

    def told(self, refused: list[Right]) -> dict[str, Any]:
        return {
            "refused": sorted({str(one) for one in refused}),
            "runs": [one.to_json() for one in self.runs],
            "panels": [one.to_json() for one in self.panels],
            "drawn": self.drawn,
        }


def main() -> None:
    """Rehearse one duty."""
    asked = orjson.loads(sys.stdin.buffer.read())
    keeper = Keeper(run_seconds=patience(_RUN_SECONDS))
    try:
        sys.stdout.buffer.write(orjson.dumps(_rehearsed(asked, keeper)))
    finally:
        keeper.close()


def _rehearsed(asked: Mapping[str, Any], keeper: Keeper) -> dict[str, Any]:
    try:
        means = means_for("sandbox")
    except UserError as error:
        return {"cannot": error.problems[0].what.to_json()}
    way = Heard(
        duty=asked["duty"], place=Place(entry=asked["entry"], package=Path(asked["package"])), means=means,
        rights=parsed(asked["rights"]), keeper=keeper,
    )  # fmt: skip
    done = _Rehearsal()
    with _heard_places() as places:
        duty = _tried(done.runs, places, lambda: standin.duty(way, standin.described(way)))
        if duty is not None:
            with App(_office(Path(asked["folder"]), way.rights), clock=VirtualClock(NOW)) as app:
                _run(done, places, app, duty)
                _draw(done, places, app, duty)
    return done.told(way.refused)


def _run(done: _Rehearsal, places: list[str], app: App, duty: Duty[Any, Any]) -> None:
    settings = duty.settings.model_validate({})
    mail = _mail()
    triggers = [Trigger(kind="manual", key="rehearsal", due=NOW, now=NOW)]
    if any(one.startswith("mail") for one in duty.triggers):
        triggers.append(Trigger(kind="mail", key=mail.ref.fingerprint, due=NOW, now=NOW, mail=mail))
    for trigger in triggers:
        _tried(done.runs, places, partial(_proposed, duty, app, trigger, settings))
    if duty.recogniser is not None:
        recogniser = duty.recogniser
        _tried(done.runs, places, lambda: list(recogniser(mail, app.facts, settings, NOW)))


def _proposed(duty: Duty[Any, Any], app: App, trigger: Trigger, settings: Any) -> list[Proposal]:
    return list(duty.decide(duty.observe(app.office, trigger, settings), settings))


def _draw(done: _Rehearsal, places: list[str], app: App, duty: Duty[Any, Any]) -> None:
    settings = duty.settings.model_validate({})
    for panel in duty.panels:
        for language in LANGUAGES:
            viewer = app.viewer(app.facts.people.all[0], language)
            _tried(done.panels, places, partial(panel.show, app.office, viewer, settings))
        done.drawn += 1


def _tried(faults: list[Text], places: list[str], work: Callable[[], Any]) -> Any:
    """What the work gives; None where it failed, which is noted if it is the plugin's fault."""
    places.clear()
    try:
        return work()
    except PluginFault as fault:
        what = fault.problems[0].what
        said = say("{what} ({places})", what=what, places=", ".join(places[-2:])) if places else what
        if said not in faults:
            faults.append(said)
    except (UserError, Unavailable):
        # In an office that has nothing yet a duty may well say what people must do first; a right that is missing was heard.
        pass
    return None


@contextmanager
def _heard_places() -> Iterator[list[str]]:
    """The places in the plugin's code at which it failed, as its process told them to the log."""
    found: list[str] = []

    class Listening(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            found.extend(str(one) for one in getattr(record, "places", None) or ())

    listening, log = Listening(), logging.getLogger("officebot.plugins")
    log.addHandler(listening)
    try:
        yield found
    finally:
        log.removeHandler(listening)


def _office(folder: Path, rights: Rights) -> Path:
    """A new office of one person, with one mailbox at which nobody looks, and the workbooks that the rights name."""
    place = folder / "office"
    answers = Answers(name="Rehearsal", person="Ann", address="desk@office.example", language="en", duties=(),
                      imap_host="127.0.0.1", imap_security="none", imap_port=9, password="-")  # noqa: S106 - nobody signs in  # fmt: skip
    write_new_office(place, answers)
    settings = Settings(place, "en")
    for name in rights.of(Sphere.WORKBOOK):
        if name.isidentifier() and name.islower():
            settings.workbook(name, {"Sheet": [["Name", "Value"], ["first", 1]]}, write=True)
    return place


def _mail() -> Mail:
    return Mail(
        ref=MessageRef("desk", "INBOX", 1, 1, "<rehearsal@client.example>"), date=NOW, received=NOW, subject="A question",
        sender=Address("Emily Finch", "emily@client.example"), to=(Address("", "desk@office.example"),),
        text="Hello,\n\ncould you call me back?\n\nEmily Finch",
    )  # fmt: skip


if __name__ == "__main__":
    main()
