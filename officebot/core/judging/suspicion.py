"""Says what makes a mail suspicious: who it says it is from, and what it wants."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from officebot.core.facts import OfficeFacts
from officebot.core.judging.evidence import Hit, fold
from officebot.core.judging.words import PAIRS
from officebot.core.mail import Mail, Proof
from officebot.core.people import PUBLIC_DOMAINS, Contacts, People
from officebot.core.text import Text, say

#: From this weight on a mail is treated as a fraud.
FRAUD = 3.0
_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
# Letters that look alike in an address line.
_ALIKE = str.maketrans({"0": "o", "1": "l", "i": "l", "5": "s", "3": "e", "-": "", "_": ""})


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing that speaks against a mail: a short name, how much, and the sentence for a person."""

    name: str
    weight: float
    what: Text
    hit: Hit | None = None


def doubts(mail: Mail, facts: OfficeFacts, hits: Sequence[Hit], first: Mapping[str, Hit]) -> list[Doubt]:
    """Everything that speaks against this mail, given what was found in it; none for most mails."""
    is_known = facts.people.inside(mail.sender.address) or facts.contacts.at(mail.sender.address) is not None
    found = list(_of_sender(mail, facts, is_known=is_known))
    found += _of_words(mail, {**_pairs(hits, first), **first}, is_known=is_known)
    return found


def _pairs(hits: Sequence[Hit], first: Mapping[str, Hit]) -> Mapping[str, Hit]:
    """The signs that two others make together, where they stand near each other."""
    found: dict[str, Hit] = {}
    for (one, other, most), sign in PAIRS.items():
        if sign in found or one not in first or other not in first:
            continue
        others = [hit for hit in hits if hit.sign == other]
        near = (
            hit
            for hit in hits
            if hit.sign == one and any(-most <= each.start - hit.start <= most and each != hit for each in others)
        )
        if (pair := next(near, None)) is not None:
            found[sign] = pair
    return found


def _of_sender(mail: Mail, facts: OfficeFacts, *, is_known: bool) -> Iterable[Doubt]:
    if mail.proof is Proof.FAILED:
        what = say("The sender could not be proven: the check of the mail's origin failed.")
        yield Doubt("proof", 3 if is_known else 1.5, what)
    if _borrows_a_name(mail, facts.people):
        yield Doubt("name", 3, say("It bears the name of a colleague but comes from an address outside the office."))
    shown = _ADDRESS.search(mail.sender.name) if "@" in mail.sender.name else None
    if shown and shown[0].lower() != mail.sender.address:
        yield Doubt("shown address", 3, say("The name shown holds another address than the real one."))
    if not is_known and _looks_like_ours(mail.sender.domain, facts):
        yield Doubt("look-alike", 3, say("The sender's domain looks like one that the office knows, but is another."))
    yield from _of_answers(mail)
    earlier = mail.in_reply_to.strip("<> ").rpartition("@")[2].lower()
    if earlier and earlier != mail.sender.domain and _skeleton(earlier) == _skeleton(mail.sender.domain):
        yield Doubt("look-alike", 3, say("It answers a mail of another domain, which its own only looks like."))


def _of_answers(mail: Mail) -> Iterable[Doubt]:
    other = next((one for one in mail.reply_to if one.domain and one.domain != mail.sender.domain), None)
    if other is None or mail.is_list:
        return
    is_free = other.domain in PUBLIC_DOMAINS and mail.sender.domain not in PUBLIC_DOMAINS
    yield Doubt("reply-to", 2 if is_free else 1, say("Answers would go to another domain than the sender's."))


def _of_words(mail: Mail, by_sign: Mapping[str, Hit], *, is_known: bool) -> Iterable[Doubt]:
    bank, bait = by_sign.get("bank_change"), by_sign.get("bait")
    secrecy, money = by_sign.get("secrecy"), by_sign.get("money_pressure")
    is_proven = is_known and mail.proof is Proof.PASSED
    if bank is not None:
        yield Doubt("bank details", 2 if is_known else 3, say("It announces changed bank details."), bank)
    if secrecy is not None and money is not None and not is_proven:
        yield Doubt("secrecy", 1 if is_known else 3, say("It asks for money and for silence."), secrecy)
    if bait is not None and not is_known:
        yield Doubt("bait", 2, say("It wants a click or a password, as phishing does."), bait)
        lure = by_sign.get("urgent") or by_sign.get("at_once") or by_sign.get("link")
        if lure is not None:
            yield Doubt("pressure", 1, say("It presses, or leads to a page outside."), lure)


def _borrows_a_name(mail: Mail, people: People) -> bool:
    if not mail.sender.name or people.inside(mail.sender.address):
        return False
    return frozenset(_plain(mail.sender.name).split()) in _names(people)


def _looks_like_ours(domain: str, facts: OfficeFacts) -> bool:
    known = _known_domains(facts.people, facts.contacts)
    return domain not in known and domain not in PUBLIC_DOMAINS and _skeleton(domain) in known


@lru_cache(maxsize=4)
def _names(people: People) -> Collection[frozenset[str]]:
    return {frozenset(_plain(person.name).split()) for person in people.all}


@lru_cache(maxsize=4)
def _known_domains(people: People, contacts: Contacts) -> Collection[str]:
    """The domains that the office knows, and what each looks like."""
    plain = people.domains | {domain for contact in contacts.all for domain in contact.domains}
    plain -= PUBLIC_DOMAINS
    return plain | {_skeleton(domain) for domain in plain}


def _skeleton(domain: str) -> str:
    # The mark keeps a skeleton from being taken for a real domain.
    return "~" + domain.replace("rn", "m").replace("vv", "w").translate(_ALIKE)


@lru_cache(maxsize=4096)
def _plain(name: str) -> str:
    return fold(name).flat
