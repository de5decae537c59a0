"""TRUST 11: every trick on every name and domain is flagged, fair mail is left alone, and nothing is done alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import cycle, islice, product
from typing import Any

import pytest

from officebot.connectors.mime.parts import cut
from officebot.connectors.mime.read import read_message
from officebot.core.actions import FlagMessage, MoveMessage
from officebot.core.facts import OfficeFacts
from officebot.core.mail import Mail, MessageRef
from officebot.core.people import Contact, Contacts, People, Person
from officebot.core.proposals import Claim
from officebot.core.worktime import WorkingTime
from officebot.duties.mail_triage.decide import decide
from officebot.duties.mail_triage.observe import Facts
from officebot.duties.mail_triage.recognise import recognise
from officebot.duties.mail_triage.settings import Settings
from tests.core.judging.offices import MORNING

OWN = "moulin-charrier.example"
SERVER = "mx.moulin-charrier.example"
STAFF = [
    ("Odile Charrier", "o.charrier"), ("Bruno Lacombe", "b.lacombe"),
    ("Nour El Amrani", "n.elamrani"), ("Kate Penrose", "k.penrose"),
]  # fmt: skip
FIRMS = [
    ("Silos du Berry", "silos-berry"), ("Meunerie Poulard", "meunerie-poulard"), ("Hartwell Grain", "hartwell-grain"),
    ("Emballages Sorel", "emballages-sorel"), ("Banque Fluviale", "banque-fluviale"),
]  # fmt: skip
PEOPLE = People([Person(name=name, address=f"{local}@{OWN}") for name, local in STAFF])
CONTACTS = Contacts(
    [Contact(name=name, addresses=(f"contact@{firm}.example", f"compta@{firm}.example")) for name, firm in FIRMS]
)
OFFICE = OfficeFacts(name="Moulin", people=PEOPLE, contacts=CONTACTS, working_time=WorkingTime(), language="fr")

PLAIN = [
    "Bonjour, pouvez-vous regarder le document de mardi ? Merci.",
    "Hello, could you have a look at this before Friday? Thanks.",
    "Bonjour, voici ce dont nous avons parlé. Bonne journée.",
    "Please find the figures for November below. Regards.",
    "Merci de me rappeler quand vous aurez un moment.",
]
FAIR = [
    *PLAIN,
    "Nous serons fermés du 24 au 31 décembre. Bonnes fêtes !",
    "La facture 1187 est jointe, à régler à 30 jours sur notre compte habituel.",
    "Your order 5521 left our warehouse this morning and arrives tomorrow.",
    "Urgent : le camion attend au quai, pouvez-vous envoyer quelqu'un ?",
    "Can we move the meeting to Thursday at 3 pm?",
    "Nous avons bien reçu votre virement, merci beaucoup.",
    "Attached is the contract for signature; call me if anything is unclear.",
]


def letter(sender: str, text: str, results: str, extra: str = "", subject: str = "Bonjour") -> Mail:
    """The mail as our server would have handed it over, with its word about the sender."""
    domain = sender.rpartition("@")[2].rstrip(">")
    raw = (
        f"Received: from mail.{domain} by {SERVER} with ESMTPS; Tue, 24 Nov 2026 10:00:00 +0100\n"
        f"Authentication-Results: {SERVER}; {results}\n{extra}From: {sender}\nTo: o.charrier@{OWN}\nSubject: {subject}\n"
        f"Message-ID: <1@{domain}>\nContent-Type: text/plain; charset=utf-8\n\n{text}\n"
    ).encode()
    header, body = cut(raw)
    ref = MessageRef("desk", "INBOX", 7, 1, "f")
    return read_message(ref, header, body, frozenset(), MORNING, len(raw), authserv_ids=frozenset({SERVER}))


def passed(domain: str) -> str:
    return f"spf=pass smtp.mailfrom={domain}; dkim=pass header.d={domain}; dmarc=pass header.from={domain}"


#: trick → (a person's or a firm's name, domain without ending) → sender, results, further header lines.
Trick = Callable[[str, str], tuple[str, str, str]]


def _domains(firm: str) -> dict[str, str]:
    """Domains that look like a firm's, by how they do it."""
    middle = len(firm) // 2
    return {
        "a letter less": firm[:middle] + firm[middle + 1 :], "a letter twice": firm[:middle] + firm[middle] + firm[middle:],
        "two letters swapped": firm[:1] + firm[2] + firm[1] + firm[3:], "no hyphen": firm.replace("-", ""),
        "a digit": firm.replace("l", "1", 1).replace("e", "3", 1), "a word more": f"{firm}-facturation",
        "a word before": f"secure-{firm}",
        "below another": f"{firm}.example.relais",
        "other letters": firm.replace("e", "е", 1).replace("a", "а", 1),
    }  # fmt: skip


TRICKS: dict[str, Trick] = {
    "a colleague's name": lambda name, _: (f"{name} <x81@courrier-libre.example>", passed("courrier-libre.example"), ""),
    "a colleague's name turned round": lambda name, _: (
        f"{' '.join(reversed(name.upper().split(' ', 1)))} <x81@studio-vert.example>", passed("studio-vert.example"), "",
    ),
    "a known address for a name": lambda _, firm: (
        f'"compta@{firm}.example" <z@studio-vert.example>', passed("studio-vert.example"), "",
    ),
    "failed": lambda name, firm: (f"{name} <compta@{firm}.example>", "spf=fail; dkim=none; dmarc=fail", ""),
    "a forged word of our server": lambda name, firm: (
        f"{name} <compta@{firm}.example>", "dmarc=fail", f"Authentication-Results: {SERVER}; dmarc=pass\n",
    ),
    "proven for another domain": lambda name, firm: (
        f"{name} <compta@{firm}.example>", "spf=pass smtp.mailfrom=evil.example; dmarc=fail", "",
    ),
    "a second sender": lambda name, firm: (
        f"{name} <compta@{firm}.example>", passed(f"{firm}.example"), "From: x@evil.example\n",
    ),
    "our own address": lambda name, _: (f"{name} <o.charrier@{OWN}>", "spf=softfail; dkim=none; dmarc=none", ""),
    "answers to a copy": lambda name, firm: (
        f"{name} <compta@{firm}.example>", "none", f"Reply-To: compta@{firm}s.example\n",
    ),
    "answers to a mail provider": lambda name, _: (
        f"{name} <x@studio-vert.example>", passed("studio-vert.example"), "Reply-To: x.studio@gmail.com\n",
    ),
    "a conversation taken over": lambda name, firm: (
        f"{name} <compta@{firm}-sa.example>", passed(f"{firm}-sa.example"), f"In-Reply-To: <4@{firm}.example>\n",
    ),
}  # fmt: skip


def spoofs() -> Iterator[tuple[str, Mail]]:
    """Every trick with every name, then every look-alike of every domain, round and round with other texts."""
    texts = cycle(PLAIN)
    names = [name for name, _ in STAFF]
    for (name, firm), (trick, made) in product(product(names, (firm for _, firm in FIRMS)), TRICKS.items()):
        sender, results, extra = made(name, firm)
        yield trick, letter(sender, next(texts), results, extra)
    for firm, name in product([*(firm for _, firm in FIRMS), "moulin-charrier"], ["Compta", "Léa Martin"]):
        for trick, domain in _domains(firm).items():
            yield trick, letter(f"{name} <compta@{domain}.example>", next(texts), passed(f"{domain}.example"))


def fair_mails() -> Iterator[tuple[str, Mail]]:
    """Mails of colleagues, contacts, strangers, robots and newsletters, each as its kind is."""
    texts = cycle(FAIR)
    strangers = ["atelier-lune", "garage-nord", "fleurs-du-pont", "lycee-rostand", "mairie-auray", "hotel-bellerive"]
    number = 0
    while True:
        number += 1
        for name, local in STAFF:
            yield "a colleague", letter(f"{name} <{local}@{OWN}>", next(texts), passed(OWN))
        for name, firm in FIRMS:
            yield "a contact", letter(f"{name} <contact@{firm}.example>", next(texts), passed(f"{firm}.example"))
            extra = f"Reply-To: compta@mail.{firm}.example\n"
            yield (
                "a contact's other box",
                letter(f"{name} <contact@{firm}.example>", next(texts), passed(f"{firm}.example"), extra),
            )
        for firm in strangers:
            domain = f"{firm}{number % 7 or ''}.example"
            yield "a stranger", letter(f"Camille Roy <c.roy@{domain}>", next(texts), passed(domain))
            news = "List-Unsubscribe: <https://x.example/u>\nReply-To: r@envois.example\n"
            yield "a newsletter", letter(f"La lettre <n@{domain}>", next(texts), passed(domain), news)
            yield "unproven", letter(f"Camille Roy <c.roy@{domain}>", next(texts), "spf=none; dkim=none; dmarc=none")


def triage(mail: Mail) -> Claim:
    (claim,) = [one for one in recognise(mail, OFFICE, Settings(), MORNING) if one.kind == "triage"]
    return claim


def acts(mail: Mail, claim: Claim) -> list[Any]:
    """What would be done with a mail that is neither flagging nor moving it aside."""
    seen = Facts(mail=mail, verdict=claim.data, reasons=claim.reasons, language="fr")
    done = [action for proposal in decide(seen, Settings()) for action in proposal.actions]
    aside = [one for one in done if isinstance(one, FlagMessage) or (isinstance(one, MoveMessage) and one.to_folder)]
    return [one for one in done if one not in aside]


@pytest.mark.sweep
def test_spoofs_are_flagged_and_fair_mails_are_not(is_sweep: bool) -> None:
    tricks = list(spoofs())
    tricks = tricks if is_sweep else tricks[::2]
    fair = list(islice(fair_mails(), 1_000 if is_sweep else 250))
    missed, false, acted, hot = [], [], 0, 0
    for trick, mail in tricks:
        claim = triage(mail)
        if not claim.data["warnings"]:
            missed.append((trick, str(mail.sender)))
        if claim.data["kind"] == "fraud":
            acted += len(acts(mail, claim))
            hot += claim.data["urgency"] in ("now", "today")
    for kind, mail in fair:
        claim = triage(mail)
        acted += len(acts(mail, claim))
        if claim.data["warnings"]:
            false.append((kind, str(mail.sender), mail.text))
    print(
        f"\nTRUST 11: {len(tricks) - len(missed)} of {len(tricks)} spoofs flagged, {len(false)} of {len(fair)} fair mails "
        f"flagged, {acted} automatic acts, {hot} spoofs ranked hot"
    )
    assert len(missed) <= len(tricks) * 0.01, missed
    assert len(false) <= len(fair) * 0.01, false
    assert (acted, hot) == (0, 0)
    assert not is_sweep or len(tricks) >= 300
