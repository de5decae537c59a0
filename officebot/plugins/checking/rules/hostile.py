"""Words from outside do no harm."""

from __future__ import annotations

from officebot.core.text import Text, say
from officebot.plugins.checking.asking import answers, trouble, without_samples
from officebot.plugins.checking.holding import NoAnswer
from officebot.plugins.checking.model import Found, Grade, Rule, failed_by, passed
from officebot.plugins.checking.subject import Subject

#: Four times the signs may take so many times as long.
MOST_GROWTH = 8.0
#: What takes less than this is not compared, in seconds of CPU time.
_TOO_SHORT = 0.05
_SAID = {
    "raised": say("It raises an error:"),
    "sentence": say("Words from outside are the source of a sentence:"),
    "path": say("Words from outside lead out of a folder:"),
}


def bears_hostile_words(subject: Subject) -> Found:
    """With hostile subjects, names and texts in its samples it neither fails nor passes them on raw, nor grows slow."""
    if (missing := without_samples(subject)) is not None:
        return missing
    faults: list[Text] = []
    for duty in subject.entries:
        said = answers(subject).tried(duty, "hostile")
        if (why := trouble(said, duty)) is not None:
            faults.append(why)
            continue
        assert not isinstance(said, NoAnswer)
        faults += [
            say("{duty}: {fault} {what}", duty=duty, fault=_SAID[kind], what=what) for kind, what in said["faults"]
        ]
        short, long = said["growth"]["20000"], said["growth"]["80000"]
        if long > _TOO_SHORT and long > MOST_GROWTH * short:
            faults.append(
                say("{duty}: four times the words take {times} times as long.", duty=duty, times=round(long / short))
            )
    return failed_by(faults) if faults else passed()


RULES = (
    Rule(
        id="hostile-words",
        grade=Grade.SILVER,
        asks=say(
            "Hostile words in mails, names and titles do no harm: no error, no path, no sentence is made of them."
        ),
        why=say("Anybody may write to the office."),
        mend=say("Hand words from outside on as values of “say”, and never build a path of them."),
        look=bears_hostile_words,
    ),
)
