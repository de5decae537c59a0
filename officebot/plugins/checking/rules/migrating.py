"""What an older version of a plugin stored is brought to this one."""

from __future__ import annotations

from officebot.core.text import Text, say
from officebot.plugins.checking.asking import answers, noticed, told, trouble, without_samples
from officebot.plugins.checking.holding import NoAnswer
from officebot.plugins.checking.model import Found, Grade, Rule, failed_by, not_applicable, passed
from officebot.plugins.checking.subject import Subject


def migrates(subject: Subject) -> Found:
    """Each step of the migrations takes what the version before it stored, twice to the same end, and looks at nothing else."""
    having = [duty for duty in subject.entries if (known := told(subject, duty)) and "migrations" in known["has"]]
    if not having:
        return not_applicable(say("It has no migration."))
    if (missing := without_samples(subject)) is not None:
        return missing
    faults: list[Text] = []
    steps = 0
    for duty in having:
        said = answers(subject).tried(duty, "migrate")
        if (why := trouble(said, duty)) is not None:
            faults.append(why)
            continue
        assert not isinstance(said, NoAnswer)
        steps += said["steps"]
        faults += [say("{duty}: no sample tells what version {number} stored.", duty=duty, number=number)
                   for number in said["missing"]]  # fmt: skip
        faults += noticed(duty, said["noticed"])
        faults += [say("{duty}: what version {number} stored under “{key}” comes to something else each time.", duty=duty,
                       number=number, key=key) for number, key in said["unlike"]]  # fmt: skip
    return failed_by(faults) if faults else passed(say("steps tried: {count}", count=steps))


RULES = (
    Rule(
        id="migrates",
        grade=Grade.SILVER,
        asks=say("Each step of its migrations takes what the version before it stored."),
        why=say("Where a step fails, the duty stands still in every office that upgrades."),
        mend=say(
            "Give samples: “stored()” in “tests/facts.py”, a mapping of keys to facts for each step, the oldest first."
        ),
        look=migrates,
    ),
)
