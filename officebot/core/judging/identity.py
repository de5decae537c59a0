"""Says whether a sender goes by a name that is somebody else's: a colleague's, a contact's, a well-known firm's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from officebot.core.expressions import expression
from officebot.core.facts import OfficeFacts
from officebot.core.judging.evidence import fold
from officebot.core.judging.lookalike import belongs_to, brand_in, registered
from officebot.core.mail import Address, Mail
from officebot.core.people import PUBLIC_DOMAINS, Contact, Contacts, People, Person

_ADDRESS = expression(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
# A name may come with a title or an office; both are dropped before it is compared.
_TITLES_WORDS = (
    "m mr mrs ms mme mlle madame monsieur dr me maitre prof sir pdg ceo cfo dg daf dir directeur directrice "
    "general president presidente chief executive officer managing director accounts accounting billing "
    "comptabilite compta facturation service client clients support sales finance the le la les de du des l d "
    "and et sa sas sarl ltd inc gmbh"
)
_TITLES = frozenset(_TITLES_WORDS.split())
_LETTERS_TOO_FEW = 7
_ROLE = expression(
    r" (?:hr|rh|ressources humaines|human resources|payroll|paie|it|help ?desk|service ?desk|informatique"
    r"|support (?:it|informatique)|admin|administrat(?:or|eur)|webmaster|postmaster|webmail|mail (?:server|system|admin|box)"
    r"|mailbox|messagerie|e ?mail (?:server|admin|support)|scan|scanner|copier|copieur|imprimante|printer|fax|voice ?mail"
    r"|it support) "
)
_LOOKS_OPEN = expression(r"mail|free|inbox|messagerie|webpost|boite|perso")


@dataclass(frozen=True, slots=True)
class Borrowed:
    """Whose name it is: "colleague", "contact", "brand" or "address", and how much that weighs."""

    kind: str
    whose: str
    weight: float


def borrowed_name(sender: Address, facts: OfficeFacts) -> Borrowed | None:
    """Whose name a sender from outside bears without being them; None for nearly all."""
    shown = sender.name
    if not shown:
        return _of_local_part(sender, facts.people)
    tokens = name_tokens(shown)
    if tokens and (person := _people_by_name(facts.people).get(tokens)) is not None:
        return Borrowed("colleague", person.name, 3)
    if (other := _shown_address(sender, facts)) is not None:
        return other
    if (contact := _contact_named(shown, tokens, facts.contacts)) is not None and not _is_of(contact, sender):
        return Borrowed("contact", contact.name, 2)
    brand = brand_in(shown) if sender.domain not in PUBLIC_DOMAINS or len(tokens) <= 3 else ""
    if brand and not belongs_to(sender.domain, brand):
        return Borrowed("brand", brand, 1.5)
    return _of_local_part(sender, facts.people)


def is_open_to_all(domain: str) -> bool:
    """Whether anybody may get an address there, as far as its name tells."""
    return domain in PUBLIC_DOMAINS or _LOOKS_OPEN.search(registered(domain).partition(".")[0]) is not None


def plays_a_role(name: str) -> bool:
    """Whether a name shown is that of a service or a machine that stands in the house."""
    return _ROLE.search(fold(name[:200]).flat) is not None


def names_a_colleague(words: Iterable[str], mail: Mail, people: People) -> str:
    """The surname of a colleague whom these words of a text name and to whom it was not sent; "" for none."""
    surnames = _surnames(people)
    named = surnames.keys() & words
    if not named:
        return ""
    written_to = {one.address for one in (*mail.to, *mail.cc)}
    return next((name for name in sorted(named) if surnames[name] not in written_to), "")


@lru_cache(maxsize=4096)
def name_tokens(name: str) -> frozenset[str]:
    """The words of a name without titles, accents and capitals, in no order."""
    return frozenset(fold(name[:200]).flat.split()) - _TITLES


def _shown_address(sender: Address, facts: OfficeFacts) -> Borrowed | None:
    """Another address in place of the name: the worse, the better that one is known."""
    found = _ADDRESS.search(sender.name[:300]) if "@" in sender.name else None
    if found is None:
        return None
    shown = found[0].lower()
    domain = shown.rpartition("@")[2]
    if shown == sender.address or registered(domain) == registered(sender.domain):
        return None
    is_known = facts.people.inside(shown) or facts.contacts.of_domain(shown) is not None
    return Borrowed("address", shown, 3 if is_known else 2)


def _of_local_part(sender: Address, people: People) -> Borrowed | None:
    """`h.marchand.dg@anywhere`: a colleague's own local part before another domain."""
    person = _person_of_local_part(sender.address.partition("@")[0], people)
    if person is None:
        return None
    is_first_name = bool(sender.name) and name_tokens(sender.name) <= name_tokens(person.name)
    return Borrowed("colleague", person.name, 2.5 if is_first_name else 1.5)


@lru_cache(maxsize=4096)
def _person_of_local_part(local: str, people: People) -> Person | None:
    if len(local) < _LETTERS_TOO_FEW:
        return None
    tokens = tuple(re.split(r"[._+-]", local[:64]))
    by_local_part = _people_by_local_part(people)
    ends = range(len(tokens), 1, -1)
    return next((by_local_part[tokens[:end]] for end in ends if tokens[:end] in by_local_part), None)


def _contact_named(shown: str, tokens: frozenset[str], contacts: Contacts) -> Contact | None:
    by_name = _contacts_by_name(contacts)
    if not by_name:
        return None
    if (contact := by_name.get(tokens)) is not None:
        return contact
    pieces = re.split(r"[|,:/()\[\]]| - | – | via ", shown[:200]) if len(tokens) > 1 else ()
    return next((found for piece in pieces if (found := by_name.get(name_tokens(piece))) is not None), None)


def _is_of(contact: Contact, sender: Address) -> bool:
    return sender.address in contact.addresses or any(
        registered(domain) == registered(sender.domain) for domain in contact.domains
    )


@lru_cache(maxsize=4)
def _people_by_name(people: People) -> Mapping[frozenset[str], Person]:
    """Each person by the words of the name, and by the initial with the surname."""
    found: dict[frozenset[str], Person] = {}
    for person in people.all:
        words = [word for word in fold(person.name).flat.split() if word not in _TITLES]
        if len(words) < 2:
            continue
        for name in _spellings(words):
            found.setdefault(name, person)
    return found


def _spellings(words: list[str]) -> Iterable[frozenset[str]]:
    yield frozenset(words)
    yield frozenset((words[0][0], *words[1:]))


@lru_cache(maxsize=4)
def _surnames(people: People) -> Mapping[str, str]:
    """The address of each person by the last word of the name; short words could be any."""
    names = ((fold(person.name).flat.split(), person.address) for person in people.all)
    return {words[-1]: address for words, address in names if len(words) > 1 and len(words[-1]) > 3}


@lru_cache(maxsize=4)
def _people_by_local_part(people: People) -> Mapping[tuple[str, ...], Person]:
    return {
        tuple(re.split(r"[._+-]", person.local_part)): person
        for person in people.all
        if len(person.local_part) >= _LETTERS_TOO_FEW
    }


@lru_cache(maxsize=4)
def _contacts_by_name(contacts: Contacts) -> Mapping[frozenset[str], Contact]:
    """Each contact whose name is long enough to be nobody else's."""
    found: dict[frozenset[str], Contact] = {}
    for contact in contacts.all:
        words = name_tokens(contact.name)
        if len(words) > 1 or sum(map(len, words)) >= _LETTERS_TOO_FEW:
            found.setdefault(words, contact)
    return found
