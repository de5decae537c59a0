"""A duty is loaded quietly and quickly, is what it says it is, and its settings explain themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from officebot.core.text import Text, quoted, say
from officebot.plugins.checking.asking import answers, noticed, told, trouble
from officebot.plugins.checking.holding import NoAnswer
from officebot.plugins.checking.model import Found, Grade, Rule, failed_by, passed
from officebot.plugins.checking.subject import Subject

#: CPU time for the import of a duty beyond that of the SDK, in seconds.
MOST_SECONDS = 0.050
#: What the probe's plain work takes on a usual machine; on one that is slower, or busy, the import takes longer as well.
USUAL_SECONDS = 0.006


def loads_quietly(subject: Subject) -> Found:
    """Importing it opens no file for writing, no connection, no process, no thread; it prints and changes nothing."""
    faults: list[Text] = []
    for duty in subject.entries:
        first = answers(subject).loads(duty)[0]
        if (why := trouble(first, duty)) is not None:
            faults.append(why)
            continue
        assert not isinstance(first, NoAnswer)
        faults += noticed(duty, first["noticed"])
        if first["threads"]:
            faults.append(say("{duty}: it leaves {count} threads running.", duty=duty, count=first["threads"]))
        if first["printed"]:
            faults.append(say("{duty}: it prints something.", duty=duty))
    return failed_by(faults)


def loads_fast(subject: Subject) -> Found:
    """The import takes at most 50 ms of CPU time beyond the SDK's own, the best of several; told for a usual machine."""
    faults: list[Text] = []
    figures: list[Text] = []
    for duty in subject.entries:
        times = [
            one["cpu"] / max(one["plain"] / USUAL_SECONDS, 1)
            for one in answers(subject).loads(duty)[1:]
            if not isinstance(one, NoAnswer) and "cpu" in one
        ]
        if not times:
            faults.append(say("{duty}: it cannot be loaded.", duty=duty))
            continue
        figure = say("{duty}: {count} ms", duty=duty, count=round(min(times) * 1000))
        (faults if min(times) > MOST_SECONDS else figures).append(figure)
    return failed_by(faults) if faults else passed(*figures)


def is_named(subject: Subject) -> Found:
    """The entry point names a `Duty` of the same name, with a title."""
    faults = []
    for duty in subject.entries:
        said = told(subject, duty)
        if said is None:
            first = answers(subject).loads(duty)[0]
            missing = say("{duty}: “{target}” is no Duty.", duty=duty, target=subject.entries[duty])
            faults.append(trouble(first, duty) or missing)
        elif said["name"] != duty:
            faults.append(say("{duty}: the duty calls itself “{name}”.", duty=duty, name=said["name"]))
        elif not said["title"]["en"].strip():
            faults.append(say("{duty}: it has no title.", duty=duty))
    return failed_by(faults)


def documents_settings(subject: Subject) -> Found:
    """Each setting has a description and a default, and what is no setting is refused."""
    faults: list[Text] = []
    for duty in subject.entries:
        if (said := told(subject, duty)) is None:
            faults.append(say("{duty}: it cannot be loaded.", duty=duty))
            continue
        if not said["forbids_extra"]:
            faults.append(say("{duty}: a misspelt setting would pass unseen.", duty=duty))
        if said["defaults"]:
            faults.append(say("{duty}: it has no defaults: {what}", duty=duty, what=quoted(said["defaults"])))
        faults += [say("{duty}: the setting “{name}” has no description.", duty=duty, name=name)
                   for name in _undescribed(said["settings"])]  # fmt: skip
    return failed_by(faults)


def _undescribed(schema: Mapping[str, Any]) -> Iterator[str]:
    """The properties without a description, those of nested tables too."""
    tables = [schema, *schema.get("$defs", {}).values()]
    for table in tables:
        for name, field in table.get("properties", {}).items():
            if not str(field.get("description", "")).strip():
                yield name


RULES = (
    Rule(
        id="loads-quietly",
        grade=Grade.BRONZE,
        asks=say("Importing it has no effect: no file, no connection, no process, no thread, nothing printed."),
        why=say("Officebot imports a duty when it starts; what happens then, nobody was asked about."),
        mend=say("Move what happens at import into “observe” or a performer."),
        look=loads_quietly,
    ),
    Rule(
        id="loads-fast",
        grade=Grade.BRONZE,
        asks=say("Importing it takes at most 50 ms of computing time beyond the SDK."),
        why=say("A hundred duties must not keep an office from starting."),
        mend=say("Import what is heavy inside the function that needs it."),
        look=loads_fast,
    ),
    Rule(
        id="is-named",
        grade=Grade.BRONZE,
        asks=say("The entry point leads to a duty of the same name, with a title."),
        why=say("People switch a duty on by its name, and read its title."),
        mend=say("Give the entry point and the duty the same name, and the duty a title."),
        look=is_named,
    ),
    Rule(
        id="documents-settings",
        grade=Grade.BRONZE,
        asks=say("Each setting has a description and a default; what is no setting is refused."),
        why=say("The assistant sets it up on a page that is made of these descriptions."),
        mend=say('Give each field “Field(default=…, description=…)” and the model “extra="forbid"”.'),
        look=documents_settings,
    ),
)
