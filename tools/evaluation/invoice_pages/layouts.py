"""Twelve layouts of invoices; those of even number are held out: looked at only to measure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from tools.evaluation.invoice_pages.facts import Facts, made
from tools.evaluation.invoice_pages.setting import beside, cell, day, money, page, stacked, table, words


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """An invoice's typst source and what it truly says; `shown` names the fields that the page shows at all."""

    name: str
    source: str
    facts: Facts
    layout: int
    hidden: frozenset[str] = frozenset()


def pages() -> list[Page]:
    """Five invoices of each layout."""
    return [layout(place) for layout in LAYOUTS.values() for place in range(5)]


_R4 = "left, right, right, right"


def classic_french(n: int, on: date | None = None) -> Page:
    """Labels with colons, one rate, the firm's register numbers in the footer, a capital that is no total."""
    f = made(100 + n, "fr", lines=3 + n, discount=(0, 0, 5, 0, 10)[n], prepaid=(0, 0, 0, 30, 0)[n], on=on)
    m = money((" ", "\u202f", ".", " ", "")[n], ",", after=" €")
    form = ("dmy", "dmy", "words", "d.m.y", "dmy")[n]
    rate, (net, vat) = next(iter(f.rates.items()))
    rows = [["Désignation", "Qté", "PU HT", "Montant HT"]]
    rows += [[i.label, str(i.quantity), m(i.price), m(i.amount)] for i in f.items]
    sums = [["Total brut HT", m(net + f.discount)], ["Remise", m(-f.discount)]] if f.discount else []
    sums += [["Total HT", m(net)], [f"TVA {rate} %", m(vat)], ["Total TTC", m(f.gross)]]
    sums += [["Acompte versé", m(-f.prepaid)], ["Net à payer", m(f.payable)]] if f.prepaid else []
    body = beside(
        stacked(f.seller.name, f.seller.street, f.seller.town, "Tél. : 04 72 00 11 22"),
        stacked(f.buyer.name, f.buyer.street, f.buyer.town),
    )
    body += f"= {words(f'Facture n° {f.number}')}\n" + stacked(
        f"Date : {day(f.issued, form)}", f"Votre commande n° {f.order}", f"N° client : {f.customer}",
        f"Date d’échéance : {day(f.due, form)}", "Mode de règlement : virement",
    )  # fmt: skip
    body += table("1fr, auto, auto, auto", rows, align=_R4)
    body += "#align(right)[" + table("auto, auto", sums, align="left, right") + "]\n"
    body += stacked("Pas d’escompte pour paiement anticipé. Indemnité forfaitaire de recouvrement : 40 €.")
    foot = f"{f.seller.name} au capital de 10 000,00 € – SIRET {f.seller.siret} – TVA {f.seller.vat}"
    foot += f" – IBAN {_grouped(f.seller.iban)}"
    return Page(name=f"classic-french-{n}", source=page(body, footer=foot), facts=f, layout=1)


def band_french(n: int, on: date | None = None) -> Page:
    """A band of headings above their values, several rates in a table, a deposit."""
    f = made(200 + n, "fr", rates=1 + n % 3, lines=4 + n, prepaid=(0, 40, 0, 0, 20)[n], on=on)
    m = money(" ", ",", after=("", " €", "", " EUR", "")[n])
    band = [["N° de facture", "Date", "N° client", "Votre commande", "Échéance"],
            [f.number, day(f.issued, "dmy"), f.customer, f.order, day(f.due, "dmy")]]  # fmt: skip
    rows = [["Référence", "Libellé", "Quantité", "Prix unitaire", "TVA", "Total HT"]]
    rows += [[f"R{100 + k}", i.label, f"{i.quantity},00", m(i.price), f"{i.rate}".replace(".", ",") + " %", m(i.amount)]
             for k, i in enumerate(f.items)]  # fmt: skip
    taxes = [["Base HT", "Taux", "Montant TVA"]]
    taxes += [[m(net), f"{rate}".replace(".", ",") + " %", m(vat)] for rate, (net, vat) in f.rates.items()]
    sums = [["Total HT", m(f.net)], ["Total TVA", m(f.vat)], ["Total TTC", m(f.gross)]]
    sums += [["Acompte déjà réglé", m(f.prepaid)], ["Reste à payer", m(f.payable)]] if f.prepaid else []
    body = (
        stacked(f.seller.name, f"{f.seller.street} – {f.seller.town}")
        + f"#align(center)[#text(16pt)[{words('FACTURE')}]]\n"
    )
    body += beside("", stacked("Adresse de facturation", f.buyer.name, f.buyer.street, f.buyer.town))
    body += table("1fr, 1fr, 1fr, 1fr, 1fr", band, align="center, center, center, center, center")
    body += table("auto, 1fr, auto, auto, auto, auto", rows, align="left, left, right, right, right, right")
    body += beside(
        table("auto, auto, auto", taxes, align="right, right, right"), table("1fr, auto", sums, align="left, right")
    )
    body += stacked(
        f"Règlement par virement : {_grouped(f.seller.iban)}", f"SIREN {_threes(f.seller.siren)} RCS Lyon"
    )
    return Page(name=f"band-french-{n}", source=page(body, size=9), facts=f, layout=2)


def british(n: int, on: date | None = None) -> Page:
    """Labels beside their values in columns, the order beside the invoice, pounds, net so many days."""
    f = made(300 + n, "en", lines=2 + n, rates=1 + n % 2, currency="GBP", discount=(0, 10, 0, 0, 0)[n], on=on)
    m = money(",", ".", before="£")
    form = ("dmy", "words", "dmy", "iso", "dmy")[n]
    labels = [["Invoice No.", f.number, "Order No.", f.order],
              ["Invoice date / tax point", day(f.issued, form, "en"), "Account", f.customer]]  # fmt: skip
    labels += [["Due date", day(f.due, form, "en"), "Terms", f"Net {f.days} days"]]
    rows = [["Description", "Qty", "Unit price", "VAT %", "Net"]]
    rows += [[i.label, str(i.quantity), m(i.price), f"{i.rate}%", m(i.amount)] for i in f.items]
    sums = [["Goods total", m(f.net + f.discount)], ["Less discount", m(-f.discount)]] if f.discount else []
    sums += [["Subtotal", m(f.net)], *([f"VAT @ {rate}%", m(vat)] for rate, (_, vat) in f.rates.items())]
    sums += [["Total due", m(f.gross)]]
    body = f"= {words('INVOICE')}\n" + beside(
        stacked("Invoice to", f.buyer.name, f.buyer.street, f.buyer.town),
        stacked(f.seller.name, f.seller.street, f.seller.town, f"VAT Reg No {f.seller.vat}"),
    )
    body += table("auto, 1fr, auto, 1fr", labels, stroke="none")
    body += table("1fr, auto, auto, auto, auto", rows, align="left, right, right, right, right", stroke="none")
    body += "#align(right)[" + table("auto, auto", sums, align="right, right", stroke="none") + "]\n"
    body += stacked(f"Please pay to IBAN {_grouped(f.seller.iban)}", "Registered in England no. 01234567")
    return Page(name=f"british-{n}", source=page(body, font="Libertinus Serif"), facts=f, layout=3)


def american(n: int, on: date | None = None) -> Page:
    """Month before day, dollars, what was paid and the balance due at the top."""
    f = made(400 + n, "en", lines=3, currency="USD", prepaid=(0, 0, 25, 0, 50)[n], on=on)
    m = money(",", ".", before="$")
    form = ("us", "mdy", "us", "mdy", "us")[n]
    _, (net, vat) = next(iter(f.rates.items()))
    head = [["Invoice #", f.number], ["Date of issue", day(f.issued, form, "en")], ["Due Date", day(f.due, form, "en")],
            ["PO Number", f.order], ["Balance Due", m(f.payable)]]  # fmt: skip
    rows = [["Item", "Rate", "Quantity", "Amount"]] + [
        [i.label, m(i.price), str(i.quantity), m(i.amount)] for i in f.items
    ]
    sums = [["Subtotal", m(net)], ["Sales tax (20%)", m(vat)], ["Total", m(f.gross)]]
    sums += [["Amount paid", m(f.prepaid)], ["Balance due", m(f.payable)]] if f.prepaid else []
    body = beside(
        stacked(f.seller.name, "88 Mill Street", "Portland, OR 97205"), "#align(right)[#text(18pt)[INVOICE]]"
    )
    body += beside(
        stacked("Bill to", f.buyer.name, "200 Main St, Denver, CO 80202"), table("auto, auto", head, stroke="none")
    )
    body += table("1fr, auto, auto, auto", rows, align=_R4)
    body += "#align(right)[" + table("auto, auto", sums, align="left, right", stroke="none") + "]\n"
    return Page(name=f"american-{n}", source=page(body), facts=f, layout=4)


def german(n: int, on: date | None = None) -> Page:
    """Points for thousands, Skonto that is no discount yet, the customer's number beside the invoice's."""
    f = made(500 + n, "de", lines=3 + n, rates=1 + n % 2, on=on)
    m = money(".", ",", after=" €" if n % 2 else " EUR")
    form = ("d.m.y", "words", "d.m.y", "d.m.y", "words")[n]
    head = [["Rechnungsnummer:", f.number], ["Kundennummer:", f.customer], ["Rechnungsdatum:", day(f.issued, form, "de")],
            ["Lieferdatum:", day(f.issued, form, "de")], ["Ihre Bestellung:", f.order]]  # fmt: skip
    rows = [["Pos.", "Bezeichnung", "Menge", "Einzelpreis", "Gesamt"]]
    rows += [[str(k + 1), i.label, f"{i.quantity} Stk", m(i.price), m(i.amount)] for k, i in enumerate(f.items)]
    sums = [["Nettobetrag", m(f.net)], *([f"zzgl. {rate} % MwSt.", m(vat)] for rate, (_, vat) in f.rates.items()),
            ["Rechnungsbetrag", m(f.gross)]]  # fmt: skip
    skonto = (f.gross * Decimal("0.98")).quantize(Decimal("0.01"))
    body = stacked(f"{f.seller.name} · {f.seller.street} · {f.seller.town}")
    body += beside(stacked(f.buyer.name, f.buyer.street, f.buyer.town), table("auto, auto", head, stroke="none"))
    body += f"= {words('Rechnung')}\n" + table(
        "auto, 1fr, auto, auto, auto", rows, align="left, left, right, right, right", stroke="none"
    )
    body += "#align(right)[" + table("auto, auto", sums, align="left, right", stroke="none") + "]\n"
    body += stacked(f"Zahlbar bis {day(f.due, form, 'de')} ohne Abzug, bis 10 Tage mit 2 % Skonto: {m(skonto)}")
    foot = f"{f.seller.name} – USt-IdNr. {f.seller.vat} – IBAN {_grouped(f.seller.iban)} – HRB 12345"
    return Page(name=f"german-{n}", source=page(body, footer=foot), facts=f, layout=5)


def dutch(n: int, on: date | None = None) -> Page:
    """Labels and values in one piece, VAT named by its rate, hyphens in days."""
    f = made(600 + n, "nl", lines=2 + n, on=on)
    m = money(".", ",", before="€ ")
    rate, (net, vat) = next(iter(f.rates.items()))
    rows = [["Omschrijving", "Aantal", "Prijs", "Bedrag"]] + [
        [i.label, str(i.quantity), m(i.price), m(i.amount)] for i in f.items
    ]
    sums = [
        [("Subtotaal", "Totaal excl. BTW")[n % 2], m(net)],
        [f"BTW {rate}%", m(vat)],
        [("Totaal", "Totaal incl. BTW")[n % 2], m(f.gross)],
    ]
    body = f"= {words('FACTUUR')}\n" + beside(
        stacked(f.buyer.name, f.buyer.street, f.buyer.town),
        stacked(f.seller.name, f.seller.street, f.seller.town, f"BTW {f.seller.vat}", f"IBAN {f.seller.iban}"),
    )
    body += stacked(
        f"Factuurnummer: {f.number}", f"Klantnummer: {f.customer}",
        f"Factuurdatum: {day(f.issued, ('d-m-y', 'words')[n % 2], 'nl')}",
        f"Vervaldatum: {day(f.due, ('d-m-y', 'words')[n % 2], 'nl')}", f"Ordernummer: {f.order}",
    )  # fmt: skip
    body += table("1fr, auto, auto, auto", rows, align=_R4, stroke="none")
    body += "#align(right)[" + table("auto, auto", sums, align="left, right", stroke="none") + "]\n"
    return Page(name=f"dutch-{n}", source=page(body), facts=f, layout=6)


def carried(n: int, on: date | None = None) -> Page:
    """Seventy lines on several pages, sums carried over, a discount on all, an offer of cash discount."""
    f = made(700 + n, "fr", lines=62 + n, discount=(3, 0, 5, 0, 2)[n], on=on)
    m = money(" ", ",")
    rate, (net, vat) = next(iter(f.rates.items()))
    parts, running = [], Decimal(0)
    for start in range(0, len(f.items), 28):
        some = f.items[start : start + 28]
        rows = [["Code", "Article", "Qté", "P.U.", "Montant"]]
        rows += [["", "Report", "", "", m(running)]] if start else []
        rows += [[f"A{start + k:03d}", i.label, str(i.quantity), m(i.price), m(i.amount)] for k, i in enumerate(some)]
        running += sum((i.amount for i in some), Decimal(0))
        rows += [["", "À reporter", "", "", m(running)]] if start + 28 < len(f.items) else []
        head = stacked(f"Facture {f.number} du {day(f.issued, 'dmy')} – page {start // 28 + 1}")
        parts.append(head + table("auto, 1fr, auto, auto, auto", rows, align="left, left, right, right, right"))
    sums = [["Total lignes", m(net + f.discount)], ["Remise globale", m(-f.discount)]] if f.discount else []
    sums += [["Net HT", m(net)], [f"TVA à {rate} %", m(vat)], ["Net à payer TTC (EUR)", m(f.gross)]]
    body = beside(
        stacked(f.seller.name, f.seller.street, f.seller.town), stacked("Client", f.buyer.name, f.buyer.town)
    )
    body += "#pagebreak()\n".join(parts) + "#align(right)[" + table("auto, auto", sums, align="left, right") + "]\n"
    body += stacked(f"Paiement à {f.days} jours date de facture. Escompte 1 % à 8 jours : {m(f.gross / 100)}")
    foot = f"SIRET {f.seller.siret} – N° TVA {f.seller.vat} – {f.seller.name} au capital de 50 000 €"
    return Page(name=f"carried-{n}", source=page(body, size=9, footer=foot), facts=f, layout=7)


def credit_french(n: int, on: date | None = None) -> Page:
    """A credit note that names the invoice it takes back, with a minus or without."""
    f = made(800 + n, "fr", lines=1 + n % 3, is_credit=True, on=on)
    sign = -1 if n % 2 else 1
    m = money(" ", ",", after=" €")
    rate, (net, vat) = next(iter(f.rates.items()))
    rows = [["Désignation", "Quantité", "Prix HT", "Montant HT"]] + [
        [i.label, str(i.quantity), m(i.price), m(sign * i.amount)] for i in f.items
    ]
    sums = [["Total HT", m(sign * net)], [f"TVA {rate} %", m(sign * vat)], ["Total TTC", m(sign * f.gross)]]
    head = stacked(
        f"Date de l’avoir : {day(f.issued, ('dmy', 'words')[n % 2])}",
        f"Sur facture n° FA-{4_000 + n} du 05/12/2025", f"Code client : {f.customer}", "Motif : retour de marchandise",
    )  # fmt: skip
    body = beside(stacked(f.seller.name, f.seller.street, f.seller.town), head)
    body += f"= {words(f'AVOIR N° {f.number}')}\n" + stacked(f.buyer.name, f.buyer.street, f.buyer.town)
    body += table("1fr, auto, auto, auto", rows, align=_R4) + table("auto, auto", sums, align="left, right")
    body += stacked(f"{f.seller.name} – RCS Lyon {_threes(f.seller.siren)} – TVA intracommunautaire {f.seller.vat}")
    return Page(name=f"credit-french-{n}", source=page(body), facts=f, layout=8, hidden=frozenset({"due"}))


def deposit_french(n: int, on: date | None = None) -> Page:
    """An invoice of a deposit: the total of the order stands there as well, and is not its own."""
    f = made(900 + n, "fr", lines=1, on=on)
    m = money(" ", ",", after=" €")
    rate, (net, vat) = next(iter(f.rates.items()))
    share = (30, 40, 50, 30, 20)[n]
    whole = (f.gross * 100 / share).quantize(Decimal("0.01"))
    body = beside(
        stacked(f.seller.name, f.seller.street, f.seller.town), stacked(f.buyer.name, f.buyer.street, f.buyer.town)
    )
    body += f"= {words('Facture d’acompte')}\n" + stacked(
        f"Numéro : {f.number}", f"Émise le {day(f.issued, 'words')}", f"Commande {f.order} du {day(date(2025, 12, 1), 'words')}",
        f"Montant total de la commande TTC : {m(whole)}",
    )  # fmt: skip
    body += table("1fr, auto", [[f"Acompte de {share} % à la commande", m(net)]], align="left, right")
    sums = [
        ["Montant HT", m(net)],
        [f"TVA ({rate},00 %)", m(vat)],
        ["Montant TTC", m(f.gross)],
        ["Net à payer", m(f.gross)],
    ]
    body += "#align(right)[" + table("auto, auto", sums, align="left, right", stroke="none") + "]\n"
    body += stacked(
        f"À régler avant le {day(f.due, 'words')} – {_grouped(f.seller.iban)}", f"SIRET : {_threes(f.seller.siret)}"
    )
    return Page(name=f"deposit-french-{n}", source=page(body), facts=f, layout=9)


def letter(n: int, on: date | None = None) -> Page:
    """A fee note in sentences: the sums stand in words, once or twice in figures as well."""
    f = made(1000 + n, "fr", lines=1, on=on)
    m = money(" ", ",", after=" €")
    rate, (net, vat) = next(iter(f.rates.items()))
    told = (
        [
            f"soit {m(net)} hors taxes, {m(vat)} de TVA au taux de {rate} %, et un total de {m(f.gross)} toutes taxes comprises."
        ]
        if n < 3
        else ["soit mille deux cent quarante euros toutes taxes comprises."]
    )
    body = stacked(f.seller.name, f.seller.street, f.seller.town) + stacked(f.buyer.name, f.buyer.town)
    body += stacked(f"Lyon, le {day(f.issued, 'words')}") + stacked(f"Note d’honoraires n° {f.number}")
    body += stacked(
        "Madame, Monsieur,", "Veuillez trouver ci-après le montant de nos honoraires pour la mission convenue,", *told
    )
    body += stacked(f"Règlement à réception. IBAN {_grouped(f.seller.iban)}", f"N° SIRET {f.seller.siret}")
    # « à réception » : on the day of issue.
    f = replace(f, due=f.issued)
    hidden = frozenset({"net", "vat", "gross", "payable"}) if n >= 3 else frozenset()
    return Page(name=f"letter-{n}", source=page(body, size=11), facts=f, layout=10, hidden=hidden)


def disagreeing(n: int, on: date | None = None) -> Page:
    """Papers that must not be believed: sums that do not add up, two dates, two numbers, none."""
    f = made(1100 + n, "fr", lines=3, on=on)
    m = money(" ", ",", after=" €")
    rate, (net, vat) = next(iter(f.rates.items()))
    wrong = f.gross + (Decimal("9.00") if n in (0, 3) else Decimal(0))
    number = (
        [f"Facture n° {f.number}", f"Facture n° {f.number}9"]
        if n == 1
        else [f"Facture n° {f.number}"]
        if n != 4
        else ["Facture"]
    )
    dates = [f"Date : {day(f.issued, 'dmy')}"] + ([f"Date : {day(f.due, 'dmy')}"] if n == 2 else [])
    rows = [["Désignation", "Qté", "PU HT", "Montant HT"]] + [
        [i.label, str(i.quantity), m(i.price), m(i.amount)] for i in f.items
    ]
    sums = [["Total HT", m(net)], [f"TVA {rate} %", m(vat)], ["Total TTC", m(wrong)]]
    body = stacked(f.seller.name, f.seller.street, f.seller.town) + stacked(*number) + stacked(*dates)
    body += table("1fr, auto, auto, auto", rows, align=_R4) + table("auto, auto", sums, align="left, right")
    hidden = {
        0: {"net", "vat", "gross", "payable"},
        1: {"number"},
        2: {"issued"},
        3: {"net", "vat", "gross", "payable"},
        4: {"number"},
    }[n]
    return Page(name=f"disagreeing-{n}", source=page(body), facts=f, layout=11, hidden=frozenset(hidden | {"due"}))


def bilingual(n: int, on: date | None = None) -> Page:
    """Labels in two languages, Swiss apostrophes, no VAT where it is reversed."""
    f = made(1200 + n, "fr", lines=3, currency="CHF" if n % 2 else "EUR", on=on)
    m = money("’" if n % 2 else " ", "." if n % 2 else ",", after=f" {f.currency}")
    rate, (net, vat) = next(iter(f.rates.items()))
    is_free = n in (2, 4)
    if is_free:
        f = _without_vat(f)
    rows = [["Désignation / Description", "Qté / Qty", "Prix / Price", "Montant / Amount"]]
    rows += [[i.label, str(i.quantity), m(i.price), m(i.amount)] for i in f.items]
    sums = [["Total HT / Net total", m(net)]]
    sums += [["TVA / VAT 0 %", m(Decimal(0))]] if is_free else [[f"TVA / VAT {rate} %", m(vat)]]
    sums += [["Total TTC / Gross total", m(f.gross)]]
    form = ("dmy", "d.m.y", "words", "d.m.y", "iso")[n]
    band = [["Facture / Invoice No.", "Date", "Client / Customer", "Échéance / Due date"],
            [f.number, day(f.issued, form), f.customer, day(f.due, form)]]  # fmt: skip
    body = beside(
        stacked(f.seller.name, f.seller.street, f.seller.town), stacked(f.buyer.name, f.buyer.street, f.buyer.town)
    )
    body += f"= {words('FACTURE / INVOICE')}\n" + table("1fr, 1fr, 1fr, 1fr", band)
    body += table("1fr, auto, auto, auto", rows, align=_R4) + table(
        "auto, auto", sums, align="left, right", stroke="none"
    )
    body += stacked("Autoliquidation / Reverse charge" if is_free else "", f"IBAN {_grouped(f.seller.iban)}")
    return Page(name=f"bilingual-{n}", source=page(body), facts=f, layout=12)


def _without_vat(facts: Facts) -> Facts:
    return replace(facts, rates={Decimal(0): (facts.net, Decimal(0))})


def _grouped(iban: str) -> str:
    return " ".join(iban[at : at + 4] for at in range(0, len(iban), 4))


def _threes(digits: str) -> str:
    return " ".join(digits[at : at + 3] for at in range(0, 9, 3)) + (f" {digits[9:]}" if len(digits) > 9 else "")


LAYOUTS: Mapping[int, Callable[..., Page]] = {
    1: classic_french, 2: band_french, 3: british, 4: american, 5: german, 6: dutch, 7: carried, 8: credit_french,
    9: deposit_french, 10: letter, 11: disagreeing, 12: bilingual,
}  # fmt: skip
__all__ = ["LAYOUTS", "Page", "cell", "pages"]
