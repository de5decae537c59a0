"""The plugin's side: a process that confines itself, imports one duty, and answers what it is asked until it is ended.

Everything here runs where the plugin's code runs, and could be changed by it: nothing on the other side believes it.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib import import_module
from types import GenericAlias, ModuleType
from typing import TYPE_CHECKING, Any, cast

from officebot.core.problems import Problem, Unavailable, UserError
from officebot.core.text import Text, say
from officebot.isolation import confining, wire
from officebot.isolation.shapes import from_json, to_json
from officebot.isolation.words import BadShape

if TYPE_CHECKING:
    from officebot.core.facts import OfficeFacts
    from officebot.sdk import Duty, Job, Office, Performer

#: As the engine's own bound; one more shows that it was reached.
_MOST_PROPOSALS = 1001
_MOST_PLACES = 20


#: Where pydantic looks for programs that extend it.
_EXTENDING = "pydantic.plugin._loader"


def main() -> None:
    """Serve until the other side closes its pipe."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _leave_pydantic_alone()
    calls, answers = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    # Whatever the plugin prints must not get between the answers.
    os.dup2(2, 1)
    first = wire.receive_blocking(calls)
    if first is None:
        return
    host = _Host(calls, answers, first)
    while (call := wire.receive_blocking(calls)) is not None:
        host.serve(call)
        gc.enable()


def _leave_pydantic_alone() -> None:
    """Nothing extends pydantic here: to look for what might takes a sixth of a cold start."""
    loader = ModuleType(_EXTENDING)
    loader.__dict__["get_plugins"] = tuple
    sys.modules[_EXTENDING] = loader


def confined(first: Mapping[str, Any]) -> None:
    """Give up what this process does not need. Raises OSError where the kernel refuses."""
    limits = first["limits"]
    confining.limit(limits["memory"], limits["seconds"], limits["file"], limits["threads"])
    if first["confine"]:
        confining.give_up_rights(first["readable"], os.uname().machine)


class _Host:
    """The duty, imported at the first call that needs it; the office as it was last told."""

    def __init__(self, calls: int, answers: int, first: Mapping[str, Any]) -> None:
        self._calls = calls
        self._answers = answers
        self._entry = str(first["entry"])
        self._duty: Duty[Any, Any] | None = None
        self._performers: list[Performer] = []
        self._facts: OfficeFacts | None = None
        self._number = 0
        confined(first)

    def serve(self, call: Mapping[str, Any]) -> None:
        """Answer one call, whatever the plugin does."""
        self._number = call["id"]
        try:
            if "facts" in call:
                from officebot.core.facts import OfficeFacts

                self._facts = from_json(OfficeFacts, call["facts"])
            said: Mapping[str, Any] = {"said": _DEEDS[call["do"]](self, call)}
        except BaseException as error:  # noqa: BLE001 - told to the other side, whatever it is
            said = _failure(error)
        try:
            wire.send_blocking(self._answers, {"id": self._number, **said})
        except wire.Broken:
            wire.send_blocking(self._answers, {"id": self._number, "failed": "large"})

    def ask(self, name: str, args: Sequence[Any], named: Mapping[str, Any]) -> Any:
        """What the service answers to a question. Raises UserError where it has no right to it."""
        wire.send_blocking(
            self._answers,
            {"id": self._number, "ask": name, "args": to_json(list(args)), "named": to_json(dict(named))},
        )
        answer = wire.receive_blocking(self._calls)
        if answer is None:
            raise SystemExit
        if "refused" in answer:
            from officebot.isolation.proxy import Refused

            raise Refused(from_json(Text, answer["refused"]))
        if "lost" in answer:
            raise Unavailable("officebot", from_json(Text, answer["lost"]))
        if "missing" in answer:
            raise FileNotFoundError(answer["missing"])
        return answer["answer"]

    @property
    def duty(self) -> Duty[Any, Any]:
        """The plugin's duty, imported now."""
        if self._duty is None:
            module, _, name = self._entry.partition(":")
            found: Any = import_module(module)
            for part in name.split("."):
                found = getattr(found, part)
            self._duty = cast("Duty[Any, Any]", found)
        return self._duty

    @property
    def office(self) -> Office:
        """The office as it may be asked."""
        from officebot.isolation.proxy import ProxyOffice

        return cast("Office", ProxyOffice(self.ask, self.facts))

    @property
    def facts(self) -> OfficeFacts:
        """Who is who, and when the office works."""
        if self._facts is None:
            raise BadShape("no facts were told")
        return self._facts

    def settings(self, call: Mapping[str, Any]) -> Any:
        """The duty's settings as the office wrote them. Raises UserError for what its own model refuses."""
        import orjson
        from pydantic import ValidationError

        try:
            # As JSON, so that lists are tuples and days are days also where the model is strict.
            return self.duty.settings.model_validate_json(orjson.dumps(call.get("settings", {})))
        except ValidationError as error:
            raise UserError(
                [
                    Problem(
                        where=".".join((f"duties.{self.duty.name}", *(str(key) for key in one["loc"]))),
                        what=say("This value is not allowed: {why}.", why=one["msg"]),
                    )
                    for one in error.errors(include_url=False)
                ]
            ) from None

    def performer(self, call: Mapping[str, Any]) -> Performer:
        """The performer of this number."""
        if not self._performers and self.duty.performers is not None:
            self._performers = list(self.duty.performers())
        number: int = call["number"]
        return self._performers[number]


# ── what may be asked ─────────────────────────────────────────────────────────────────────────────────────


def _describe(host: _Host, _call: Mapping[str, Any]) -> Any:
    from officebot.core.actions import kinds
    from officebot.isolation.describing import DescribedKind, DescribedPanel, DescribedPerformer, Description
    from officebot.sdk import Filling, Foreseeing

    duty = host.duty
    performers = list(duty.performers()) if duty.performers is not None else []
    parts = ("recogniser", "sent_recogniser", "report", "commands")
    has = {part for part in parts if getattr(duty, part) is not None}
    if callable(getattr(duty.settings, "unfit", None)):
        has.add("unfit")
    return to_json(Description(
        name=duty.name,
        title=duty.title,
        triggers=tuple(duty.triggers),
        settings=duty.settings.model_json_schema(),
        has=frozenset(has),
        panels=tuple(DescribedPanel(page=one.page, title=one.title, place=one.place) for one in duty.panels),
        performers=tuple(
            DescribedPerformer(
                kinds=frozenset(one.kinds), repeatable=bool(one.repeatable), irreversible=frozenset(one.irreversible),
                foresees=isinstance(one, Foreseeing), fills=isinstance(one, Filling),
            )
            for one in performers
        ),
        kinds=tuple(
            DescribedKind(kind=kind, effect=cls.effect)
            for kind, cls in kinds().items() if cls.__module__.partition(".")[0] != "officebot"
        ),
        migrations=tuple((one.fact is not None, one.source is not None) for one in duty.migrations),
    ))  # fmt: skip


def _migrate(host: _Host, call: Mapping[str, Any]) -> Any:
    migration = host.duty.migrations[call["number"]]
    if call["what"] == "fact":
        return migration.fact(call["key"], call["value"]) if migration.fact is not None else call["value"]
    found = migration.source(call["key"], call["value"]) if migration.source is not None else call["value"]
    return dict(found)


def _propose(host: _Host, call: Mapping[str, Any]) -> Any:
    trigger = from_json(_sdk("Trigger"), call["trigger"])
    settings = host.settings(call)
    facts = host.duty.observe(host.office, trigger, settings)
    return to_json(_first(_MOST_PROPOSALS, host.duty.decide(facts, settings)))


def _recognise(host: _Host, call: Mapping[str, Any]) -> Any:
    recogniser = host.duty.sent_recogniser if call["sent"] else host.duty.recogniser
    if recogniser is None:
        return []
    mail, now = from_json(_sdk("Mail"), call["mail"]), from_json(_Moment, call["now"])
    return to_json(_first(_MOST_PROPOSALS, recogniser(mail, host.facts, host.settings(call), now)))


def _show(host: _Host, call: Mapping[str, Any]) -> Any:
    viewer = from_json(_sdk("Viewer"), call["viewer"])
    return to_json(list(host.duty.panels[call["number"]].show(host.office, viewer, host.settings(call))))


def _report(host: _Host, call: Mapping[str, Any]) -> Any:
    report = host.duty.report
    return None if report is None else to_json(
        report(host.office, from_json(_sdk("Window"), call["window"]), host.settings(call))
    )  # fmt: skip


def _prepare(host: _Host, call: Mapping[str, Any]) -> Any:
    return to_json(host.performer(call).prepare(_action(call["action"])))


def _prepare_with(host: _Host, call: Mapping[str, Any]) -> Any:
    performer = cast(Any, host.performer(call))
    documents = from_json(_Blobs, call["documents"])
    return to_json(performer.prepare_with(_action(call["action"]), _action(call["shown"]), documents))


def _fill(host: _Host, call: Mapping[str, Any]) -> Any:
    performer = cast(Any, host.performer(call))
    kept, documents = from_json(_Blobs, call["kept"]), from_json(_Blobs, call["documents"])
    return to_json(dict(performer.fill(_action(call["action"]), kept, documents)))


def _perform(host: _Host, call: Mapping[str, Any]) -> Any:
    return to_json(list(host.performer(call).perform(_jobs(call))))


def _undo(host: _Host, call: Mapping[str, Any]) -> Any:
    return to_json(list(host.performer(call).undo(_jobs(call))))


def _was_done(host: _Host, call: Mapping[str, Any]) -> Any:
    return to_json(host.performer(call).was_done(_jobs(call)[0]))


def _foresee(host: _Host, call: Mapping[str, Any]) -> Any:
    performer = cast(Any, host.performer(call))
    return to_json(list(performer.foresee_undo(_jobs(call))))


_DEEDS: Mapping[str, Callable[[_Host, Mapping[str, Any]], Any]] = {
    "describe": _describe, "propose": _propose, "recognise": _recognise, "show": _show, "report": _report,
    "prepare": _prepare, "prepare_with": _prepare_with, "fill": _fill, "perform": _perform, "undo": _undo,
    "was_done": _was_done, "foresee": _foresee, "migrate": _migrate,
}  # fmt: skip


# ── small parts ───────────────────────────────────────────────────────────────────────────────────────────

_Blobs: Any = dict[str, bytes]
_Several: Any = GenericAlias
_Moment: Any = import_module("datetime").datetime


def _sdk(name: str) -> Any:
    """A class of the SDK, loaded when it is needed."""
    import officebot.sdk

    return getattr(officebot.sdk, name)


def _action(data: Any) -> Any:
    from officebot.core.actions import Action

    return from_json(Action, data)


def _jobs(call: Mapping[str, Any]) -> tuple[Job, ...]:
    jobs: tuple[Job, ...] = from_json(_Several(tuple, (_sdk("Job"), ...)), call["jobs"])
    return jobs


def _first(most: int, found: Iterable[Any]) -> list[Any]:
    kept: list[Any] = []
    for one in found:
        kept.append(one)
        if len(kept) >= most:
            break
    return kept


def _failure(error: BaseException) -> Mapping[str, Any]:
    """What the other side is told of an exception."""
    if isinstance(error, UserError):
        return {"failed": "user", "problems": [[one.where[:200], to_json(one.what)] for one in error.problems[:20]]}
    if isinstance(error, Unavailable):
        return {"failed": "unavailable", "source": error.source[:200], "what": to_json(error.what)}
    import traceback

    # Places without the exception's own words, which may quote a mail.
    passed = traceback.extract_tb(error.__traceback__)[-_MOST_PLACES:]
    places = [f"{one.filename.rpartition('/')[2]}:{one.lineno} {one.name}" for one in passed]
    return {"failed": "error", "name": type(error).__name__[:80], "places": places}


if __name__ == "__main__":
    main()
