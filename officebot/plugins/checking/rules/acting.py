"""A plugin's own actions: done once, taken back wholly, shown before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from officebot.core.text import LANGUAGES, Text, say
from officebot.plugins.checking.asking import answers, told, trouble, without_samples
from officebot.plugins.checking.holding import NoAnswer
from officebot.plugins.checking.model import Found, Grade, Rule, failed_by, not_applicable, passed
from officebot.plugins.checking.rules.deciding import unreadable
from officebot.plugins.checking.subject import Subject

_OF_ONCE = {
    "prepare": say("Preparing the action already changed the world."),
    "was_done before": say("Asked before it was done, it does not say that it was not."),
    "perform": say("The action was not done."),
    "look": say("The trial’s picture of the world shows no difference after the action."),
    "was_done": say("After its process ended, it says that what was done was not: it would be done twice."),
    "twice": say("It is called repeatable, and doing it twice leaves another world than doing it once."),
    "raised": say("It raised an error."),
}
_OF_UNDO = {"undo": say("After it was taken back, the world is not as it was.")}


def acts_once(subject: Subject) -> Found:
    """Each own action done, ended before its receipt, asked about and done again has one effect."""
    return _of_trials(subject, _once)


def takes_back(subject: Subject) -> Found:
    """Each own action taken back leaves the world as it was."""
    return _of_trials(subject, _undone)


def previews(subject: Subject) -> Found:
    """What a person sees of each own action is a sentence in both languages."""
    return _of_trials(subject, _previewed)


def _of_trials(subject: Subject, faults_of: Any) -> Found:
    own = [duty for duty in subject.entries if (known := told(subject, duty)) and "performers" in known["has"]]
    if not own:
        return not_applicable(say("It brings no action of its own."))
    if (missing := without_samples(subject)) is not None:
        return missing
    faults: list[Text] = []
    tried = 0
    for duty in own:
        said = answers(subject).tried(duty, "perform")
        if (why := trouble(said, duty)) is not None:
            faults.append(why)
            continue
        assert not isinstance(said, NoAnswer)
        tried += len(said["tried"])
        faults += faults_of(duty, said)
    return failed_by(faults) if faults else passed(say("actions tried: {count}", count=tried))


def _once(duty: str, said: Mapping[str, Any]) -> Iterator[Text]:
    for kind in sorted(set(said["own"]) - set(said["tried"])):
        yield say("{duty}: no trial carries out “{kind}”.", duty=duty, kind=kind)
    for fault, kind in said["faults"]:
        if fault in _OF_ONCE:
            yield say("{duty}, {kind}: {fault}", duty=duty, kind=kind[:200], fault=_OF_ONCE[fault])


def _undone(duty: str, said: Mapping[str, Any]) -> Iterator[Text]:
    for fault, kind in said["faults"]:
        if fault in _OF_UNDO:
            yield say("{duty}, {kind}: {fault}", duty=duty, kind=kind[:200], fault=_OF_UNDO[fault])


def _previewed(duty: str, said: Mapping[str, Any]) -> Iterator[Text]:
    for preview in said["previews"]:
        for language in LANGUAGES:
            if (fault := unreadable(preview[language])) is not None:
                yield say("{duty}: {fault} “{words}”", duty=duty, fault=fault, words=preview[language][:80])


RULES = (
    Rule(
        id="acts-once",
        grade=Grade.SILVER,
        asks=say("An action of its own has one effect, also when its process ends in the middle."),
        why=say("Officebot promises that nothing is done twice."),
        mend=say("Let “was_done” look at the world itself, and make doing it again harmless where that can be."),
        look=acts_once,
    ),
    Rule(
        id="takes-back",
        grade=Grade.SILVER,
        asks=say("An action of its own that is taken back leaves the world as it was."),
        why=say("Every yes may be taken back, with one click."),
        mend=say(
            "Keep in the receipt what stood there before, and put it back; else name the kind in “irreversible”."
        ),
        look=takes_back,
    ),
    Rule(
        id="previews",
        grade=Grade.SILVER,
        asks=say("What is shown of an action before the yes is a sentence in both languages."),
        why=say("Nobody may be asked to agree to what cannot be read."),
        mend=say("Make the preview by “say”, with what will change in it."),
        look=previews,
    ),
)
