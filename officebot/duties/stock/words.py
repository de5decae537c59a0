"""Words of people who write about stock, French and English, as `word_of` has them."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from decimal import Decimal

from officebot.core.expressions import expression
from officebot.core.stock.model import MovementKind

_TOKEN = expression(r"\d{1,7}(?:[.,]\d{1,3})?(?![\w])|\w{1,60}|[^\w\s]|\n")
_NUMBER = expression(r"\d{1,7}(?:[.,]\d{1,3})?")


def tokens_of(text: str) -> Sequence[str]:
    """The words, numbers and signs of a text, one after another."""
    return _TOKEN.findall(text)


def word_of(token: str) -> str:
    """A word without accents, in small letters and in the singular: `Boîtes` is `boite`, `rouleaux` is `rouleau`."""
    apart = unicodedata.normalize("NFKD", token.casefold().replace("œ", "oe"))
    plain = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return plain[:-1] if len(plain) > 3 and plain[-1] in "sx" and not plain[-2].isdigit() else plain


# A thousand in one country, one in the other: nobody knows.
_THOUSANDS = expression(r"\d{1,3}[.,]\d{3}")


def number_of(token: str) -> Decimal | None:
    """The number that a token writes in figures, the decimal mark being a comma or a point; None for any other."""
    if _THOUSANDS.fullmatch(token):
        return None
    return Decimal(token.replace(",", ".")) if _NUMBER.fullmatch(token) else None


def _words(told: str) -> list[str]:
    return [word_of(word) for word in told.split()]


_TAKEN = _words("""
    pris prise prends prenons retiré retirée sorti sortie utilisé utilisée consommé consommée prélevé prélevée emporté
    emportée emprunté empruntée récupéré récupérée retrait prélèvement took taken used grabbed withdrew withdrawn
    removed withdrawal
""")
_CAME = _words("""
    reçu reçue livré livrée livraison arrivé arrivée réceptionné réceptionnée réception received delivered delivery arrived
""")
_COUNTED = _words("reste restent restant inventaire remaining left counted")
#: What somebody did, by the word that says so.
DOING: Mapping[str, MovementKind] = {
    **dict.fromkeys(_TAKEN, MovementKind.withdrawal),
    **dict.fromkeys(_CAME, MovementKind.delivery),
    **dict.fromkeys(_COUNTED, MovementKind.counted),
}

#: Words by which nothing was done, or not yet: the whole sentence then says nothing.
NOT_SO = frozenset(
    _words("""
    pas jamais aucun aucune ni sera seront vais allons iront devrait devraient prévu prévue attendu attendue faut faudrait
    voudrais voudrait besoin commande commander commandez pourrait pouvez pourriez si quand demain
    rendu rendue remis remise rapporté rapportée reposé reposée pardon erreur put oops sorry mistake
    refusé refusée annulé annulée retour retourné retournée manque manquent manquait
    refused cancelled canceled returned missing
    not never no none don didn won hasn haven wasn weren will would should shall could may might if when need needed
    order expected please going tomorrow
    """)
)

_NUMBERS = (
    ("un une one a an", 1), ("deux two", 2), ("trois three", 3), ("quatre four", 4), ("cinq five", 5), ("six", 6),
    ("sept seven", 7), ("huit eight", 8), ("neuf nine", 9), ("dix ten", 10), ("onze eleven", 11),
    ("douze twelve", 12), ("quinze fifteen", 15), ("vingt twenty", 20), ("trente thirty", 30),
    ("quarante forty", 40), ("cinquante fifty", 50), ("cent hundred", 100),
)  # fmt: skip
NUMBER_WORDS: Mapping[str, Decimal] = {word: Decimal(value) for told, value in _NUMBERS for word in _words(told)}

#: Amounts that are none: they are asked about.
VAGUE = frozenset(
    _words("""
    dizaine douzaine quinzaine vingtaine trentaine cinquantaine centaine quelques plusieurs demi demie moitié environ
    approximativement presque peu beaucoup dozen few several some couple half about around roughly almost many
    """)
)

_UNITS = (
    "ramette ream", "boîte box boxes", "carton case", "paquet pack packet", "pièce piece unité unit pce pc",
    "rouleau roll", "bouteille bottle", "sac bag", "palette pallet", "paire pair", "kg kilo kilogramme", "g gramme gram",
    "l litre liter", "lot set", "tube", "bidon can", "flacon", "feuille sheet", "cartouche cartridge", "bloc pad",
    "pot jar", "caisse crate",
)  # fmt: skip
#: Words for units: those that mean the same share a name.
UNITS: Mapping[str, str] = {word: _words(told)[0] for told in _UNITS for word in _words(told)}

#: Little words that tell no article.
LITTLE = frozenset(
    _words("""
    de du des d l la le les un une au aux et en dans pour par sur chez avec ce cet cette ces mon ma mes notre nos j ai
    avons été est sont a nous on il elle y bonjour merci hier aujourd hui jour matin midi soir stock magasin encore aussi
    dernier dernière derniers dernières nouveau nouveaux nouvelle
    the of an and in for from to at by my our your i we have has had been was were is are there this that these those
    hello thank thanks you yesterday today morning also out last new
    """)
)
