"""What documents call their columns, in French and in English: the words of a heading, and the role they give it."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache

from officebot.core.workbooks.words import plain


class Role(StrEnum):
    """What stands in a column."""

    unknown = ""
    position = "position"
    buyer_article = "buyer_article"
    article = "article"
    label = "label"
    quantity = "quantity"
    ordered = "ordered"
    outstanding = "outstanding"
    unit = "unit"
    price = "price"
    gross_price = "gross_price"
    discount = "discount"
    amount = "amount"
    amount_taxed = "amount_taxed"
    tax = "tax"
    levy = "levy"
    date = "date"
    order = "order"
    note = "note"
    per = "per"


def _words(text: str) -> frozenset[str]:
    return frozenset(word for part in text.split() for word in plain(part))


_FEW = frozenset(
    {
        "prix",
        "unite",
        "unit",
        "price",
        "ht",
        "hors",
        "taxe",
        "net",
        "nette",
        "eur",
        "euro",
        "gbp",
        "€",
        "£",
        "excl",
        "ex",
        "vat",
        "each",
        "in",
    }
)
_TAXED = _words("ttc gross inclusive incl inc brutto")
_LEVY = _words("eco ecotaxe ecopart ecoparticipation deee d3e ecocontribution contribution weee")
_TAX = _words("tva vat tax taxe taxes")
_DISCOUNT = _words("remise remises rem rabais disc discount discounts réduction ristourne")
_OUTSTANDING = _words(
    "reste reliquat solde restant outstanding backorder backordered follow balance manquant owing remaining still"
)
_ORDERED = _words(
    "dem demandez demandé demandée demandés agreed convenu commandé commandée commandés"
    " cdé cdée ordered cmdé requested ord"
)
_SENT = _words(
    "proposons proposé proposés offered fourni fournie fournis fournies van loaded packed chargé chargés enlevé livré"
    " livrée livrés livrées expédié expédiée expédiés expédiées envoyé envoyée sent shipped delivered despatched"
    " dispatched supplied confirmé confirmée confirmed accepted servi servie remis facturé facturée invoiced billed"
)
_QUANTITY = _words(
    "exemplaires exempl quantité quantités qté qtés qte qty quantity quantities nombre nb nbre nbr pcs "
    "pièces pce qt qtt qnt count units volume"
)
_PRICE = _words("pay prix pu tarif price rate cost coût pri unitaire puht puhtva")
_GROSS = _words("brut public list catalogue base barème rrp")
_AMOUNT = _words("montant total amount value valeur extended ext goods linetotal somme sum")
_UNIT = _words("unité u uv uc um uom unit conditionnement cond emballage packaging pack udv")
_PACKS = _words("packs cartons boxes colis boîtes paquets cases")
_DATE = _words(
    "livraison délai date expédition delivery ready due disponible dispo semaine week eta despatch "
    "dispatch ship promised"
    " prévu prévue planned available when disponibilité échéance arrivée départ shipping expected "
    "attendu attendue promise arrival enlèvement"
)
_YOURS = _words("votre vos v vot your client customer cust buyer vôtre")
_OURS = _words("notre nos n our fournisseur supplier vendor interne")
_CODE = _words(
    "référence référence réf ref code sku ean gencod gtin part item article art reference références prod isbn cat"
)
_LABEL = _words(
    "désignation description libellé article produit product item items text intitulé prestation "
    "prestations nature objet détail"
    " détails service services what goods marchandise fourniture matériel designation label titre title material work"
    " travaux intervention ouvrage particulars job contents contenu task tâche tâches titre"
)
_PLACE = _words("item ligne line pos position poste")
_POSITION = _words("pos position ligne line lig n° no # item rang repère rep poste lg ln ordre it")
_ORDER = _words("commande cde order po bon orders commandes cmd bc")
_NUMBER = _words("n° no num numéro number nr ref réf référence reference ligne line pos")
_NOTE = _words(
    "remarque remarques observation observations commentaire commentaires remarks comment comments "
    "note notes result résultat statut status état result résultat results"
)


def counts_packs(heading: str) -> bool:
    """Whether a heading counts packages rather than what is in them."""
    return bool(frozenset(plain(heading)) & _PACKS)


@lru_cache(maxsize=4096)
def roles_of(heading: str) -> tuple[Role, ...]:
    """The roles that a column with this heading may have, the likeliest first; none for words that head no column."""
    if len(heading) > 60:
        return ()
    if heading.strip() in ("€", "£", "$", "EUR", "GBP"):
        return (Role.amount,)
    words = frozenset(plain(heading.replace("%", " % ")))
    if not words or len(words) > 6:
        return ("%" in heading and (Role.discount,)) or ()
    return tuple(dict.fromkeys(_roles(words, heading)))


def _roles(words: frozenset[str], heading: str) -> Iterable[Role]:
    if words & _LEVY:
        yield Role.levy
        return
    if words & _DISCOUNT:
        yield (
            Role.price if words & _PRICE and words & {"apre", "after", "remise"} and len(words) > 2 else Role.discount
        )
        return
    if words & _TAX and not words & (_PRICE | _AMOUNT) and not words & {"ex", "excl", "hor"}:
        yield Role.tax
        return
    if (words & _OUTSTANDING or words == {"b", "o"}) and not words & (_PRICE | _AMOUNT):
        yield Role.outstanding
        return
    if words & _ORDERED and not words & (_DATE | _NUMBER | _YOURS):
        # « Commandé » counts, « commande » names: without accents they are one word, and what stands below decides.
        yield from (Role.ordered,) if words & _QUANTITY else (Role.ordered, Role.order)
        return
    if words & _SENT and not words & _DATE - _SENT:
        yield Role.quantity
        return
    yield from _usual(words, heading)


def _usual(words: frozenset[str], heading: str) -> Iterable[Role]:
    is_price = (
        bool(words & _PRICE or (words & {"unit", "each", "piece"} and words & {"net", "ht"}))
        or words in ({"p", "u"}, {"p", "u", "ht"}, {"p", "u", "net"})
        or "each" in words
    )
    if words & _YOURS and words & (_CODE | _NUMBER) and not words & _ORDER:
        yield Role.buyer_article
    elif words & _ORDER and (words & (_YOURS | _NUMBER) or len(words) == 1) and not words & (_CODE - _NUMBER):
        yield Role.order
    elif words & {"unit", "each", "ea", "pce", "unitaire"} and any(sign in heading for sign in "€£$"):
        yield Role.price
    elif words == {"unit"}:
        yield from (Role.quantity, Role.unit, Role.price)
    elif words == {"number"}:
        yield from (Role.quantity, Role.position)
    elif words & _PLACE and words & (_ORDER | _YOURS) and len(words) <= 4:
        yield Role.position
    elif (words & _QUANTITY or (words & _PACKS and words & _NUMBER)) and not is_price:
        yield Role.quantity
    elif is_price and words & {"100", "1000", "cent", "hundred"}:
        yield Role.price
    elif is_price and not words & {"total", "montant", "amount"}:
        yield Role.gross_price if words & _GROSS else Role.price
    elif words & _GROSS and len(words) == 1:
        yield Role.gross_price
    elif words & _AMOUNT:
        yield Role.amount_taxed if words & _TAXED else Role.amount
        if words & _LABEL:
            yield Role.label
    elif words in ({"net"}, {"ht"}, {"net", "ht"}):
        yield from (Role.amount, Role.price)
    elif words <= _UNIT or (words & _UNIT and len(words) == 1):
        yield from (Role.unit, Role.quantity, Role.price)
    elif words & _DATE and not words & _LABEL:
        yield Role.date
    else:
        yield from _naming(words)


def _naming(words: frozenset[str]) -> Iterable[Role]:
    if words & _NOTE and len(words) <= 2:
        yield Role.note
    if words & _POSITION and len(words) <= 2 and not words & (_CODE - _POSITION):
        yield Role.position
    if words & _CODE and (words & (_NUMBER | _OURS | {"code"}) or not words & _LABEL):
        yield Role.article
    if words & _LABEL:
        yield Role.label
    if words & _CODE:
        yield Role.article
    if words in ({"par"}, {"per"}):
        yield Role.per


#: Words that begin a row of sums or of taxes, folded; what stands below such a row is no line.
SUMS = (
    "total", "totaux", "sous-total", "sous total", "subtotal", "sub-total", "sub total", "montant total", "montant ht",
    "montant ttc", "montant tva", "total ht", "total ttc", "net ht", "net a payer", "base ht", "base tva", "tva", "vat",
    "tax", "taxe", "taxes", "ht ", "ttc", "net total", "net amount", "grand total", "amount due", "balance due", "total due",
    "order total", "invoice total", "goods total", "nett", "net ", "due", "solde a payer", "dont tva", "excl", "total ex",
    "incl", "a payer", "payable", "gross", "montant net", "somme", "total net", "to pay", "exclusief", "totaal", "btw",
    "totale", "gesamt", "summe", "mwst", "ust", "zahlbetrag", "escompte",
)  # fmt: skip
#: Sums on the way: what follows them are lines again.
CARRIED = (
    "sous-total",
    "sous total",
    "subtotal",
    "sub-total",
    "sub total",
    "report",
    "a reporter",
    "carried",
    "brought",
    "total page",
    "page total",
)
