"""A month of an office's mail, written by drawing lots that fall the same each time, with the truth about each mail."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from email.utils import format_datetime
from typing import NamedTuple

from officebot.testing.letters import Enclosure, Letter, compose
from officebot.testing.servers import authserv_id
from tests.app.embedded import DESK, ZONE
from tests.sweeps.month_papers import confirmation_text, delivery_text, invoice_xml, make_invoice_page, month_orders

HOUSE = "atelier-verrier.example"
HOLIDAY = date(2026, 11, 11)
_MONTHS = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
           "décembre")  # fmt: skip
_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


class Firm(NamedTuple):
    """Somebody outside, as in the sample's contacts."""

    name: str
    address: str
    language: str


FIRMS = (
    Firm("Yann Guillou", "y.guillou@sablieres-erdre.example", "fr"),
    Firm("Service clients SCO", "adv@sco-carbonates.example", "fr"),
    Firm("Lucie Bertho", "l.bertho@cartonnages-bertho.example", "fr"),
    Firm("Atelier Fradin", "atelier@fradin-outillage.example", "fr"),
    Firm("Mathieu Tessier", "m.tessier@lexia-avocats.example", "fr"),
    Firm("Pierre Audouin", "p.audouin@audouin-expertise.example", "fr"),
    Firm("Hélène Lebreton", "h.lebreton@galerie-pommeraye.example", "fr"),
    Firm("Valérie Tréhorel", "v.trehorel@maison-trehorel.example", "fr"),
    Firm("Yves Salaün", "direction@hotel-carmelites.example", "fr"),
    Firm("Service économie", "economie@mairie-nantes.example", "fr"),
    Firm("Daniel Okafor", "d.okafor@northgate-silica.example", "en"),
    Firm("Graham Hartley", "g.hartley@hartley-moulds.example", "en"),
    Firm("Tom Ellis", "projects@lingua-bridge.example", "en"),
    Firm("Charlotte Rowe", "c.rowe@pemberton-rowe.example", "en"),
    Firm("Fiona Baird", "fiona@theglasscabinet.example", "en"),
    Firm("Niamh Byrne", "n.byrne@ballymore-interiors.example", "en"),
    Firm("Sean McGrath", "s.mcgrath@kilbride-distillery.example", "en"),
    Firm("Abena Osei", "procurement@ashdown-hotels.example", "en"),
)
STRANGERS = (
    Firm("Claire Morel", "c.morel@courrier-particulier.example", "fr"),
    Firm("Jean Lagarde", "jean.lagarde@lagarde-deco.example", "fr"),
    Firm("Ruth Carver", "ruth@carver-lighting.example", "en"),
)
COLLEAGUES = tuple(
    Firm(name, f"{short}@{HOUSE}", language)
    for name, short, language in (
        ("Étienne Kerbrat", "e.kerbrat", "fr"),
        ("Sophie Delmas", "s.delmas", "fr"),
        ("Rachel Ashworth", "r.ashworth", "en"),
        ("Malik Hamdani", "m.hamdani", "fr"),
        ("Gwenaëlle Pichon", "g.pichon", "fr"),
    )
)
NOTES = """# CODIR du {day}

## Point commercial
Le carnet de commandes tient jusqu'en mars.
Décision : le stand de Lyon est retenu.
Action : réserver le stand {tag} (Rachel Ashworth, {soon})

## Point social
Action : envoyer le calendrier des congés {tag} (Gwenaëlle Pichon, {later})
Action : relire le bail de l'entrepôt {tag} (Sophie Delmas, {later})
"""
THINGS = {
    "fr": ("le certificat de conformité", "la liste des participants", "votre accord sur le plan", "le bon à tirer signé",
           "les mesures de la vitrine", "l'attestation d'assurance", "le calendrier des livraisons"),
    "en": ("the signed artwork", "the list of guests", "your agreement to the plan", "the certificate of conformity",
           "the measurements of the window", "the insurance certificate", "the delivery calendar"),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What is true of a mail, whatever officebot makes of it.

    `needs` says that somebody must act; `due` the day by which; `answered` when whoever we asked answered it, and
    `never` that they never do. `tag` stands in its subject and in no other conversation's.
    """

    kind: str
    tag: str
    identity: str
    at: datetime
    sender: str
    needs: bool = False
    due: date | None = None
    urgent: bool = False
    answered: datetime | None = None
    never: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """A mail on its way: when and into which folder it comes."""

    at: datetime
    raw: bytes = field(repr=False)
    truth: Truth
    folder: str = "INBOX"


def is_working(day: date) -> bool:
    """Whether the sample office works on this day."""
    return day.weekday() < 5 and day != HOLIDAY


def working_day_after(day: date, count: int) -> date:
    """The count-th working day after this one."""
    while count:
        day += timedelta(days=1)
        count -= is_working(day)
    return day


def said(day: date, language: str, how: int) -> str:
    """A day as people write it."""
    if language == "fr":
        forms = (f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}", f"{day.day} {_MONTHS[day.month - 1]} {day.year}",
                 f"{day:%d/%m/%Y}")  # fmt: skip
    else:
        forms = (
            f"{day:%A} {day.day} {day:%B}",
            f"{day.day} {day:%B} {day.year}",
            f"{day:%A}, {day.day} {day:%B} {day.year}",
        )
    return forms[how % 3]


class Writer:
    """Writes the mails of a month; the same seed gives the same bytes."""

    def __init__(self, first: date, days: int, each: int, seed: int = 38) -> None:
        self.first, self.days, self.each = first, days, each
        self.chance = random.Random(seed)
        self.number = 0
        self.orders = month_orders(first)
        self._charged: list[tuple[str, str, Firm]] = []

    def mails(self) -> list[Posted]:
        """All of them, in the order they come."""
        found: list[Posted] = []
        for count in range(self.days):
            day = self.first + timedelta(days=count)
            for kind in self._kinds(day):
                found.extend(kind(day))
        end = datetime.combine(self.first + timedelta(days=self.days), time(0), ZONE)
        return sorted((one for one in found if one.at < end), key=lambda one: (one.at, one.truth.identity))

    def _kinds(self, day: date) -> Iterator[Callable[[date], Iterator[Posted]]]:
        shares: Sequence[tuple[Callable[[date], Iterator[Posted]], float]] = (
            (self.dated, 16), (self.question, 10), (self.ours, 9), (self.invitation, 3), (self.wish, 2),
            (self.confirmation, 3.5), (self.delivery, 3), (self.right_invoice, 3), (self.wrong_invoice, 0.8),
            (self.changed_account, 0.5), (self.page_invoice, 0.8), (self.doubled_invoice, 0.6), (self.away, 3),
            (self.newsletter, 13), (self.automatic, 8), (self.private, 2), (self.fraud, 3), (self.news, 11),
            (self.incident, 2), (self.inside, 4),
        )  # fmt: skip
        if not is_working(day):
            yield from [self.newsletter, self.automatic, self.question]
            return
        kinds, weights = zip(*shares, strict=True)
        # The office's own mails bring answers that are counted with them.
        yield from self.chance.choices(kinds, weights, k=self.each)
        if day.weekday() == 3:
            yield self.notes

    # ── one mail ──────────────────────────────────────────────────────────────────────────────────────────

    def _post(
        self, kind: str, day: date, sender: Firm, subject: str, body: str, *, at: datetime | None = None,
        folder: str = "INBOX", to: str = DESK, tag: str = "", needs: bool = False, due: date | None = None,
        urgent: bool = False, answers: str = "", answered: datetime | None = None, never: bool = False,
        enclosures: Sequence[Enclosure] = (), proven: bool = True, **headers: str,
    ) -> Posted:  # fmt: skip
        self.number += 1
        at = at or datetime.combine(day, time(7, 35), ZONE) + timedelta(minutes=self.chance.randrange(630))
        domain = sender.address.rpartition("@")[2]
        identity = f"<m{self.number}@{domain}>"
        verdict = f"spf=pass smtp.mailfrom={domain}; dkim=pass header.d={domain}; dmarc=pass header.from={domain}"
        own = {"Authentication-Results": f"{authserv_id(DESK)}; {verdict if proven else 'spf=fail; dmarc=fail'}",
               "Received": f"from mx.{domain} by {authserv_id(DESK)} with ESMTPS; {format_datetime(at)}"}  # fmt: skip
        extra = {name.replace("_", "-"): value for name, value in headers.items()}
        letter = Letter(
            message_id=identity, date=at, sender=f'"{sender.name}" <{sender.address}>', to=[to], subject=subject, body=body,
            references=[answers] if answers else [], enclosures=enclosures,
            headers={**(own if folder == "INBOX" else {}), **extra},
        )  # fmt: skip
        truth = Truth(kind=kind, tag=tag or self._tag(), identity=identity, at=at, sender=sender.address, needs=needs, due=due,
                      urgent=urgent, answered=answered, never=never)  # fmt: skip
        return Posted(at=at, raw=compose(letter), truth=truth, folder=folder)

    def _tag(self) -> str:
        """A word that stands in one conversation only."""
        number = 1000 + self.number
        return "K" + "".join("abcdefghij"[int(digit)] for digit in str(number))

    def _paper(self) -> str:
        """An invoice's number."""
        return f"FA-2026-{10_000 + self.number}"

    def _thing(self, language: str) -> str:
        return self.chance.choice(THINGS[language])

    # ── who wants something ───────────────────────────────────────────────────────────────────────────────

    def dated(self, day: date) -> Iterator[Posted]:
        """Somebody wants something by a day; most of them are answered by a person."""
        firm, tag = self.chance.choice(FIRMS), self._tag()
        due = working_day_after(day, self.chance.randint(2, 9))
        when, what = said(due, firm.language, self.chance.randrange(3)), self._thing(firm.language)
        if firm.language == "fr":
            body = f"Bonjour,\n\nPourriez-vous nous envoyer {what} avant le {when} ?\n\nCordialement,\n{firm.name}"
            subject = f"Dossier {tag}"
        else:
            body = f"Hello,\n\nCould you please send us {what} by {when}?\n\nKind regards,\n{firm.name}"
            subject = f"File {tag}"
        asked = self._post("dated", day, firm, subject, body, tag=tag, needs=True, due=due)
        yield asked
        yield from self._answered_by_us(asked, firm, subject, 0.6)

    def question(self, day: date) -> Iterator[Posted]:
        """Somebody wants an answer, by no day."""
        firm, tag = self.chance.choice((*FIRMS, *STRANGERS)), self._tag()
        if firm.language == "fr":
            subject, body = f"Question {tag}", (
                f"Bonjour,\n\nPouvez-vous nous dire si {self._thing('fr')} vous est bien parvenu ? Merci de votre retour."
                f"\n\nCordialement,\n{firm.name}"
            )  # fmt: skip
        else:
            subject, body = (
                f"Question {tag}",
                (
                    f"Hello,\n\nCould you tell me whether {self._thing('en')} reached you?\n\nBest wishes,\n{firm.name}"
                ),
            )
        asked = self._post("question", day, firm, subject, body, tag=tag, needs=True)
        yield asked
        yield from self._answered_by_us(asked, firm, subject, 0.7)

    def _answered_by_us(self, asked: Posted, firm: Firm, subject: str, share: float) -> Iterator[Posted]:
        """A person answers within three working days, or does not."""
        if self.chance.random() > share:
            return
        day = working_day_after(asked.at.date(), self.chance.randint(0, 2)) if is_working(asked.at.date()) else \
            working_day_after(asked.at.date(), 1)  # fmt: skip
        at = max(datetime.combine(day, time(16, 5), ZONE), asked.at + timedelta(minutes=30))
        body = "Bonjour,\n\nVoici ce que vous demandiez.\n\nNadia Ferrand" if firm.language == "fr" else \
            "Hello,\n\nHere is what you asked for.\n\nNadia Ferrand"  # fmt: skip
        yield self._post("our answer", day, Firm("Nadia Ferrand", DESK, "fr"), f"Re: {subject}", body, at=at, folder="Sent",
                         to=firm.address, tag=asked.truth.tag, answers=asked.truth.identity)  # fmt: skip

    def ours(self, day: date) -> Iterator[Posted]:
        """We ask somebody: answered soon, answered late, or never."""
        firm, tag, lot = self.chance.choice(FIRMS), self._tag(), self.chance.random()
        subject = f"Demande {tag}" if firm.language == "fr" else f"Request {tag}"
        body = f"Bonjour,\n\nPouvez-vous nous envoyer {self._thing('fr')} ?\n\nNadia Ferrand" if firm.language == "fr" else \
            f"Hello,\n\nCould you send us {self._thing('en')}?\n\nNadia Ferrand"  # fmt: skip
        answered = None
        if lot < 0.75:
            on = working_day_after(day, self.chance.randint(1, 2) if lot < 0.5 else self.chance.randint(3, 6))
            answered = datetime.combine(on, time(7, 40), ZONE) + timedelta(minutes=self.chance.randrange(600))
        asked = self._post("ours", day, Firm("Nadia Ferrand", DESK, "fr"), subject, body, folder="Sent", to=firm.address,
                           tag=tag, answered=answered, never=answered is None)  # fmt: skip
        yield asked
        if answered is not None:
            text = "Bonjour,\n\nVoici le document.\n\nCordialement," if firm.language == "fr" else \
                "Hello,\n\nHere it is.\n\nRegards,"  # fmt: skip
            yield self._post("answer to us", day, firm, f"Re: {subject}", f"{text}\n{firm.name}", at=answered, tag=tag,
                             answers=asked.truth.identity)  # fmt: skip

    def incident(self, day: date) -> Iterator[Posted]:
        """Something that cannot wait."""
        firm, tag = self.chance.choice(FIRMS), self._tag()
        french = (f"URGENT : four à l'arrêt {tag}", "Le four est à l'arrêt, l'eau coule dans l'atelier. Rappelez-moi "
                  "immédiatement.")  # fmt: skip
        english = (
            f"URGENT: line stopped {tag}",
            "Our line has stopped and water is running in. Please call me back at once.",
        )
        subject, body = french if firm.language == "fr" else english
        yield self._post("incident", day, firm, subject, f"{body}\n\n{firm.name}", tag=tag, needs=True, urgent=True,
                         to=f"m.hamdani@{HOUSE}", Cc=DESK)  # fmt: skip

    def inside(self, day: date) -> Iterator[Posted]:
        """A colleague wants something of the assistant."""
        one, tag = self.chance.choice(COLLEAGUES), self._tag()
        due = working_day_after(day, self.chance.randint(1, 5))
        when = said(due, one.language, self.chance.randrange(3))
        body = f"Bonjour Nadia,\n\nPeux-tu préparer {self._thing('fr')} pour le {when} ? Merci.\n\n{one.name}" \
            if one.language == "fr" else f"Hi Nadia,\n\nCan you prepare {self._thing('en')} by {when}?\n\n{one.name}"  # fmt: skip
        yield self._post("inside", day, one, f"Note {tag}", body, tag=tag, needs=True, due=due)

    # ── meetings ──────────────────────────────────────────────────────────────────────────────────────────

    def invitation(self, day: date) -> Iterator[Posted]:
        """A customer invites us."""
        firm, tag = self.chance.choice(FIRMS), self._tag()
        on = working_day_after(day, self.chance.randint(3, 9))
        begin = datetime.combine(on, time(self.chance.choice((9, 10, 11, 14, 15, 16))), ZONE).astimezone(UTC)
        end, stamp = begin + timedelta(minutes=45), f"{datetime.combine(day, time(6), UTC):%Y%m%dT%H%M%SZ}"
        ics = (
            f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//sweep//month//EN\nMETHOD:REQUEST\nBEGIN:VEVENT\nUID:{tag}@{firm.address}\n"
            f"DTSTAMP:{stamp}\nDTSTART:{begin:%Y%m%dT%H%M%SZ}\nDTEND:{end:%Y%m%dT%H%M%SZ}\nSUMMARY:Point {tag}\n"
            f"ORGANIZER;CN={firm.name}:mailto:{firm.address}\nATTENDEE;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:{DESK}\n"
            "END:VEVENT\nEND:VCALENDAR"
        )
        body = "Voici l'invitation." if firm.language == "fr" else "Please find the invitation."
        yield self._post("invitation", day, firm, f"Invitation : Point {tag}", body, tag=tag, needs=True,
                         enclosures=[Enclosure(name="invite.ics", kind="ics", text=ics)])  # fmt: skip

    def wish(self, day: date) -> Iterator[Posted]:
        """Somebody would like to meet."""
        firm, tag = self.chance.choice(FIRMS), self._tag()
        body = f"Bonjour,\n\nSerait-il possible de rencontrer M. Kerbrat la semaine prochaine, une heure environ ? Quelles " \
               f"seraient vos disponibilités ?\n\nCordialement,\n{firm.name}" if firm.language == "fr" else \
               f"Hello,\n\nCould we meet Mr Kerbrat next week for about an hour? When would suit you?\n\nRegards,\n{firm.name}"  # fmt: skip  # noqa: E501
        subject = f"Rendez-vous {tag}" if firm.language == "fr" else f"Meeting {tag}"
        yield self._post("wish", day, firm, subject, body, tag=tag, needs=True)

    def notes(self, day: date) -> Iterator[Posted]:
        """The secretary's notes of the board."""
        tag = self._tag()
        at = datetime.combine(day, time(14, 12), ZONE)
        text = NOTES.format(
            day=f"{day:%d/%m/%Y}", tag=tag, soon=working_day_after(day, 5), later=working_day_after(day, 8)
        )
        yield self._post("notes", day, Firm("Nadia Ferrand", DESK, "fr"), f"Notes du CODIR {tag}", "Voici mes notes.", at=at,
                         tag=tag, needs=True, enclosures=[Enclosure(name="notes.txt", kind="txt", text=text)])  # fmt: skip

    # ── orders and invoices ───────────────────────────────────────────────────────────────────────────────

    def confirmation(self, day: date) -> Iterator[Posted]:
        """A supplier confirms an order of the workbook, at times for another day."""
        order, tag = self.orders.awaited(), self._tag()
        if order is None:
            return
        when = working_day_after(max(order.due, day), self.chance.choice((0, 0, 0, 4)))
        yield self._post("confirmation", day, Firm(*order.firm), f"Confirmation de commande {order.number} – {tag}",
                         confirmation_text(order, when), tag=tag, needs=True)  # fmt: skip

    def delivery(self, day: date) -> Iterator[Posted]:
        """Goods are said to be on their way."""
        order, tag = self.orders.sent(), self._tag()
        if order is None:
            return
        yield self._post("delivery", day, Firm(*order.firm), f"Bon de livraison {order.number} – {tag}", "Bonjour,\n\nVeuillez "
                         "trouver ci-joint le bon de livraison.", tag=tag, needs=True,
                         enclosures=[Enclosure(name=f"BL-{tag}.pdf", kind="pdf", text=delivery_text(order, day))])  # fmt: skip

    def right_invoice(self, day: date) -> Iterator[Posted]:
        """An invoice of what came, as it was ordered."""
        yield from self._invoice("right invoice", day)

    def wrong_invoice(self, day: date) -> Iterator[Posted]:
        """An invoice whose sums are wrong."""
        yield from self._invoice("wrong invoice", day, wrong=True)

    def changed_account(self, day: date) -> Iterator[Posted]:
        """An invoice to be paid to another account."""
        yield from self._invoice("changed account", day, account="FR7630004000031234567890143")

    def _invoice(self, kind: str, day: date, *, wrong: bool = False, account: str = "") -> Iterator[Posted]:
        order = self.orders.charged()
        if order is None:
            return
        tag = self._paper()
        xml = invoice_xml(order, tag, day, wrong=wrong, account=account)
        firm = Firm(*order.firm)
        if kind == "right invoice":
            self._charged.append((tag, xml, firm))
        yield self._post(kind, day, firm, f"Facture {tag}", "Bonjour, voici notre facture.", tag=tag, needs=True,
                         enclosures=[Enclosure(name=f"{tag}.xml", kind="txt", text=xml)])  # fmt: skip

    def page_invoice(self, day: date) -> Iterator[Posted]:
        """An invoice as a page for people only."""
        order = self.orders.charged()
        if order is None:
            return
        tag = self._paper()
        text = make_invoice_page(order, tag, day)
        yield self._post("page invoice", day, Firm(*order.firm), f"Facture {tag}", "Bonjour, voici notre facture.", tag=tag,
                         needs=True, enclosures=[Enclosure(name=f"{tag}.pdf", kind="pdf", text=text)])  # fmt: skip

    def doubled_invoice(self, day: date) -> Iterator[Posted]:
        """An invoice that came before."""
        if not self._charged:
            return
        tag, xml, firm = self.chance.choice(self._charged)
        yield self._post("doubled invoice", day, firm, f"Facture {tag}", "Bonjour, voici de nouveau notre facture.", tag=tag,
                         enclosures=[Enclosure(name=f"{tag}.xml", kind="txt", text=xml)])  # fmt: skip

    # ── what asks for nothing ─────────────────────────────────────────────────────────────────────────────

    def away(self, day: date) -> Iterator[Posted]:
        """Somebody's mail program says that they are away."""
        firm, tag = self.chance.choice(FIRMS), self._tag()
        back = said(working_day_after(day, 4), firm.language, 1)
        body = f"Je suis absent jusqu'au {back}." if firm.language == "fr" else f"I am away until {back}."
        yield self._post("away", day, firm, f"Absence : {tag}" if firm.language == "fr" else f"Out of office: {tag}", body,
                         tag=tag, Auto_Submitted="auto-replied")  # fmt: skip

    def newsletter(self, day: date) -> Iterator[Posted]:
        """News for thousands."""
        tag, number = self._tag(), self.chance.randrange(6)
        firm = Firm("La lettre du verre", f"lettre@actus-verre-{number}.example", "fr")
        yield self._post("newsletter", day, firm, f"La lettre de novembre {tag}", "Les salons du mois, les nouveautés, nos "
                         "offres jusqu'au 30 novembre.\n\nSe désabonner", tag=tag,
                         List_Unsubscribe=f"<https://actus-verre-{number}.example/u>", List_Id=f"<l.actus-verre-{number}.example>",  # noqa: E501
                         Precedence="bulk")  # fmt: skip

    def automatic(self, day: date) -> Iterator[Posted]:
        """A machine reports."""
        tag = self._tag()
        yield self._post("automatic", day, Firm("Sauvegarde", f"no-reply@{self.chance.choice('abc')}-cloud.example", "fr"),
                         f"Sauvegarde terminée {tag}", "La sauvegarde de la nuit est terminée. Ne répondez pas à ce message.",
                         tag=tag, Auto_Submitted="auto-generated")  # fmt: skip

    def private(self, day: date) -> Iterator[Posted]:
        """A mail marked private."""
        tag = self._tag()
        yield self._post(
            "private", day, STRANGERS[0], f"[Personnel] samedi soir {tag}", "On se voit samedi ?", tag=tag
        )

    def fraud(self, day: date) -> Iterator[Posted]:
        """Somebody plays the director."""
        tag = self._tag()
        firm = Firm("Étienne Kerbrat", f"e.kerbrat@atelier-verrler-{self.chance.randrange(9)}.example", "fr")
        yield self._post("fraud", day, firm, f"Virement confidentiel {tag}", "Nadia, effectuez aujourd'hui un virement de 48 000 "
                         "euros, en toute discrétion. Je suis en réunion, ne m'appelez pas.\n\nÉtienne", tag=tag, proven=False)  # fmt: skip  # noqa: E501

    def news(self, day: date) -> Iterator[Posted]:
        """Somebody tells something, and wants nothing."""
        firm, tag = self.chance.choice(FIRMS), self._tag()
        body = f"Bonjour,\n\nMerci pour votre accueil. Tout est bien arrivé.\n\nCordialement,\n{firm.name}" \
            if firm.language == "fr" else f"Hello,\n\nThank you, everything arrived safely.\n\nBest,\n{firm.name}"  # fmt: skip
        yield self._post(
            "news", day, firm, f"Merci {tag}" if firm.language == "fr" else f"Thank you {tag}", body, tag=tag
        )
