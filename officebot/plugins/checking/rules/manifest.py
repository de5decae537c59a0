"""What a plugin asks for is what it uses."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from officebot.core.actions import Forget, Remember
from officebot.core.problems import UserError
from officebot.core.text import Text, say
from officebot.isolation import manifest
from officebot.isolation.rights import Rights, Sphere, kind_of, word_of
from officebot.plugins.checking.asking import answers, told
from officebot.plugins.checking.holding import NoAnswer
from officebot.plugins.checking.model import Found, Grade, Rule, failed_by, passed
from officebot.plugins.checking.subject import Subject
from officebot.sdk.added import added_after
from officebot.sdk.version import unsupported

#: What of the office a duty asks for by which name, and the right that this takes.
_READS: Mapping[str, Sphere] = {
    "mails": Sphere.MAIL, "arrived": Sphere.MAIL, "sent": Sphere.MAIL, "claims": Sphere.MAIL, "papers": Sphere.MAIL,
    "invoices": Sphere.MAIL, "notes": Sphere.MAIL,
    "calendars": Sphere.CALENDARS, "rooms": Sphere.CALENDARS,
    "workbook": Sphere.WORKBOOK, "sheets": Sphere.WORKBOOK,
    "read_file": Sphere.FILE, "word_document": Sphere.FILE, "notes_in": Sphere.FILE,
    "fetch": Sphere.NETWORK,
}  # fmt: skip
#: What a duty remembers is its own: no right is asked for it.
_OWN = frozenset({Remember.kind, Forget.kind})
_BY_TRIGGER = {"mail": Sphere.MAIL, "after": Sphere.MAIL, "file": Sphere.FILE}


def declares_itself(subject: Subject) -> Found:
    """`plugin.toml` lies in the package, can be read, and names the SDK's version."""
    try:
        said = manifest.read(subject.home)
    except UserError as error:
        return failed_by([problem.what for problem in error.problems])
    if not said.is_there:
        return failed_by([say("There is no plugin.toml in “{folder}”.", folder=subject.home.name)])
    if not said.sdk:
        return failed_by([say("The plugin.toml does not say for which version of the SDK it was written.")])
    if (why := unsupported(said.sdk)) is not None:
        return failed_by([why])
    if newer := list(_newer(subject, said.sdk)):
        return failed_by(newer)
    return passed(say("SDK {version}, rights: {rights}", version=said.sdk, rights=said.rights.written()))


def _newer(subject: Subject, version: str) -> Iterator[Text]:
    """What the sources take of the SDK that this version did not have: an older officebot would take the plugin and break."""
    for source in subject.sources:
        for node in ast.walk(source.tree):
            if not isinstance(node, ast.ImportFrom):
                continue
            for one in node.names:
                if (since := added_after(str(node.module), one.name, version)) is not None:
                    yield say(
                        "{file}:{line}: {name} came with version {version} of the SDK: write sdk = \"{version}\".",
                        file=source.path, line=node.lineno, name=one.name, version=since,
                    )  # fmt: skip


def asks_what_it_uses(subject: Subject) -> Found:
    """Each right that it uses is declared, and each that it declares is used: in its sources and in its samples."""
    try:
        rights = manifest.read(subject.home).rights
    except UserError:
        return failed_by([say("The plugin.toml cannot be read.")])
    return failed_by([*_missing(subject, rights), *_unused(subject, rights)])


def _missing(subject: Subject, rights: Rights) -> Iterator[Text]:
    for sphere, where in _used(subject).items():
        if not (rights.of(sphere) or (sphere is Sphere.CALENDARS and rights.calendars)):
            yield say("{where}: it takes a right “{right}”, and none is declared.", where=where,
                      right=manifest.KEYS[sphere])  # fmt: skip
    for kind, duty in _proposed(subject).items():
        if kind not in _OWN and not rights.may_propose(kind):
            yield say("{duty}: it proposes “{kind}”, and the right “{key}” lacks it.", duty=duty,
                      kind=word_of(kind), key=manifest.KEYS[Sphere.ACTION])  # fmt: skip


def _unused(subject: Subject, rights: Rights) -> Iterator[Text]:
    used, proposed = _used(subject), _proposed(subject)
    for sphere in (Sphere.MAIL, Sphere.WORKBOOK, Sphere.CALENDARS, Sphere.FILE, Sphere.NETWORK):
        declared = rights.calendars if sphere is Sphere.CALENDARS else bool(rights.of(sphere))
        # A mail is written from an account whose mails it may see.
        writes = sphere is Sphere.MAIL and any(kind.startswith("mail.") for kind in proposed)
        if declared and sphere not in used and not writes:
            yield say(
                "The right “{right}” is declared, and nothing in the sources uses it.", right=manifest.KEYS[sphere]
            )
    for word in rights.of(Sphere.ACTION):
        if kind_of(word) not in proposed:
            yield say("“{kind}” is declared among “{key}”, and no sample leads to such an action.", kind=word,
                      key=manifest.KEYS[Sphere.ACTION])  # fmt: skip


def _used(subject: Subject) -> dict[Sphere, str]:
    """The kinds of right that the sources or triggers take, each with the first place that does."""
    found: dict[Sphere, str] = {}
    for source in subject.sources:
        for node in ast.walk(source.tree):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            sphere = _READS.get(node.func.attr)
            if sphere is not None and isinstance(node.func.value, ast.Name) and node.func.value.id == "office":
                found.setdefault(sphere, f"{source.path}:{node.lineno}")
    for duty in subject.entries:
        said = told(subject, duty)
        if said is None:
            continue
        for trigger in said["triggers"]:
            if (by := _BY_TRIGGER.get(str(trigger).partition(" ")[0])) is not None:
                found.setdefault(by, duty)
        if {"recogniser", "sent_recogniser"} & set(said["has"]):
            found.setdefault(Sphere.MAIL, duty)
    return found


def _proposed(subject: Subject) -> dict[str, str]:
    """The kinds of action that the samples lead to, each with the duty that proposes it."""
    found: dict[str, str] = {}
    if subject.samples is None:
        return found
    for duty in subject.entries:
        said = answers(subject).tried(duty, "decide")
        if isinstance(said, NoAnswer) or "error" in said:
            continue
        for proposal in (one for some in said["proposals"] for one in some):
            found |= {kind: duty for kind, _ in proposal["actions"]}
    return found


RULES = (
    Rule(
        id="declares-itself",
        grade=Grade.BRONZE,
        asks=say(
            "A plugin.toml in its package names the version of the SDK that has all it uses, and the rights that it wants."
        ),
        why=say("Whoever installs it agrees to these rights; without them it sees next to nothing."),
        mend=say("Write a plugin.toml beside “__init__.py”, with “sdk” and a table [rights]."),
        look=declares_itself,
    ),
    Rule(
        id="fitting-rights",
        grade=Grade.BRONZE,
        asks=say("It declares the rights that it uses, and no others."),
        why=say("A right that nobody needs is only good for harm; one that is missing stops the duty."),
        mend=say("Add the right to the plugin.toml, or take it out; give a sample that leads to each action."),
        look=asks_what_it_uses,
    ),
)
