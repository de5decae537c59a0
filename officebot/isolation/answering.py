"""What the service answers a plugin's questions: what its rights give, and nothing beside.

The plugin's process is believed in nothing: why it runs, who looks and which mails it was shown is known here. A mail's
papers are opened for mails that it was shown in the same run; private mails and appointments stay closed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol, TypeAlias, cast

from officebot.core.mail import MessageRef
from officebot.core.panels import ItemCount
from officebot.core.people import Contacts, People
from officebot.core.problems import Unavailable, UserError
from officebot.core.text import Text, say
from officebot.isolation.calendars import closed
from officebot.isolation.rights import Right, Rights, Sphere, host_of, is_own
from officebot.isolation.shapes import from_json, plain_json, to_json
from officebot.isolation.words import BadShape
from officebot.sdk import Item, Office, OfficeFacts, SeenMail, SeenProposal, Trigger, Viewer

#: So many mails a run may be shown; more no decision needs.
_MOST_SHOWN = 50_000
_MOST_NEST = 300
_LONGEST_WORD = 60


class Refusal(Exception):
    """The rights do not give this; the sentence says which right is missing."""

    def __init__(self, what: Text) -> None:
        self.what = what
        super().__init__(what.render())


class Fetching(Protocol):
    """An office that fetches pages for a plugin."""

    def fetch_from(self, url: str, hosts: Collection[str]) -> bytes:
        """The page at an https address of one of these hosts. Raises UserError or Unavailable."""
        ...


@dataclass(slots=True)
class Asked:
    """One call of a plugin, and what it may ask meanwhile: the office, its rights, why it runs or who looks."""

    office: Office
    rights: Rights
    duty: str
    trigger: Trigger | None = None
    viewer: Viewer | None = None
    #: The name of its package: templates that it brings are named by it.
    package: str = ""
    #: The mails that it was shown, by where they lie.
    shown: dict[MessageRef, SeenMail] = field(default_factory=dict)

    def knows(self, ref: MessageRef) -> bool:
        """Whether it was shown this mail."""
        mail = self.trigger.mail if self.trigger is not None else None
        return ref in self.shown or (mail is not None and mail.ref == ref)

    def answer(self, name: str, args: list[Any], named: dict[str, Any]) -> Mapping[str, Any]:
        """The frame to send back to a question."""
        method = _METHODS.get(name)
        try:
            if method is None:
                raise Refusal(say("The duty “{duty}” asked for “{name}”, which an office does not have.",
                                  duty=self.duty, name=name[:80]))  # fmt: skip
            return {"answer": to_json(method(self, *_arguments(name, args), **_named(name, named)))}
        except Refusal as refusal:
            return {"refused": to_json(refusal.what)}
        except UserError as error:
            return {"refused": to_json(error.problems[0].what)}
        except Unavailable as lost:
            return {"lost": to_json(lost.what)}
        except OSError:
            # Not there, a folder, closed to officebot itself, or a name that no disk takes.
            return {"missing": "no such file"}
        except (BadShape, TypeError, ValueError, LookupError, OverflowError):
            # A day beyond all calendars, a text with NUL in it, a name that leads nowhere: what was asked for is at fault.
            return {
                "refused": to_json(say("The duty “{duty}” asked in a way that nobody understands.", duty=self.duty))
            }

    def lacks(self, right: Right) -> Refusal:
        """What is said where a right is missing."""
        return Refusal(say("The duty “{duty}” has no right “{right}”: “officebot plugin show” lists what it has.",
                           duty=self.duty, right=str(right)))  # fmt: skip

    def seen(self, found: Iterable[SeenMail]) -> list[SeenMail]:
        """Those of the mails that may be seen, remembered as shown."""
        shown = [one for one in found if self.rights.may_see(one.ref)]
        if len(self.shown) + len(shown) > _MOST_SHOWN:
            raise Refusal(say("The duty “{duty}” asked for more mails than one run is shown.", duty=self.duty))
        self.shown |= {one.ref: one for one in shown}
        return shown


# ── mails ─────────────────────────────────────────────────────────────────────────────────────────────────


def _mails(asked: Asked, since: datetime, until: datetime) -> Any:
    _needs_mail(asked)
    return asked.seen(asked.office.mails(since, until))


def _sent(asked: Asked, since: datetime, until: datetime) -> Any:
    _needs_mail(asked)
    return asked.seen(asked.office.sent(since, until))


def _arrived(asked: Asked) -> Any:
    _needs_mail(asked)
    return asked.seen(asked.office.arrived(asked.trigger)) if asked.trigger is not None else []


def _claims(asked: Asked, kind: str, since: datetime, until: datetime) -> Any:
    _needs_mail(asked)
    found = asked.office.claims(kind, since, until)
    shown = {one.ref for one in asked.seen(mail for mail, _ in found)}
    return [(mail, claim) for mail, claim in found if mail.ref in shown]


def _needs_mail(asked: Asked) -> None:
    if not asked.rights.of(Sphere.MAIL):
        raise asked.lacks(Right(Sphere.MAIL, "…"))


def _shown(asked: Asked, ref: MessageRef) -> SeenMail:
    """The mail that was shown there, as the ledger tells of it: what the plugin says of it counts for nothing."""
    mail = asked.shown.get(ref)
    if mail is None:
        raise Refusal(say("The duty “{duty}” asked for a mail that it was not shown in this run.", duty=asked.duty))
    return mail


def _papers(asked: Asked, ref: MessageRef) -> Any:
    return asked.office.papers(_shown(asked, ref))


def _invoices(asked: Asked, ref: MessageRef) -> Any:
    return asked.office.invoices(_shown(asked, ref))


def _notes(asked: Asked, ref: MessageRef) -> Any:
    return asked.office.notes(_shown(asked, ref))


# ── proposals and items ───────────────────────────────────────────────────────────────────────────────────


def _proposals(asked: Asked, states: Sequence[str], since: datetime | None) -> Any:
    return _own(asked, asked.office.proposals(states, since))


def _decided(asked: Asked, since: datetime) -> Any:
    return _own(asked, asked.office.decided(since))


def _proposals_for(asked: Asked, duty: str, most: int) -> Any:
    if asked.viewer is None or duty != asked.duty:
        return 0, ()
    count, found = asked.office.proposals_for(asked.viewer, asked.duty, min(max(most, 0), _MOST_NEST))
    return count, _own(asked, found)


def _own(asked: Asked, found: Iterable[SeenProposal]) -> list[SeenProposal]:
    """The duty's own proposals, under the keys that it gave them."""
    head = key_of(asked.duty, "")
    return [
        replace(one, key=one.key.removeprefix(head))
        for one in found
        if one.duty == asked.duty
    ]  # fmt: skip


def key_of(duty: str, key: str) -> str:
    """A proposal's key as the ledger has it: no plugin can take the place of what another duty proposed."""
    return f"plugin/{duty}/{key}"


def _items(asked: Asked, kind: str | None, state: str) -> Any:
    if kind is not None:
        return asked.office.items(_readable(asked, kind), state)
    return [one for one in asked.office.items(None, state) if _may_read_item(asked, one.kind)]


def _items_for(asked: Asked, kinds: Sequence[str], most: int, *, order: str = "", **narrower: Any) -> Sequence[Item]:
    viewer, wanted = _looks_at(asked, kinds, narrower)
    return asked.office.items_for(
        viewer, wanted, min(max(most, 0), _MOST_NEST), order=_word(asked, order), **narrower
    )


def _count_items_for(
    asked: Asked, kinds: Sequence[str], *, word: str = "", **narrower: Any
) -> Sequence[ItemCount]:  # fmt: skip
    viewer, wanted = _looks_at(asked, kinds, narrower)
    return asked.office.count_items_for(viewer, wanted, word=_word(asked, word), **narrower)


def _looks_at(asked: Asked, kinds: Sequence[str], narrower: Mapping[str, Any]) -> tuple[Viewer, list[str]]:
    """Who looks, and the kinds, which may be read."""
    if asked.viewer is None:
        raise Refusal(say("The duty “{duty}” asked for what somebody may see, and nobody looks.", duty=asked.duty))
    if "\0" in narrower.get("keys", ""):
        raise BadShape("a key that holds NUL")
    return asked.viewer, [_readable(asked, one) for one in kinds]


def _word(asked: Asked, word: str) -> str:
    """A key of a source: it becomes a part of a statement, and is a plain word or nothing."""
    if word and not (word.isascii() and word.isidentifier() and len(word) <= _LONGEST_WORD):
        raise Refusal(say("The duty “{duty}” asked for items by what is no plain word.", duty=asked.duty))
    return word


def _changed(asked: Asked, kind: str, since: datetime) -> Any:
    return asked.office.changed(_readable(asked, kind), since)


def _may_read_item(asked: Asked, kind: str) -> bool:
    return is_own(kind, asked.duty) or asked.rights.may_note(kind)


def _readable(asked: Asked, kind: str) -> str:
    if not _may_read_item(asked, kind):
        raise asked.lacks(Right(Sphere.ITEM, kind[:100]))
    return kind


def _remembered(asked: Asked, namespace: str, key: str) -> Any:
    if not is_own(namespace, asked.duty):
        raise Refusal(say("The duty “{duty}” asked for what another duty remembers.", duty=asked.duty))
    return asked.office.remembered(asked.duty, key)


def _all_remembered(asked: Asked, namespace: str) -> Any:
    if not is_own(namespace, asked.duty):
        raise Refusal(say("The duty “{duty}” asked for what another duty remembers.", duty=asked.duty))
    return cast(Any, asked.office).all_remembered(asked.duty)


def _code(asked: Asked, what: str) -> str:
    return asked.office.code(f"plugin/{asked.duty}/{what[:500]}")


# ── workbooks, calendars, files, pages ────────────────────────────────────────────────────────────────────


def _workbook(asked: Asked, name: str) -> Any:
    return asked.office.workbook(_usable(asked, name))


def _sheets(asked: Asked, name: str) -> Any:
    return asked.office.sheets(_usable(asked, name))


def _usable(asked: Asked, name: str) -> str:
    if not asked.rights.may_use_workbook(name):
        raise asked.lacks(Right(Sphere.WORKBOOK, name[:100]))
    return name


def _calendars(asked: Asked, of: Sequence[str] | None) -> Any:
    _needs_calendars(asked)
    return [closed(one) for one in asked.office.calendars(of)]


def _rooms(asked: Asked) -> Any:
    _needs_calendars(asked)
    return asked.office.rooms()


def _promised(asked: Asked) -> Any:
    _needs_calendars(asked)
    return asked.office.promised()


def _needs_calendars(asked: Asked) -> None:
    if not asked.rights.calendars:
        raise asked.lacks(Right(Sphere.CALENDARS))


def _notes_in(asked: Asked, folder: str) -> Any:
    _open(asked, f"{folder}/x")
    return asked.office.notes_in(folder)


def _word_document(asked: Asked, path: str) -> Any:
    return asked.office.word_document(_open(asked, path))


def _read_file(asked: Asked, path: str) -> Any:
    return asked.office.read_file(_open(asked, path))


def _open(asked: Asked, path: str) -> str:
    if not asked.rights.may_read_file(path):
        raise asked.lacks(Right(Sphere.FILE, path[:100]))
    return path


def _fetch(asked: Asked, url: str) -> bytes:
    host = host_of(url)
    if not asked.rights.may_fetch_from(host):
        raise asked.lacks(Right(Sphere.NETWORK, host[:100]))
    return cast(Fetching, asked.office).fetch_from(url, asked.rights.of(Sphere.NETWORK))


def _closed(asked: Asked, *_: Any) -> Any:
    raise Refusal(say("The duty “{duty}” asked for what no plugin is given: the desk, the ledger's rows, other duties' words.",
                      duty=asked.duty))  # fmt: skip


# ── how they are asked ────────────────────────────────────────────────────────────────────────────────────

_Maybe: Any = datetime | None
_Words: Any = tuple[str, ...]
_METHODS: Mapping[str, Callable[..., Any]] = {
    "mails": _mails, "sent": _sent, "arrived": _arrived, "claims": _claims, "papers": _papers, "invoices": _invoices,
    "notes": _notes, "proposals": _proposals, "decided": _decided, "proposals_for": _proposals_for, "items": _items,
    "items_for": _items_for,
    "count_items_for": _count_items_for, "changed": _changed, "remembered": _remembered, "all_remembered": _all_remembered,
    "code": _code, "workbook": _workbook,
    "sheets": _sheets, "calendars": _calendars, "rooms": _rooms, "promised": _promised, "notes_in": _notes_in,
    "word_document": _word_document, "read_file": _read_file, "fetch": _fetch, "health": _closed, "desk": _closed,
    "stored_rows": _closed, "reported": _closed,
}  # fmt: skip
_TYPES: Mapping[str, tuple[Any, ...]] = {
    "mails": (datetime, datetime), "sent": (datetime, datetime), "arrived": (), "claims": (str, datetime, datetime),
    "papers": (MessageRef,), "invoices": (MessageRef,), "notes": (MessageRef,), "proposals": (_Words, _Maybe),
    "decided": (datetime,), "proposals_for": (str, int), "items": (str | None, str), "items_for": (_Words, int),
    "count_items_for": (_Words,),
    "changed": (str, datetime), "remembered": (str, str), "all_remembered": (str,), "code": (str,), "workbook": (str,),
    "sheets": (str,),
    "calendars": (tuple[str, ...] | None,), "rooms": (), "promised": (), "notes_in": (str,), "word_document": (str,),
    "read_file": (str,), "fetch": (str,),
}  # fmt: skip
_NARROWER: Mapping[str, Any] = {"is_book": bool, "until": _Maybe, "is_mine": bool, "keys": str}
_NAMED: Mapping[str, Mapping[str, Any]] = {
    "items_for": {**_NARROWER, "order": str}, "count_items_for": {**_NARROWER, "word": str},
}  # fmt: skip
_Arguments: TypeAlias = list[Any]


def _arguments(name: str, args: _Arguments) -> _Arguments:
    wanted = _TYPES.get(name)
    if wanted is None:
        return []
    if len(args) != len(wanted):
        raise BadShape("too few or too many")
    return [_aware(from_json(cast(Any, one), each)) for one, each in zip(wanted, args, strict=True)]


def _named(name: str, named: Mapping[str, Any]) -> dict[str, Any]:
    wanted = _NAMED.get(name, {})
    return {key: _aware(from_json(wanted[key], one)) for key, one in named.items() if key in wanted}


def _aware(value: Any) -> Any:
    if isinstance(value, datetime) and value.tzinfo is None:
        raise BadShape("a time that says no zone")
    return value


def facts_for(facts: OfficeFacts) -> Any:
    """Who is who and when the office works, as every plugin is told: no accounts at banks, no logins, no lessons."""
    people = People((replace(one, login=None) for one in facts.people.all), facts.people.aliases)
    contacts = Contacts(replace(one, iban="", phone="") for one in facts.contacts.all)
    return to_json(replace(facts, people=people, contacts=contacts, learned=None))


def settings_for(settings: Any) -> Any:
    """A duty's settings as JSON: what the office wrote, so that the plugin's own model adds its defaults."""
    return plain_json(settings.model_dump(mode="json", by_alias=True, exclude_unset=True))
