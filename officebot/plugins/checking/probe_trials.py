"""Runs in the probe's process: a plugin's decisions, recognisers, actions and migrations, tried on samples."""

from __future__ import annotations

import dataclasses
import importlib.util
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import orjson

import officebot.sdk
from officebot.core import actions as kinds
from officebot.core.text import LANGUAGES
from officebot.plugins.checking.faults import fault
from officebot.plugins.checking.hostile import HOSTILE, MARK, with_words
from officebot.plugins.checking.watch import Watch
from officebot.sdk import Claim, Done, Duty, Job, NotDone, Proposal
from officebot.testing.trials import Trial

_MOST_FACTS = 20
#: What actions call a place in the office’s folder or on a mail server.
_PATHS = ("path", "to_folder", "folder", "to", "file")


def decide(asked: Mapping[str, Any]) -> dict[str, Any]:
    """What `decide` proposes of each sample, what it did besides, and what it proposes where only the clock has moved on."""
    duty, samples = _duty(asked), _samples(asked)
    watch = Watch(asked["root"], asked["scratch"])
    settings, facts = _settings(duty, samples), _facts(samples)
    with watch.over(reads_too=True, clock_too=True):
        proposals = [list(duty.decide(one, settings)) for one in facts]
    later = [list(duty.decide(_moved(one, timedelta(seconds=37)), settings)) for one in facts]
    return {
        "samples": len(facts),
        "noticed": watch.seen,
        "proposals": [[_proposal(one) for one in some] for some in proposals],
        "later_keys": [[one.key for one in some] for some in later],
    }


def hostile(asked: Mapping[str, Any]) -> dict[str, Any]:
    """What goes wrong where the words from outside are hostile: faults, each a kind and what was seen."""
    duty, samples = _duty(asked), _samples(asked)
    settings, faults = _settings(duty, samples), list[tuple[str, str]]()
    base = _facts(samples)
    for words in HOSTILE:
        work = partial(_misused, duty, base, settings, words)
        _try(faults, work, asked["root"], f"decide, {words[:20]!r}")
    mails = list(_called(samples, "mails") or [])
    office = next((found for one in base if (found := _office_facts(one)) is not None), None)
    if duty.recogniser is not None and mails and office is not None:
        recogniser = duty.recogniser
        for words in HOSTILE:
            for mail in mails:
                look = partial(recogniser, with_words(mail, words), office, settings, mail.received)
                _try(faults, partial(_recognised, look), asked["root"], f"recogniser, {words[:20]!r}")
    return {"faults": faults, "mails": len(mails), "growth": _growth(duty, base, settings)}


def perform(asked: Mapping[str, Any]) -> dict[str, Any]:
    """For each trial of an action: what was not so when it was done, its receipt was lost, and it was taken back."""
    duty, samples = _duty(asked), _samples(asked)
    make = getattr(samples, "trials", None)
    own = sorted({kind for one in duty.performers() for kind in one.kinds}) if duty.performers else []
    if make is None:
        return {"own": own, "tried": [], "faults": [], "previews": []}
    faults, previews, tried = list[tuple[str, str]](), list[dict[str, str]](), list[str]()
    for number, _ in enumerate(_trials(make, Path(asked["scratch"]) / "count")):
        trial = _trials(make, Path(asked["scratch"]) / f"world{number}")[number]
        tried.append(trial.action.kind)
        _try(faults, partial(_once, trial, previews), asked["root"], trial.action.kind)
    return {"own": own, "tried": tried, "faults": faults, "previews": previews}


def migrate(asked: Mapping[str, Any]) -> dict[str, Any]:
    """What each step of the migrations makes of what was stored before it: `stored()` of the samples tells that.

    `stored()` gives a mapping of keys to facts for each step, oldest first; items are not tried.
    """
    duty, samples = _duty(asked), _samples(asked)
    stored = list(_called(samples, "stored") or [])
    watch = Watch(asked["root"], asked["scratch"])
    unlike: list[tuple[int, str]] = []
    missing = [
        number for number, step in enumerate(duty.migrations) if step.fact and not any(stored[number : number + 1])
    ]
    for number, facts in enumerate(stored[: len(duty.migrations)]):
        for key, value in dict(facts).items():
            with watch.over(reads_too=True, clock_too=True):
                ends = [_brought(duty, number, str(key), value) for _ in range(2)]
            if ends[0] != ends[1]:
                unlike.append((number, str(key)[:100]))
    return {"steps": len(duty.migrations), "missing": missing, "noticed": watch.seen, "unlike": unlike}


def _brought(duty: Duty[Any, Any], first: int, key: str, value: Any) -> bytes:
    """A fact as all steps from this one on leave it, as JSON."""
    # Each time from a copy: a step may change in place what it was given.
    fact = orjson.loads(orjson.dumps(value))
    for step in duty.migrations[first:]:
        if step.fact is not None and fact is not None:
            fact = step.fact(key, fact)
    return orjson.dumps(fact, option=orjson.OPT_SORT_KEYS)


# ── samples ───────────────────────────────────────────────────────────────────────────────────────────────


def _duty(asked: Mapping[str, Any]) -> Duty[Any, Any]:
    module = importlib.import_module(asked["module"])
    duty: Duty[Any, Any] = getattr(module, asked["attribute"])
    return duty


def _samples(asked: Mapping[str, Any]) -> Any:
    place = importlib.util.spec_from_file_location("facts", asked["samples"])
    if place is None or place.loader is None:
        raise ImportError(asked["samples"])
    module = importlib.util.module_from_spec(place)
    place.loader.exec_module(module)
    return module


def _called(samples: Any, name: str) -> Any:
    found = getattr(samples, name, None)
    return found() if callable(found) else None


def _settings(duty: Duty[Any, Any], samples: Any) -> Any:
    given = _called(samples, "settings")
    return duty.settings() if given is None else given


def _facts(samples: Any) -> list[Any]:
    return list(_called(samples, "facts") or [])[:_MOST_FACTS]


def _trials(make: Callable[[Path], Iterable[Trial]], folder: Path) -> list[Trial]:
    folder.mkdir(parents=True, exist_ok=True)
    return list(make(folder))


def _office_facts(value: Any) -> officebot.sdk.OfficeFacts | None:
    if isinstance(value, officebot.sdk.OfficeFacts):
        return value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        for one in dataclasses.fields(value):
            if (found := getattr(value, one.name)) is not None and isinstance(found, officebot.sdk.OfficeFacts):
                return found
    return None


def _moved(value: Any, by: timedelta) -> Any:
    """The facts with the same world a little later: only what is called `now` has moved."""
    if not dataclasses.is_dataclass(value) or isinstance(value, type):
        return value
    changes = {
        one.name: getattr(value, one.name) + by
        for one in dataclasses.fields(value)
        if one.init and one.name == "now" and isinstance(getattr(value, one.name), datetime)
    }
    nested = {
        one.name: _moved(getattr(value, one.name), by)
        for one in dataclasses.fields(value)
        if one.init and one.name in ("trigger",)
    }
    return dataclasses.replace(value, **changes, **nested)


# ── what was proposed ─────────────────────────────────────────────────────────────────────────────────────


def _proposal(one: Proposal) -> dict[str, Any]:
    return {
        "key": one.key,
        "title": {language: one.title.render(language) for language in LANGUAGES},
        "reason": {language: one.reason.render(language) for language in LANGUAGES},
        "reasons": [{language: reason.what.render(language) for language in LANGUAGES} for reason in one.reasons],
        "quotes": [[reason.quote, reason.source, reason.weight] for reason in one.reasons],
        "consequences": [{language: each.render(language) for language in LANGUAGES} for each in one.consequences],
        "actions": [[action.kind, kinds.to_json(action)] for action in one.actions],
        "owner": one.owner, "confidential": one.confidential, "amount": str(one.amount), "must_ask": one.must_ask,
    }  # fmt: skip


def _misused(duty: Duty[Any, Any], base: Sequence[Any], settings: Any, words: str) -> Iterator[tuple[str, str]]:
    for one in base:
        yield from _misuse(duty.decide(with_words(one, words), settings))


def _misuse(proposals: Iterable[Proposal]) -> Iterator[tuple[str, str]]:
    """Words from outside where none may stand: in the source of a sentence, in a path, in a key's lines."""
    for one in proposals:
        texts = [one.title, one.reason, *one.consequences, *(reason.what for reason in one.reasons)]
        yield from (("sentence", text.source[:80]) for text in texts if MARK in text.source)
        for action in one.actions:
            for name, value in kinds.to_json(action).items():
                if name in _PATHS and isinstance(value, str) and MARK in value and "/.." in value:
                    yield "path", f"{action.kind}.{name}"
        _proposal(one)


def _try(faults: list[tuple[str, str]], work: Callable[[], Iterable[tuple[str, str]]], root: str, what: str) -> None:
    try:
        faults.extend(one for one in work() if one not in faults)
    except Exception as error:  # noqa: BLE001 - whatever a plugin raises is what is looked for
        faults.append(("raised", f"{what}: {fault(error, root)}"))


def _recognised(look: Callable[[], Iterable[Claim]]) -> list[tuple[str, str]]:
    """Words from outside that a claim says as its own sentence."""
    texts = [reason.what for claim in look() for reason in claim.reasons]
    return [("sentence", text.source[:80]) for text in texts if MARK in text.source]


def _growth(duty: Duty[Any, Any], base: Sequence[Any], settings: Any) -> dict[str, float]:
    """Seconds of CPU time for words of 20,000 and of 80,000 signs: four times as long for what is linear."""
    told = {}
    for signs in (20_000, 80_000):
        began = time.process_time()
        for one in base[:5]:
            list(duty.decide(with_words(one, "a1 -" * (signs // 4)), settings))
        told[str(signs)] = time.process_time() - began
    return told


# ── actions ───────────────────────────────────────────────────────────────────────────────────────────────


def _once(trial: Trial, previews: list[dict[str, str]]) -> Iterator[tuple[str, str]]:
    performer, action = trial.performer, trial.action
    before = trial.look()
    prepared = performer.prepare(action)
    if trial.look() != before:
        yield "prepare", action.kind
    previews.append({language: prepared.preview.render(language) for language in LANGUAGES} | {"kind": action.kind})
    job = Job(id=1, key=f"trial:{action.kind}", action=prepared.action, blobs=prepared.blobs)
    if not isinstance(performer.was_done(job), NotDone):
        yield "was_done before", action.kind
    if not isinstance(performer.perform([job])[0], Done):
        yield "perform", action.kind
        return
    done = trial.look()
    if done == before:
        yield "look", action.kind
    # The process ended before the receipt was kept: what the performer says now is all that the engine has.
    looked = performer.was_done(job)
    if isinstance(looked, NotDone):
        yield "was_done", action.kind
    if performer.repeatable:
        performer.perform([job])
        if trial.look() != done:
            yield "twice", action.kind
    if action.kind in performer.irreversible:
        return
    receipt = looked.receipt if isinstance(looked, Done) else {}
    performer.undo([dataclasses.replace(job, receipt=receipt)])
    if trial.look() != before:
        yield "undo", action.kind
