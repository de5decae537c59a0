"""Says which domain another one was made to look like: the same to the eye, a letter off, or with words added."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from officebot.core.expressions import expression
from officebot.core.people import PUBLIC_DOMAINS, Contacts, People

# Letters of other alphabets that look like ours (a choice from Unicode's confusables, UTS #39).
_LOOKS_LIKE = {
    "a": "аɑα", "b": "ЬЪƅ", "c": "сϲⅽ", "d": "ԁɗđⅾ", "e": "еєҽ", "f": "ƒ", "g": "ɡԍ", "h": "һհ", "i": "іιıίӏ", "j": "јϳ",
    "k": "κкķ", "l": "ⅼłǀ", "m": "мⅿ", "n": "пոη", "o": "оοօσø", "p": "рρ", "q": "ԛ", "r": "гᴦ", "s": "ѕꜱ", "t": "тτ",
    "u": "υսυ", "v": "ѵνⅴ", "w": "ԝωѡ", "x": "хχⅹ", "y": "уγү", "z": "ᴢż",
}  # fmt: skip
_CONFUSABLE = str.maketrans({foreign: letter for letter, all_of in _LOOKS_LIKE.items() for foreign in all_of})
# What is drawn nearly alike in an address line; hyphens are overlooked.
_DRAWN = str.maketrans({"0": "o", "1": "l", "i": "l", "5": "s", "3": "e", "-": "", "_": ""})
_SECOND_LEVELS = frozenset({"ac", "asso", "co", "com", "edu", "gob", "gouv", "gov", "net", "nom", "or", "org", "tm"})
_ADDED = (
    "accounting|accounts?|achats?|admin|assistance|banque|billing|client|clients|commande|commercial|compta|comptabilite"
    "|connect|contact|corp|corporate|direct|direction|espace|eu|europe|export|factur(?:e|es|ation)|fin(?:ance|ances)|fr"
    "|france|gestion|gmbh|grou?p(?:e)?|head|help|holding|hr|inc|info|international|intl|invoices?|invoicing|it|livraison|login|ltd"
    "|lyon|mail|net|office|online|orders?|paie|paiement|paiements|paris|pay|payments?|payroll|portal|pro|purchasing|rh|sales"
    "|sarl|sas|secure|securite|security|service|services|supply|support|team|treasury|tresorerie|uk|us|usa|verify|web|www"
)
_ADDED_AFTER = expression(rf"[-_]?(?:{_ADDED})$")
_ADDED_BEFORE = expression(rf"^(?:{_ADDED})[-_]")
# A shorter name is one letter away from too many honest ones.
_SHORTEST, _SHORT = 5, 8


@dataclass(frozen=True, slots=True)
class Likeness:
    """Which domain it looks like, how ("drawn", "letter", "ending", "words", "inside"), and how sure that is, up to 3."""

    domain: str
    how: str
    weight: float


def looks_like_known(domain: str, people: People, contacts: Contacts) -> Likeness | None:
    """The office's own domain or a contact's that this one imitates; None for a known one and for most others."""
    known = known_domains(people, contacts)
    if not domain or domain in PUBLIC_DOMAINS or domain in known.domains or registered(domain) in known.domains:
        return None
    return known.like(domain)


def looks_alike(one: str, other: str) -> bool:
    """Whether two different names are the same to the eye, or a letter apart; one firm may use several endings."""
    mine, theirs = main_label(one), main_label(other)
    return mine != theirs and len(mine) >= _SHORT and _is_near(skeleton(mine), skeleton(theirs))


class KnownDomains:
    """A table of domains that is asked in a few steps, however many there are."""

    def __init__(self, domains: Iterable[str]) -> None:
        self.domains = frozenset(registered(domain) for domain in domains)
        self._by_skeleton: dict[str, str] = {}
        self._by_deletion: dict[str, list[str]] = {}
        self._of_name: dict[str, str] = {}
        for domain in sorted(self.domains):
            label = main_label(domain)
            name = skeleton(label)
            if self._by_skeleton.setdefault(name, domain) != domain:
                continue
            # As it is drawn and as it is spelt: a letter changed within "cl" makes two of what was drawn as one.
            for spelt in {name, label}:
                self._note_a_letter_off(spelt, domain)
        self._asked: dict[str, Likeness | None] = {}

    def _note_a_letter_off(self, name: str, domain: str) -> None:
        if len(name) > _SHORTEST:
            self._of_name.setdefault(name, domain)
            for shorter in (name, *_shortened(name)):
                self._by_deletion.setdefault(shorter, []).append(name)

    def like(self, domain: str) -> Likeness | None:
        """What this domain imitates; the last few thousand answers are remembered."""
        if domain not in self._asked:
            if len(self._asked) >= 4096:
                self._asked.clear()
            self._asked[domain] = self._like(domain[:253])
        return self._asked[domain]

    def _like(self, domain: str) -> Likeness | None:
        label = main_label(domain)
        name = skeleton(label)
        if (known := self._by_skeleton.get(name)) is not None:
            return self._of_same_name(label, domain, known)
        for inner in _inner_labels(domain):
            if (known := self._by_skeleton.get(skeleton(inner))) is not None and len(inner) >= _SHORTEST:
                return Likeness(known, "inside", 3)
        for shorter in _without_added(label):
            if len(shorter) > 3 and (known := self._by_skeleton.get(skeleton(shorter))) is not None:
                return Likeness(known, "words", 3)
        return self._a_letter_off(name) or (self._a_letter_off(label) if label != name else None)

    def _of_same_name(self, label: str, domain: str, known: str) -> Likeness | None:
        if label != main_label(known):
            return Likeness(known, "drawn", 3)
        # The same name below another ending may be another honest firm's: alone it warns.
        return Likeness(known, "ending", 2) if len(label) >= _SHORTEST and domain not in self.domains else None

    def _a_letter_off(self, name: str) -> Likeness | None:
        if len(name) < _SHORTEST:
            return None
        for shorter in (name, *_shortened(name)):
            for other in self._by_deletion.get(shorter, ()):
                if _is_near(name, other):
                    return Likeness(self._of_name[other], "letter", 3 if len(other) >= _SHORT else 2)
        return None


@lru_cache(maxsize=4)
def known_domains(people: People, contacts: Contacts) -> KnownDomains:
    """The office's own domains and those of its contacts, without the public mail providers'."""
    own = people.domains | {domain for contact in contacts.all for domain in contact.domains}
    return KnownDomains(own - PUBLIC_DOMAINS)


@lru_cache(maxsize=4096)
def registered(domain: str) -> str:
    """The part of a domain that somebody registered: `mail.firm.co.uk` is `firm.co.uk`."""
    labels = domain.lower().rstrip(".").split(".")
    if len(labels) > 2 and labels[-2] in _SECOND_LEVELS and len(labels[-1]) <= 3:
        return ".".join(labels[-3:])
    return ".".join(labels[-2:])


def main_label(domain: str) -> str:
    """The name in a registered domain, readable: `firm` of `mail.firm.co.uk`."""
    return readable(registered(domain).partition(".")[0])


@lru_cache(maxsize=4096)
def skeleton(label: str) -> str:
    """What a label looks like: without accents, with letters that look alike made the same."""
    if not label.isascii():
        label = unicodedata.normalize("NFKD", label.lower()).translate(_CONFUSABLE)
        label = "".join(letter for letter in label if not unicodedata.combining(letter))
    return label.lower().replace("rn", "m").replace("vv", "w").replace("cl", "d").translate(_DRAWN)


def readable(label: str) -> str:
    """An internationalised label as it is shown (RFC 3492); one that cannot be decoded stays as it is."""
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except UnicodeError:
        return label


def mixes_alphabets(domain: str) -> bool:
    """Whether a label is written with letters of two alphabets, or only with foreign ones that look like ours."""
    for raw in domain.split("."):
        label = readable(raw)
        if label.isascii():
            continue
        foreign = [
            letter for letter in label if letter.isalpha() and not unicodedata.name(letter, "").startswith("LATIN")
        ]
        if foreign and (len(foreign) < sum(map(str.isalpha, label)) or skeleton(label).isascii()):
            return True
    return False


def _inner_labels(domain: str) -> list[str]:
    """The labels below the registered part: `firm` of `firm.example.evil.example`."""
    labels, count = domain.split("."), len(registered(domain).split("."))
    return [readable(label) for label in labels[:-count]]


def _without_added(label: str) -> Iterable[str]:
    """The label without one or two words that somebody may have added, at either end."""
    for _ in range(2):
        before, after = _ADDED_BEFORE.sub("", label), _ADDED_AFTER.sub("", label)
        yield from (shorter for shorter in (after, before) if shorter != label)
        label = _ADDED_BEFORE.sub("", after) or label


def _shortened(name: str) -> Iterable[str]:
    """The name without one of its letters, each in turn."""
    return (name[:place] + name[place + 1 :] for place in range(min(len(name), 40)))


def _is_near(one: str, other: str) -> bool:
    """Whether one letter added, dropped, replaced or two neighbours swapped make one of the other, or nothing does."""
    if one == other:
        return True
    if abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    rest, others = one[start:], other[start:]
    if len(rest) == len(others):
        return rest[1:] == others[1:] or (rest[:2] == others[1::-1] and rest[2:] == others[2:])
    return rest[1:] == others or rest == others[1:]


_PLAIN_BRANDS = (
    "adobe airbnb aliexpress allegro axa barclays chronopost coinbase ebay fedex hsbc linkedin mastercard "
    "metamask mondialrelay natwest netflix nordea paypal postbank santander spotify ups usps visa "
    "wellsfargo wetransfer whatsapp urssaf westernunion "
)
#: Firms that phishing borrows most, and the domains that are really theirs besides those of their own name.
BRANDS: Mapping[str, str] = {
    **dict.fromkeys(_PLAIN_BRANDS.split(), ""),
    "amazon": "amazonses.com media-amazon.com",
    "ameli": "assurance-maladie.fr",
    "americanexpress": "aexp.com",
    "antai": "gouv.fr",
    "apple": "icloud.com me.com",
    "bankofamerica": "bofa.com",
    "bnpparibas": "bnpparibas.net",
    "boursorama": "boursobank.com",
    "boursobank": "boursorama.fr",
    "chase": "jpmorgan.com",
    "citibank": "citi.com",
    "colissimo": "laposte.fr laposte.net",
    "creditagricole": "credit-agricole.fr ca-paris.fr",
    "creditmutuel": "e-i.com",
    "dhl": "dhl.de dpdhl.com",
    "disneyplus": "disney.com",
    "docusign": "docusign.net",
    "dpd": "dpd.fr dpdgroup.com",
    "dropbox": "dropboxmail.com",
    "facebook": "facebookmail.com meta.com",
    "google": "gmail.com youtube.com",
    "impots": "gouv.fr",
    "instagram": "facebook.com",
    "labanquepostale": "laposte.fr",
    "laposte": "laposte.net",
    "lloyds": "lloydsbank.co.uk lloydsbank.com",
    "microsoft": "office.com outlook.com microsoftonline.com live.com sharepoint.com azure.com",
    "office365": "microsoft.com office.com",
    "societegenerale": "socgen.com",
    "sharepoint": "microsoft.com sharepointonline.com",
    "steam": "steampowered.com",
    "ovhcloud": "ovh.com ovh.net",
}


@lru_cache(maxsize=4096)
def brand_in(words: str) -> str:
    """The firm that these words (a name shown, a host) speak of, spelled as in `BRANDS`; "" for none."""
    flat = unicodedata.normalize("NFKD", words.lower()).encode("ascii", "ignore").decode("ascii")
    tokens = re.findall(r"[a-z0-9]{2,40}", flat[:300])
    for place, token in enumerate(tokens):
        for name in (token, token.replace("0", "o").replace("1", "l"), "".join(tokens[place : place + 2])):
            if name in BRANDS:
                return name
    return ""


def belongs_to(domain: str, brand: str) -> bool:
    """Whether a domain is the firm's own: one of its name, or one that it is known to use."""
    own = registered(domain)
    name = own.partition(".")[0].replace("-", "")
    return name == brand or any(
        own == other or domain.endswith("." + other) for other in BRANDS.get(brand, "").split()
    )
