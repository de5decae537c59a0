"""Office mails made up from a seed: French and English, 1–40 KB, plain, HTML and with attachments."""

from __future__ import annotations

import base64
import os
import quopri
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

SEED = 20261123
_BEGIN = datetime(2026, 1, 5, 7, tzinfo=UTC)

_SENTENCES = {
    "fr": (
        "Le camion est passé ce matin et la palette {n} est restée sur le quai.",
        "Pouvez-vous me confirmer l'horaire du rendez-vous du {d} ?",
        "Vous trouverez ci-joint la facture {n}, payable avant le {d}.",
        "Merci de me renvoyer le bon signé avant {d}, la commande partira aussitôt.",
        "Nous avons bien reçu votre demande et revenons vers vous la semaine prochaine.",
        "La réunion de service est déplacée au {d}, la salle reste la même.",
        "Le montant total s'élève à {m} €, hors frais de port.",
        "Deux vitrages sont arrivés fêlés : nous attendons un avoir.",
        "L'imprimante du premier étage ne répond plus depuis hier soir.",
        "Je serai absente jusqu'au {d}, adressez-vous à l'accueil en attendant.",
        "Le devis de la verrière tient toujours, dites-nous ce que vous en pensez.",
        "Les chiffres du trimestre sont dans le tableau, ligne {n}.",
        "Bien cordialement et bonne fin de journée à toute l'équipe.",
    ),
    "en": (
        "The lorry came this morning and pallet {n} stayed on the dock.",
        "Could you confirm the time of our appointment on {d}?",
        "Please find attached invoice {n}, payable before {d}.",
        "Send the signed note back by {d} and the order leaves at once.",
        "We received your request and will come back to you next week.",
        "The team meeting moves to {d}; the room stays the same.",
        "The total comes to {m} EUR, carriage not included.",
        "Two panes arrived cracked: we are waiting for a credit note.",
        "The printer on the first floor has not answered since last night.",
        "I am away until {d}; the front desk will help you meanwhile.",
        "Our quote for the glass roof still stands, tell us what you think.",
        "The figures of the quarter are in the table, line {n}.",
        "Kind regards, and a good evening to the whole team.",
    ),
}
_SUBJECTS = {
    "fr": (
        "Facture {n}", "Rendez-vous du {d}", "Re: livraison de la palette {n}", "Commande {n} : confirmation",
        "Urgent : panne au four", "Compte rendu de la réunion", "Réclamation : vitrage fêlé",
        "Demande de congés", "Devis verrière", "Tr: question d'un client", "Avoir attendu sur la facture {n}",
    ),
    "en": (
        "Invoice {n}", "Appointment on {d}", "Re: delivery of pallet {n}", "Order {n}: confirmation",
        "Urgent: the kiln is down", "Minutes of the meeting", "Complaint: cracked pane",
        "Leave request", "Quote for the glass roof", "Fwd: a customer asks", "Credit note for invoice {n}",
    ),
}  # fmt: skip
_BULK = {"fr": "Les nouvelles de la semaine {n}", "en": "News of week {n}"}
_MACHINE = {"fr": "[suivi] colis {n} pris en charge", "en": "[tracking] parcel {n} on its way"}
_NAMES = (
    "Aude Marchand", "Léa Morvan", "Hervé Le Gall", "Brigitte Noël", "Tom Whitaker", "Grace Holloway",
    "Joël Pasquier", "Maëlle Queffélec", "Simon Ashby", "Ines Carvalho", "Yann Kermarec", "Ruth Pembroke",
)  # fmt: skip
_DOMAINS = ("quai-nord.example", "verre-et-fils.example", "atelier-sud.example", "panes.example", "mairie.example")
_OFFICE = "assistance@atelier-verrier.example"


def make_mails(count: int, seed: int = SEED) -> Iterator[tuple[bytes, datetime]]:
    """So many mails with LF line ends, oldest first, each with its arrival. The same seed, the same bytes."""
    chance = random.Random(seed)
    noise = base64.encodebytes(chance.randbytes(60_000))
    for number in range(count):
        arrival = _BEGIN + timedelta(minutes=4 * number + chance.randrange(4))
        yield _mail(chance, noise, number, arrival), arrival


def fill_maildir(place: Path, count: int, seed: int = SEED) -> int:
    """Write the mails into a Maildir's `cur`; their size in bytes."""
    for folder in ("cur", "new", "tmp"):
        (place / folder).mkdir(parents=True, exist_ok=True)
    total = 0
    for number, (raw, arrival) in enumerate(make_mails(count, seed)):
        moment = int(arrival.timestamp())
        # Dovecot takes both sizes from the name: S as it lies here, W with CRLF.
        lines = raw.count(b"\n")
        sizes = f"S={len(raw)},W={len(raw) + lines}"
        file = place / "cur" / f"{moment}.M{number:07d}.bench,{sizes}:2,"
        file.write_bytes(raw)
        os.utime(file, (moment, moment))
        total += len(raw)
    return total


def _mail(chance: random.Random, noise: bytes, number: int, arrival: datetime) -> bytes:
    language = "fr" if chance.random() < 0.65 else "en"
    # Sizes are log-uniform between 1 and 40 KB, as in a real mailbox: many small, a few large.
    size = int(1024 * 40 ** chance.random())
    kind = chance.random()
    subject = _BULK if kind < 0.15 else _MACHINE if kind < 0.25 else None
    words = subject[language] if subject else chance.choice(_SUBJECTS[language])
    head = _head(chance, number, arrival, _filled(chance, words, language))
    if kind < 0.15:
        head += ["List-Id: <news.quai-nord.example>", "List-Unsubscribe: <https://quai-nord.example/bye>"]
    elif kind < 0.25:
        head.append("Auto-Submitted: auto-generated")
    return "\n".join(head).encode() + b"\n" + _content(chance, noise, language, size)


def _head(chance: random.Random, number: int, arrival: datetime, subject: str) -> list[str]:
    name, domain = chance.choice(_NAMES), chance.choice(_DOMAINS)
    local = name.split()[0].lower().encode("ascii", "ignore").decode()
    stamp = format_datetime(arrival)
    head = [
        f"Return-Path: <{local}@{domain}>",
        *(
            f"Received: from relay{hop}.{domain} (relay{hop}.{domain} [192.0.2.{chance.randrange(1, 250)}])\n"
            f"\tby mail.atelier-verrier.example with ESMTPS id {chance.getrandbits(48):X}; {stamp}"
            for hop in range(chance.randint(1, 3))
        ),
        f"DKIM-Signature: v=1; a=rsa-sha256; d={domain}; s=one; bh={_token(chance, 32)};\n b={_token(chance, 128)}",
        f"From: {_word(name)} <{local}@{domain}>",
        f"To: Assistance <{_OFFICE}>",
        f"Subject: {_word(subject)}",
        f"Date: {stamp}",
        f"Message-ID: <{chance.getrandbits(64):x}.{number}@{domain}>",
        "MIME-Version: 1.0",
        f"X-Mailer: {chance.choice(('Courrier 12.4', 'Post Office 16.0', 'Mailbag 3.1'))}",
    ]
    if subject.startswith(("Re:", "Tr:", "Fwd:")):
        before = f"<{chance.getrandbits(64):x}@atelier-verrier.example>"
        head += [f"In-Reply-To: {before}", f"References: {before}"]
    return head


def _content(chance: random.Random, noise: bytes, language: str, size: int) -> bytes:
    """Content-Type and body: a third plain, two fifths with HTML beside it, the rest with an attachment."""
    shape = chance.random()
    if shape < 0.35:
        return _part(chance, "plain", _text(chance, language, max(300, size - 1000)))
    edge = f"edge-{chance.getrandbits(64):x}"
    text = _text(chance, language, max(300, size // 3) if shape < 0.75 else chance.randint(300, 1500))
    parts = [_part(chance, "plain", text)]
    if shape < 0.75 or chance.random() < 0.5:
        parts.append(_part(chance, "html", _markup(text)))
    if shape >= 0.75:
        parts.append(_attachment(chance, noise, max(800, size - 3000)))
    kind = "alternative" if shape < 0.75 else "mixed"
    body = b"".join(b"--%b\n%b\n" % (edge.encode(), part) for part in parts)
    return f'Content-Type: multipart/{kind}; boundary="{edge}"\n\n'.encode() + body + f"--{edge}--\n".encode()


def _part(chance: random.Random, subtype: str, text: str) -> bytes:
    charset = chance.choice(("utf-8", "utf-8", "iso-8859-15"))
    data = text.encode(charset, "replace")
    way = chance.choice(("quoted-printable", "quoted-printable", "base64", "8bit"))
    body = data if way == "8bit" else base64.encodebytes(data) if way == "base64" else quopri.encodestring(data)
    return f"Content-Type: text/{subtype}; charset={charset}\nContent-Transfer-Encoding: {way}\n\n".encode() + body


def _attachment(chance: random.Random, noise: bytes, size: int) -> bytes:
    kind, name = chance.choice((("pdf", "facture"), ("pdf", "plan"), ("vnd.ms-excel", "tableau"), ("zip", "photos")))
    begin = 77 * chance.randrange(len(noise) // 77 // 2)
    data = noise[begin : begin + size // 77 * 77]
    return (
        f'Content-Type: application/{kind}; name="{name}.{kind[-5:]}"\nContent-Transfer-Encoding: base64\n'
        f'Content-Disposition: attachment; filename="{name}.{kind[-5:]}"\n\n'
    ).encode() + data


def _text(chance: random.Random, language: str, size: int) -> str:
    lines: list[str] = []
    left = size
    while left > 0:
        line = " ".join(
            _filled(chance, chance.choice(_SENTENCES[language]), language) for _ in range(chance.randint(1, 4))
        )
        lines.append(line)
        left -= len(line) + 2
    return "\n\n".join(lines) + "\n"


def _markup(text: str) -> str:
    shown = "".join(f'<p style="margin:0 0 12px">{line}</p>\n' for line in text.split("\n\n"))
    return f'<html><head><style>p {{font-family:sans-serif}}</style></head><body lang="fr">\n{shown}</body></html>\n'


def _filled(chance: random.Random, words: str, language: str) -> str:
    if "{" not in words:
        return words
    day, month = chance.randint(1, 28), chance.randint(1, 12)
    date = f"{day:02d}/{month:02d}/2026" if language == "fr" else f"2026-{month:02d}-{day:02d}"
    return words.format(n=chance.randint(1000, 99999), m=chance.randint(50, 90000), d=date)


def _word(text: str) -> str:
    """An encoded-word (RFC 2047) where the text needs one."""
    return text if text.isascii() else f"=?utf-8?b?{base64.b64encode(text.encode()).decode()}?="


def _token(chance: random.Random, size: int) -> str:
    return base64.b64encode(chance.randbytes(size)).decode()
