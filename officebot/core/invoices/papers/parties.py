"""Seller and buyer: whose numbers those on a page are, by the words before them and by what they share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from officebot.core.expressions import expression
from officebot.core.ibans import Account, accounts_in
from officebot.core.invoices.model import Firm, Found
from officebot.core.invoices.papers.identifiers import registered_in, vats_in
from officebot.core.invoices.papers.places import below, labelled
from officebot.core.text import Text, say
from officebot.core.trade.paper import Piece, Row
from officebot.core.trade.reading.folding import folded

_BUYERS = expression(
    r"(?<![a-z])(?:client|customer|kunden?|klant|buyer|acheteur|vos|votre|your|ihre|uw|destinataire|preneur|(?:factur"
    r"|livr)ee? a|bill to|ship to|invoice to|sold to"
    r"|identifiants?)\b"
)
_DEBITED = expression(
    r"preleve|prelevement|debit|votre compte|your account|ihr konto|uw rekening|mandat|rum\b|sepa direct"
)
_TO = expression(
    r"^(?:factur(?:ee?|er) a|adresse de facturation|client|destinataire|bill(?:ed)? to|invoice[d]? to|sold to"
    r"|customer|rechnung an|rechnungsempfanger|kunde"
    r"|factuur aan|factuuradres|klant|a l'attention de|acheteur|buyer)(?: ?:|$)"
)
_FORM = expression(
    r"(?<![a-z.])(?:sarl|s\.a\.r\.l\.?|sasu?|s\.a\.s\.?|eurl|scop|s\.a\.?|sa|ltd\.?|limited|llp|plc|inc\.?|llc|gmbh"
    r"|ohg|(?<![0-9] )kg|ag|e\.k\.|b\.?v\.?|n\.v\.?|sprl|srl|s\.r\.l\.?|s\.p\.a\.?|sp\. z o\.o\.)(?![a-z])"
)
_CUT = expression(r" [-–—·|●] |, | au capital| siret| rcs|:", re.IGNORECASE)
#: The beginning of an account that ends in the row below.
_BEGUN = expression(r"(?<![A-Za-z0-9])[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){2,7} ?$")
_HEAD = 45
#: And its own name in no more.
_TOP = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Parties:
    """Both firms, where each of their fields was read, and what is doubtful about them."""

    seller: Firm = field(default_factory=Firm)
    buyer: Firm = field(default_factory=Firm)
    found: dict[str, Found] = field(default_factory=dict)
    doubts: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class _Number:
    value: str
    words: str
    page: int
    is_buyers: bool


@dataclass(frozen=True, slots=True)
class _Account(_Number):
    is_right: bool


def find_parties(rows: Sequence[Row], seller_name: str, buyer_name: str) -> Parties:
    """The parties of a paper. Names that are known from elsewhere are taken as they are."""
    found: dict[str, Found] = {}
    doubts: list[Text] = []
    vats, registered, ibans = _numbers(rows)
    siret, siren = _registers(registered, found, "seller", is_buyers=False)
    vat = _vat(vats, siren, found, doubts)
    if not siren and vat.startswith("FR"):
        siren = vat[4:]
        found["seller.siren"] = found["seller.vat"]
    their_siret, their_siren = _registers(registered, found, "buyer", is_buyers=True)
    theirs = [one for one in vats if one.is_buyers and one.value != vat]
    if len({one.value for one in theirs}) == 1:
        found["buyer.vat"] = _where(theirs[0])
    seller, buyer = _names(rows, seller_name, buyer_name, found)
    return Parties(
        seller=Firm(name=seller, vat=vat, siren=siren, siret=siret, ibans=_accounts(ibans, found, doubts)),
        buyer=Firm(name=buyer, vat=theirs[0].value if "buyer.vat" in found else "", siren=their_siren, siret=their_siret),
        found=found, doubts=tuple(doubts),
    )  # fmt: skip


def _numbers(rows: Sequence[Row]) -> tuple[list[_Number], list[_Number], list[_Account]]:
    """VAT identifiers, register numbers and accounts, each with whether words call it the buyer's."""
    vats: list[_Number] = []
    registered: list[_Number] = []
    ibans: list[_Account] = []
    for place, row in enumerate(rows):
        around = folded(f"{rows[place - 1].text if place else ''} {row.text}")[:600]
        for n, piece in enumerate(row.pieces):
            before = row.pieces[n - 1].text if n else ""
            label = folded(f"{before[-60:]} {piece.text[:200]}")
            is_buyers = _BUYERS.search(label) is not None
            vats += [_Number(value, piece.text, row.page, is_buyers) for value in vats_in(piece.text)]
            words = piece.text if any(map(str.isalpha, piece.text)) else f"{before} {piece.text}"
            registered += [_Number(value, piece.text, row.page, is_buyers) for value in registered_in(words)]
            is_debited = _DEBITED.search(around) is not None
            ibans += [
                _Account(one.iban, piece.text, row.page, is_debited, one.is_valid)
                for one in _accounts_at(rows, place, piece)
            ]
    return vats, registered, ibans


def _accounts_at(rows: Sequence[Row], place: int, piece: Piece) -> tuple[Account, ...]:
    """The accounts in a piece; one that goes on below it where its check digits say so."""
    if sum(map(str.isdigit, piece.text)) < 8:
        return ()
    found = accounts_in(piece.text)
    if not found and _BEGUN.search(piece.text):
        for other in below(rows, place, piece):
            joined = accounts_in(f"{piece.text} {other.text}")
            if joined and joined[0].is_valid:
                return joined
    return found


def _registers(
    numbers: Sequence[_Number], found: dict[str, Found], whose: str, *, is_buyers: bool
) -> tuple[str, str]:
    """SIRET and SIREN of one side: where its numbers name one firm."""
    own = [one for one in numbers if one.is_buyers is is_buyers]
    if len({one.value[:9] for one in own}) != 1:
        return "", ""
    sirets = list(dict.fromkeys(one.value for one in own if len(one.value) == 14))
    found[f"{whose}.siren"] = _where(own[0])
    if len(sirets) != 1:
        return "", own[0].value[:9]
    found[f"{whose}.siret"] = _where(next(one for one in own if one.value == sirets[0]))
    return sirets[0], own[0].value[:9]


def _vat(numbers: Sequence[_Number], siren: str, found: dict[str, Found], doubts: list[Text]) -> str:
    """The seller's VAT identifier: the one with its SIREN, or the only one that is not called the buyer's."""
    own = [one for one in numbers if not one.is_buyers]
    same = [one for one in own if siren and one.value == f"{one.value[:4]}{siren}"]
    own = same or own
    distinct = list(dict.fromkeys(one.value for one in own))
    if len(distinct) > 1:
        doubts.append(say("More than one {what} was found: {candidates}.",
                          what=say("seller’s VAT identifier"), candidates=", ".join(distinct[:4])))  # fmt: skip
        return ""
    if not distinct:
        return ""
    found["seller.vat"] = _where(own[0])
    return distinct[0]


def _accounts(numbers: Sequence[_Account], found: dict[str, Found], doubts: list[Text]) -> tuple[str, ...]:
    """The accounts to pay to: right ones that are not the account that is debited."""
    own = [one for one in numbers if not one.is_buyers]
    right = [one for one in own if one.is_right]
    for value in dict.fromkeys(one.value for one in own if not one.is_right):
        doubts.append(say("The IBAN {iban} has wrong check digits: it is not taken.", iban=value))
    if right:
        found["seller.iban"] = _where(right[0])
    return tuple(dict.fromkeys(one.value for one in right))


def _names(rows: Sequence[Row], seller: str, buyer: str, found: dict[str, Found]) -> tuple[str, str]:
    """The names: as they are known; else the buyer's below its label, the seller's at the top and once more."""
    firms = _firms(rows)
    if not buyer:
        for one in labelled(rows[:_HEAD], _TO, _firm_in):
            buyer = one.value
            found["buyer.name"] = Found(words=one.words, page=one.page, confidence=0.85)
            break
    if not seller:
        others = [name for name in firms if _same(name) != _same(buyer)]
        twice = [name for name in others if firms[name] > 1 and _is_on_top(rows, name)]
        # Alone on the page, and whose the page is not known: it may as well be who is to pay.
        alone = others if buyer and len(others) == 1 else []
        if len(twice) == 1 or alone:
            seller = twice[0] if len(twice) == 1 else alone[0]
            found["seller.name"] = Found(words=seller, confidence=0.9 if twice else 0.75)
    if not buyer and seller:
        rest = [name for name in firms if _same(name) != _same(seller)]
        if len(rest) == 1:
            buyer = rest[0]
            found["buyer.name"] = Found(words=buyer, confidence=0.75)
    return seller, buyer


def _is_on_top(rows: Sequence[Row], name: str) -> bool:
    """Whether a name stands where a firm prints its own: in the first rows of the page."""
    return any(_same(name) in _same(row.text) for row in rows[:_TOP])


def _firms(rows: Sequence[Row]) -> dict[str, int]:
    """The names of firms with how often each stands there."""
    counts: dict[str, int] = {}
    first: dict[str, str] = {}
    for row in rows:
        for piece in row.pieces:
            name = _firm_in(_CUT.split(piece.text[:200])[0]) if _FORM.search(folded(piece.text[:200])) else None
            if name is not None:
                shown = first.setdefault(_same(name), name)
                counts[shown] = counts.get(shown, 0) + 1
    return counts


def _firm_in(text: str) -> str | None:
    """The name of a firm that a piece is: it ends as firms' names do."""
    name = _CUT.split(text[:120])[0].strip()
    plain = folded(name)
    forms = list(_FORM.finditer(plain))
    if not forms or not 4 <= len(name) <= 70 or forms[-1].end() < len(plain) - 2 or forms[-1].start() == 0:
        return None
    return name


def _same(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", folded(name))


def _where(one: _Number) -> Found:
    return Found(words=one.words[:120], page=one.page, confidence=0.95)
