"""A decision is pure, the same everywhere, and known again by its key; what it says can be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from officebot.core.text import LANGUAGES, Text, say
from officebot.plugins.checking.asking import answers, noticed, trouble, without_samples
from officebot.plugins.checking.holding import NoAnswer
from officebot.plugins.checking.model import Found, Grade, Rule, failed_by, passed
from officebot.plugins.checking.subject import Subject

#: A title or reason longer than this is not read.
MOST_SIGNS = 400


def decides_purely(subject: Subject) -> Found:
    """While it decides it asks no clock, opens no file and no connection and takes no chance: seen while it runs."""
    return _of_each(subject, lambda duty, said, _: noticed(duty, said["noticed"]))


def decides_alike(subject: Subject) -> Found:
    """The same facts give the same proposals in another process with other hashes."""
    return _of_each(subject, _unlike)


def keeps_keys(subject: Subject) -> Found:
    """A little later the same world is proposed by the same keys, each once a run."""
    return _of_each(subject, _moving_keys)


def speaks_readably(subject: Subject) -> Found:
    """Titles, reasons and consequences are sentences for people, in both languages."""
    return _of_each(subject, _unreadable)


def _of_each(subject: Subject, faults_of: Any) -> Found:
    if (missing := without_samples(subject)) is not None:
        return missing
    faults: list[Text] = []
    proposals = 0
    for duty in subject.entries:
        said = answers(subject).tried(duty, "decide")
        if (why := trouble(said, duty)) is not None:
            faults.append(why)
            continue
        assert not isinstance(said, NoAnswer)
        if not any(said["proposals"]):
            faults.append(say("{duty}: no sample leads to a proposal, so that nothing is shown.", duty=duty))
        proposals += sum(map(len, said["proposals"]))
        faults += faults_of(duty, said, subject)
    return failed_by(faults) if faults else passed(say("proposals looked at: {count}", count=proposals))


def _unlike(duty: str, said: Mapping[str, Any], subject: Subject) -> Iterator[Text]:
    again = answers(subject).tried(duty, "decide", seed="4711")
    if (why := trouble(again, duty)) is not None:
        yield why
        return
    assert not isinstance(again, NoAnswer)
    for first, second in zip(said["proposals"], again["proposals"], strict=True):
        if orjson.dumps(first, option=orjson.OPT_SORT_KEYS) != orjson.dumps(second, option=orjson.OPT_SORT_KEYS):
            yield say("{duty}: another run of the same facts proposed something else.", duty=duty)
            return


def _moving_keys(duty: str, said: Mapping[str, Any], _: Subject) -> Iterator[Text]:
    for proposals, later in zip(said["proposals"], said["later_keys"], strict=True):
        keys = [one["key"] for one in proposals]
        for key, moved in zip(keys, later, strict=False):
            if key != moved:
                yield say(
                    "{duty}: 37 seconds later the key “{key}” is “{moved}”.",
                    duty=duty,
                    key=key[:100],
                    moved=moved[:100],
                )
        if len(set(keys)) < len(keys):
            yield say("{duty}: two proposals of one run have the same key.", duty=duty)
        if any(not key.strip() or len(key) > 300 for key in keys):
            yield say("{duty}: a key is empty, or longer than 300 signs.", duty=duty)


def _unreadable(duty: str, said: Mapping[str, Any], _: Subject) -> Iterator[Text]:
    for proposal in (one for some in said["proposals"] for one in some):
        if not proposal["reason"]["en"].strip():
            yield say(
                "{duty}: the proposal “{title}” gives no reason.", duty=duty, title=proposal["title"]["en"][:80]
            )
        for told in (proposal["title"], *([proposal["reason"]] if proposal["reason"]["en"] else []), *proposal["reasons"],
                     *proposal["consequences"]):  # fmt: skip
            for language in LANGUAGES:
                if (fault := unreadable(told[language])) is not None:
                    yield say("{duty}: {fault} “{words}”", duty=duty, fault=fault, words=told[language][:80])


def unreadable(words: str) -> Text | None:
    """What keeps a person from reading these words as a sentence; None where nothing does."""
    if not words.strip():
        return say("Empty:")
    if len(words) > MOST_SIGNS:
        return say("Longer than {count} signs:", count=MOST_SIGNS)
    if " object at 0x" in words or "datetime.datetime(" in words or "Decimal(" in words or "<class " in words:
        return say("It shows the inside of a program:")
    if "{" in words and "}" in words:
        return say("A place was left unfilled:")
    return None


RULES = (
    Rule(
        id="decides-purely",
        grade=Grade.BRONZE,
        asks=say("“decide” looks at its facts alone: no clock, file, connection, process or chance while it runs."),
        why=say("Only then can a person be told why, and a test show it."),
        mend=say("Read it in “observe” and hand it on in the facts, the time included."),
        look=decides_purely,
    ),
    Rule(
        id="decides-alike",
        grade=Grade.BRONZE,
        asks=say("The same facts give the same proposals in every process."),
        why=say("Content that changes by itself is asked about anew each time."),
        mend=say("Sort what comes out of sets and folders before you use it."),
        look=decides_alike,
    ),
    Rule(
        id="stable-keys",
        grade=Grade.BRONZE,
        asks=say("The key of a proposal stays the same while the matter is the same."),
        why=say("By its key a proposal is made once, and stays silent after a no."),
        mend=say(
            "Make the key of what the matter is: a mail’s mark, a number, the day it is due; never of the time of the run."
        ),
        look=keeps_keys,
    ),
    Rule(
        id="readable",
        grade=Grade.SILVER,
        asks=say("Titles, reasons and consequences are short sentences in both languages."),
        why=say("A yes is only worth what was read before it."),
        mend=say("Give each proposal a title and a reason by “say”, with values that people know."),
        look=speaks_readably,
    ),
)
