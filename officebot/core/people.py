"""The office's people, with their roles, languages, circles and logins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from officebot.core.text import Language, plain

#: Mail providers open to everyone: one colleague there does not make all their customers colleagues.
PUBLIC_DOMAINS = frozenset(
    {
        "aol.com", "bbox.fr", "free.fr", "gmail.com", "gmx.com", "gmx.fr", "googlemail.com", "hotmail.co.uk",
        "hotmail.com", "hotmail.fr", "icloud.com", "laposte.net", "live.com", "live.fr", "mail.com", "me.com",
        "msn.com", "neuf.fr", "numericable.fr", "orange.fr", "outlook.com", "outlook.fr", "proton.me",
        "protonmail.com", "sfr.fr", "wanadoo.fr", "yahoo.co.uk", "yahoo.com", "yahoo.fr",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One person of the office. `address` is lower case; `login` is the operating-system user, if known."""

    name: str
    address: str
    role: str = ""
    language: Language = "fr"
    circle: str = "office"
    responsibilities: tuple[str, ...] = ()
    login: str | None = None
    zone: str | None = None
    may_approve: bool = True

    @property
    def local_part(self) -> str:
        """The part of the address before the @: how verdicts name a person."""
        return self.address.partition("@")[0]

    @property
    def owns_the_mailbox(self) -> bool:
        """Whether the person answers for the office's mailbox: a responsibility of the table of people."""
        return "mailbox owner" in self.responsibilities


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Someone outside the office: a supplier, a customer or another. Addresses are lower case."""

    name: str
    addresses: tuple[str, ...] = ()
    kind: str = "other"
    language: Language = "fr"
    form_of_address: str = ""
    phone: str = ""
    iban: str = ""

    @property
    def domains(self) -> frozenset[str]:
        """The domains of the contact's addresses."""
        return frozenset(address.rpartition("@")[2] for address in self.addresses)


class People:
    """The office's people, found by address, login or local part."""

    def __init__(self, people: Iterable[Person], aliases: Mapping[str, str] | None = None) -> None:
        """`aliases` are further addresses (lower case) of listed people, each with the person's own address."""
        self.all: tuple[Person, ...] = tuple(people)
        self._by_address = {person.address: person for person in self.all}
        #: The further addresses as they were given.
        self.aliases: Mapping[str, str] = dict(aliases or {})
        for alias, address in self.aliases.items():
            if address in self._by_address:
                self._by_address.setdefault(alias, self._by_address[address])
        self._by_login = {person.login: person for person in self.all if person.login}
        domains = frozenset(person.address.rpartition("@")[2] for person in self.all)
        self.domains = domains - PUBLIC_DOMAINS

    @property
    def mailbox_owners(self) -> tuple[Person, ...]:
        """Those who answer for the mailbox, else the first of all; none of an office without people."""
        return tuple(person for person in self.all if person.owns_the_mailbox) or self.all[:1]

    def keeper(self, address: str) -> Person | None:
        """Who keeps a book: whom the settings name (None where that is nobody here), else the mailbox's first owner."""
        return self.at(address) if address else next(iter(self.mailbox_owners), None)

    def at(self, address: str) -> Person | None:
        """The person with this address, in any case of letters."""
        return self._by_address.get(address.lower())

    def logged_in_as(self, login: str) -> Person | None:
        """The person that this operating-system user is."""
        return self._by_login.get(login)

    def named(self, word: str) -> Person | None:
        """The person meant by an address, a local part, a login or a full name."""
        lowered = word.lower()
        for person in self.all:
            if lowered in (person.address, person.local_part, person.name.lower()):
                return person
            # Who has no login is not meant by an empty word.
            if person.login and lowered == person.login.lower():
                return person
        return None

    def meant(self, words: str) -> tuple[Person, ...]:
        """Who is meant by somebody who looks for them: as `named`, else by a name without accents, else by a part of one."""
        exact = self.named(words)
        if exact is not None:
            return (exact,)
        wanted = plain(words).strip()
        names = [(person, plain(person.name)) for person in self.all]
        whole = tuple(person for person, name in names if name == wanted)
        return whole or tuple(person for person, name in names if wanted in name.split())

    def inside(self, address: str) -> bool:
        """Whether the address belongs to a person of the office or to one of the office's own domains."""
        lowered = address.lower()
        if lowered in self._by_address:
            return True
        local, _, domain = lowered.partition("@")
        return bool(local) and domain in self.domains


class Contacts:
    """The office's contacts, found by address or by the domain of an address."""

    def __init__(self, contacts: Iterable[Contact]) -> None:
        self.all: tuple[Contact, ...] = tuple(contacts)
        self._by_address = {address: contact for contact in self.all for address in contact.addresses}
        self._by_domain = {domain: contact for contact in self.all for domain in contact.domains}

    def at(self, address: str) -> Contact | None:
        """The contact with exactly this address, in any case of letters."""
        return self._by_address.get(address.lower())

    def of_domain(self, address: str) -> Contact | None:
        """A contact that shares the domain of this address."""
        return self._by_domain.get(address.rpartition("@")[2].lower())
