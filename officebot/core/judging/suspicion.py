"""Says what makes a mail suspicious: who it says it is from, what it wants, where it leads, what hangs on it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from officebot.core.expressions import expression
from officebot.core.facts import OfficeFacts
from officebot.core.ibans import accounts_in, compact
from officebot.core.judging.danger import dangers_of
from officebot.core.judging.evidence import Folded, Hit, fold
from officebot.core.judging.fraud_model import Opinion, fraud_model, mail_marks
from officebot.core.judging.identity import Borrowed, borrowed_name, is_open_to_all, names_a_colleague, plays_a_role
from officebot.core.judging.links import asks_for_password, bad_links, has_link, links
from officebot.core.judging.lookalike import (
    belongs_to,
    brand_in,
    looks_alike,
    looks_like_known,
    mixes_alphabets,
    registered,
)
from officebot.core.judging.schemes import schemes
from officebot.core.judging.signs import FoundPhrases, Signs, signs_in
from officebot.core.judging.standing import Standing, standing_of
from officebot.core.mail import TWO_SENDERS, Address, Mail, Proof
from officebot.core.text import Text, say

#: From this weight on a mail is treated as a fraud.
FRAUD = 3.0
#: Less than this together is not worth a warning.
_LEAST = 0.9
_LEAST_SOFT = 1.3
#: From this weight on "advertising" is nothing but that.
ADVERT = 1.5
# How sure the model must be to call a mail a fraud, to warn of it, to call it an advertisement, to warn of that.
_SURE, _HINT, _ADVERT, _HINT_OF_ADVERT = 0.65, 0.5, 0.5, 0.2
# What words weigh of which the model says that honest mails are worded so.
_CALM = 0.6
_LIKE_FRAUD = say("It is worded like known frauds.")
_LIKE_ADVERT = say("It is worded like advertising that nobody asked for.")
# Phishing and a chief's fraud are short; in a longer text everyday words meet by chance.
_LONG = 2_500
_ADDRESS_DOMAIN = expression(r"@((?:[\w-]{1,63}\.){1,4}[a-z]{2,18})", re.IGNORECASE)
_LINK_FAULTS: Mapping[str, Text] = {
    "hidden": say("A link hides where it leads behind a name before an @."),
    "number": say("A link leads to a bare number instead of a name."),
    "letters": say("A link leads to a name written with look-alike letters."),
    "alike": say("A link leads to a domain that only looks like a known one."),
    "other": say("A link shows another address than the one it leads to."),
    "brand": say("A link uses a well-known name in a domain that is not that firm's."),
    "short": say("A link hides its target behind a free or a shortening service."),
    "personal": say("A link carries the reader's own address to a page outside."),
    "form": say("The mail itself holds a form to be filled in."),
}
_BORROWED: Mapping[str, Text] = {
    "colleague": say("It bears the name of a colleague but comes from an address outside the office."),
    "contact": say("It bears the name of a contact but comes from another domain."),
    "brand": say("It bears the name of a well-known firm but does not come from it."),
    "address": say("The name shown holds another address than the real one."),
}


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing that speaks against a mail: a short name, how much, the sentence for a person and the words quoted.

    `is_soft` says that it was read from words, which honest mails use too.
    """

    name: str
    weight: float
    what: Text
    hit: Hit | None = None
    quote: str = ""
    is_soft: bool = False


def doubts(
    mail: Mail, facts: OfficeFacts, first: Mapping[str, Hit], *,
    text: Folded | None = None, phrases: FoundPhrases | None = None,
) -> list[Doubt]:  # fmt: skip
    """Everything that speaks against this mail, the heaviest first; none for most mails.

    `first` is what the judging found in it; `text`, and the phrases of fraud in it, spare doing the same twice.
    """
    standing = standing_of(mail, facts)
    if not standing.counts and not mail.attachments:
        return []
    signs = _signs(mail, facts, standing, first, text or _folded(mail), phrases)
    found = _of_rules(mail, facts, standing, signs)
    if standing.counts:
        opinion = fraud_model().of(signs.text, _marks(mail, standing, signs, found))
        if opinion.fraud < _HINT and all(doubt.is_soft for doubt in found):
            found = [replace(doubt, weight=round(doubt.weight * _CALM, 2)) for doubt in found]
        found += _of_likeness(opinion, standing, signs, found, is_proven=mail.proof in (Proof.PASSED, Proof.UNKNOWN))
    if sum(doubt.weight for doubt in found) < _LEAST:
        return []
    return sorted(found, key=lambda doubt: -doubt.weight)


def seen_by_model(mail: Mail, facts: OfficeFacts, first: Mapping[str, Hit], text: Folded) -> dict[str, float]:
    """What the model of frauds sees of a mail besides its words: who writes, how, and what the rules found."""
    standing = standing_of(mail, facts)
    signs = _signs(mail, facts, standing, first, text)
    return _marks(mail, standing, signs, _of_rules(mail, facts, standing, signs))


def _signs(
    mail: Mail, facts: OfficeFacts, standing: Standing, first: Mapping[str, Hit], text: Folded,
    phrases: FoundPhrases | None = None,
) -> Signs:  # fmt: skip
    signs = signs_in(text, phrases, has_link=has_link(mail))
    signs.insists, signs.is_bulk = "urgent" in first or "at_once" in first, "bulk" in first
    if not standing.is_known and "move" in signs.first:
        signs.names_colleague = bool(names_a_colleague(signs.text.words, mail, facts.people))
    return signs


def _of_rules(mail: Mail, facts: OfficeFacts, standing: Standing, signs: Signs) -> list[Doubt]:
    """What the rules say against the mail."""
    is_ours = standing.is_inside and mail.proof is Proof.PASSED
    found = [] if is_ours else list(_from_outside(mail, facts, standing, signs))
    found += _of_words(mail, standing, signs, found)
    found += _of_account_number(mail, standing)
    found += _of_attachments(mail, standing, signs)
    if found and mail.proof is Proof.UNPROVEN and not standing.is_inside:
        heavy = sum(doubt.weight for doubt in found) >= 1.5
        found.append(Doubt("unproven", 1 if heavy else 0.5, say("Nothing proves the sender."), is_soft=True))
    return found


# ── what it is like ───────────────────────────────────────────────────────────────────────────────────────


def _marks(mail: Mail, standing: Standing, signs: Signs, found: Sequence[Doubt]) -> dict[str, float]:
    return mail_marks(mail, standing.name, signs, ((doubt.name, doubt.weight) for doubt in found))


def _of_likeness(
    opinion: Opinion, standing: Standing, signs: Signs, found: Sequence[Doubt], *, is_proven: bool
) -> Iterator[Doubt]:
    """The second voice: a mail that is like known frauds is one, unless the office knows who wrote it or it warns of them."""
    total = sum(doubt.weight for doubt in found)
    if opinion.fraud >= _HINT and (words := _quoted(signs, "fraud")):
        is_warning = signs.has("warns") and all(doubt.is_soft for doubt in found)
        is_one = opinion.fraud >= _SURE and not (standing.is_known and is_proven) and not is_warning
        # Where the model only hints, knowing what the rules found, its word alone does not make a fraud.
        weight = max(FRAUD - total, 1.0) if is_one else min(1.0, FRAUD - 0.1 - total)
        if weight > 0:
            yield Doubt("likeness", round(weight, 2), _LIKE_FRAUD, quote=words, is_soft=True)
    if opinion.advert >= _HINT_OF_ADVERT and not standing.is_known and (words := _quoted(signs, "advert")):
        weight = ADVERT if opinion.advert >= _ADVERT else 1.0
        yield Doubt("advertising", weight, _LIKE_ADVERT, quote=words, is_soft=True)


def _quoted(signs: Signs, head: str) -> str:
    """The words that counted; "" for a single one, which is no opinion: so short a mail is the rules' to judge."""
    words = fraud_model().strongest(signs.text, head)
    return " … ".join(words) if len(words) > 1 else ""


def reports_a_mishap(mail: Mail, facts: OfficeFacts, *, text: Folded | None = None) -> str:
    """The words with which a colleague says to have fallen for a fraud, which makes it urgent; "" for none."""
    if not facts.people.inside(mail.sender.address) or mail.proof is Proof.FAILED:
        return ""
    signs = signs_in(text or _folded(mail))
    is_told = signs.has("fallen") and signs.has("warns", "undone")
    return signs.quote((signs.first["fallen"],)) if is_told else ""


def _folded(mail: Mail) -> Folded:
    return fold(f"{mail.subject}\n{mail.reply or mail.text}")


# ── who writes ────────────────────────────────────────────────────────────────────────────────────────────


def _from_outside(mail: Mail, facts: OfficeFacts, standing: Standing, signs: Signs) -> Iterator[Doubt]:
    yield from _of_proof(mail, standing)
    if not standing.is_inside:
        yield from _of_name(mail, facts, signs)
        yield from _of_domain(mail, facts)
    yield from _of_answers(mail, facts, standing)
    yield from _of_thread(mail, standing)
    yield from _of_links(mail, facts, standing, signs, is_bulk=mail.is_list or signs.is_bulk)


def _of_proof(mail: Mail, standing: Standing) -> Iterator[Doubt]:
    if mail.proof is Proof.FAILED:
        what = say("The sender could not be proven: the check of the mail's origin failed.")
        yield Doubt("proof", 3 if standing.is_known else 1.5, what)
    elif mail.proof is Proof.UNPROVEN and standing.is_inside:
        what = say("It bears one of our own addresses, but our server found nothing that proves it.")
        yield Doubt("proof", 1.5 if mail.is_automatic else 2.5, what)
    if TWO_SENDERS in mail.problems:
        yield Doubt("two senders", 2, TWO_SENDERS)
    if mail.headers.get("x-spam-flag", "").strip().lower() == "yes":
        yield Doubt("spam filter", 1.5, say("The mail server's own filter took it for spam."))


def _of_name(mail: Mail, facts: OfficeFacts, signs: Signs) -> Iterator[Doubt]:
    borrowed = borrowed_name(mail.sender, facts)
    if borrowed is None or (mail.is_list and borrowed.kind != "colleague"):
        return
    weight = borrowed.weight
    if borrowed.kind == "colleague" and _is_only_kind(mail, signs):
        weight = min(weight, 1.5)
    wants = signs.has("new_bank", "bank", "bait", "shared", "credential", "parcel", "move")
    has_way = signs.has_link or bool(mail.attachments) or signs.has("new_bank")
    if wants and (borrowed.kind == "contact" or (borrowed.kind == "brand" and has_way)):
        weight += 1
    elif borrowed.kind == "brand" and signs.has_link:
        weight += 0.7
    yield Doubt("name", weight, _BORROWED[borrowed.kind], quote=_quote_of_name(mail.sender, borrowed))


def _quote_of_name(sender: Address, borrowed: Borrowed) -> str:
    return f"{sender.name or borrowed.whose} <{sender.address}>"


def _is_only_kind(mail: Mail, signs: Signs) -> bool:
    """A colleague who writes from home: thanks, wants nothing, sends no link and nothing but pictures."""
    wants = signs.has(
        "asks", "transfer", "bank", "new_bank", "gift", "secrecy", "hidden", "feeler", "phone", "bait", "credential"
    )
    only_pictures = all(one.media_type.startswith("image/") for one in mail.attachments)
    is_home = is_open_to_all(mail.sender.domain) and not mail.reply_to and only_pictures
    return is_home and signs.has("thankful") and not wants and not signs.has_link


def _of_domain(mail: Mail, facts: OfficeFacts) -> Iterator[Doubt]:
    domain = mail.sender.domain
    likeness = looks_like_known(domain, facts.people, facts.contacts)
    if likeness is not None:
        what = say(
            "The sender's domain looks like {known}, which the office knows, but is another.", known=likeness.domain
        )
        yield Doubt("look-alike", likeness.weight, what, quote=domain)
    elif (not domain.isascii() or "xn--" in domain) and mixes_alphabets(domain):
        yield Doubt("look-alike", 2, say("The sender's domain is written with look-alike letters."), quote=domain)
    else:
        brand = brand_in(domain)
        if brand and not belongs_to(domain, brand):
            what = say("The sender's domain uses a well-known name but is not that firm's.")
            # Some firms really have several domains; who proves this one may be such a firm.
            yield Doubt("look-alike", 0.7 if mail.proof is Proof.PASSED else 1.5, what, quote=domain)


def _of_answers(mail: Mail, facts: OfficeFacts, standing: Standing) -> Iterator[Doubt]:
    """Answers that would go elsewhere: harmless for lists, robots and the same firm's other domains."""
    mine = registered(mail.sender.domain)
    other = next((one for one in mail.reply_to if one.domain and registered(one.domain) != mine), None)
    if other is None or mail.is_list or standing.is_inside:
        return
    contact = facts.contacts.at(other.address) or facts.contacts.of_domain(other.address)
    if mine.partition(".")[0] == registered(other.domain).partition(".")[0] or facts.people.inside(other.address):
        return
    if contact is not None and contact is standing.contact:
        return
    if looks_alike(other.domain, mail.sender.domain) or looks_like_known(other.domain, facts.people, facts.contacts):
        # Who is proven may use several domains; who is not sends the answer to a copy of a domain we trust.
        weight = 0.5 if standing.is_known and mail.proof is Proof.PASSED else 3.0
    elif mail.is_automatic or mail.sender.address.startswith(("noreply@", "no-reply@", "ne-pas-repondre@")):
        weight = 0.5
    else:
        is_odd = is_open_to_all(other.domain) and not is_open_to_all(mail.sender.domain)
        weight = (2.5 if mail.proof is Proof.UNPROVEN else 2.0) if is_odd else 1.0
    yield Doubt("reply-to", weight, say("Answers would go to another domain than the sender's."), quote=other.address)


def _of_thread(mail: Mail, standing: Standing) -> Iterator[Doubt]:
    """A stranger who steps into a conversation under a domain that only looks like the one it was held with."""
    if standing.is_known or not (mail.in_reply_to or mail.subject[:3].lower() in ("re:", "re ", "fw:", "tr:")):
        return
    domain = mail.sender.domain
    earlier = [words.strip("<> ").rpartition("@")[2].lower() for words in (mail.in_reply_to, *mail.references[-5:])]
    earlier += [found.lower() for found in _ADDRESS_DOMAIN.findall(mail.text[:8000])[:20]]
    other = next((one for one in dict.fromkeys(earlier) if one and one != domain and looks_alike(one, domain)), None)
    if other is not None:
        what = say("It continues a conversation with {domain}, which its own domain only looks like.", domain=other)
        yield Doubt("look-alike", 3, what, quote=domain)


# ── where it leads ────────────────────────────────────────────────────────────────────────────────────────


def _of_links(mail: Mail, facts: OfficeFacts, standing: Standing, signs: Signs, *, is_bulk: bool) -> Iterator[Doubt]:
    if standing.is_known and mail.proof in (Proof.PASSED, Proof.UNKNOWN):
        return
    found = links(mail)
    for bad in bad_links(mail, facts, found):
        yield Doubt("link", bad.weight * (0.6 if is_bulk else 1.0), _LINK_FAULTS[bad.kind], quote=bad.quote)
    if mail.html and not mail.is_list and asks_for_password(mail.html):
        yield Doubt("link", 2, _LINK_FAULTS["form"])
    brand = brand_in(mail.sender.domain)
    is_urged = signs.has("bait", "soft_bait", "faceless") and mail.proof is not Proof.PASSED
    if brand and is_urged and belongs_to(mail.sender.domain, brand) and found:
        strange = [link for link in found if not belongs_to(link.host, brand)]
        if len(strange) == len(found):
            what = say("It says that it comes from a well-known firm, but every link leads elsewhere.")
            yield Doubt("link", 1.5, what, quote=strange[0].host)


# ── what it wants ─────────────────────────────────────────────────────────────────────────────────────────


def _of_words(mail: Mail, standing: Standing, signs: Signs, earlier: Sequence[Doubt]) -> Iterable[Doubt]:
    """The strongest scheme in full and the others in part; less from whom the office knows."""
    if not standing.counts:
        return
    less = _is_warned(mail, standing, signs, earlier)
    found = schemes(signs)
    for place, scheme in enumerate(found):
        is_bank = scheme.name == "bank details"
        counts = _counts_for_bank(standing) if is_bank else standing.counts
        if scheme.is_soft:
            counts *= _counts_for_soft(mail, standing, signs)
        share = 1.0 if place == 0 or is_bank else 0.6 if scheme.name == found[0].name else 0.3
        weight = max(scheme.weight - less, 0) * counts * share
        if weight >= (_LEAST_SOFT if scheme.is_soft and place == 0 else 0.3):
            yield Doubt(scheme.name, round(weight, 2), scheme.what, quote=signs.quote(scheme.hits), is_soft=True)
    if found and not mail.to and not mail.cc and not mail.is_list and not standing.is_known:
        yield Doubt("hidden recipients", 0.6, say("It does not say to whom it was sent."), is_soft=True)
    if found and found[0].name == "bait" and not standing.is_known and plays_a_role(mail.sender.name):
        yield Doubt(
            "role",
            0.7,
            say("It calls itself a service of the house but comes from outside."),
            quote=mail.sender.name,
            is_soft=True,
        )
    if found and found[0].name == "bait" and is_open_to_all(mail.sender.domain):
        yield Doubt(
            "free address",
            0.6,
            say("No firm sends such mail from a free address."),
            quote=mail.sender.address,
            is_soft=True,
        )
    orders = found and found[0].name in ("credit order", "fortune", "prize")
    if orders and any(doubt.name == "reply-to" for doubt in earlier):
        yield Doubt("free address", 1, say("It wants the answer sent somewhere else."))


def _counts_for_soft(mail: Mail, standing: Standing, signs: Signs) -> float:
    """Everyday words prove little in a long text or a mailing, and less from a sender that is proven."""
    if mail.is_list or standing.is_known:
        return 0.0 if mail.is_list else 0.6
    counts = {Proof.PASSED: 0.6, Proof.UNPROVEN: 1.15}.get(mail.proof, 1.0)
    return counts * (0.4 if signs.is_bulk or len(mail.text) > _LONG else 1.0)


def _counts_for_bank(standing: Standing) -> float:
    """Changed bank details always warn: even the right sender's mailbox may be in other hands."""
    if standing.is_inside:
        return standing.counts
    return max(standing.counts, 2 / 3) if standing.contact is not None else 1.0


def _is_warned(mail: Mail, standing: Standing, signs: Signs, earlier: Sequence[Doubt]) -> float:
    """How much less the words count because the mail warns of fraud; nothing where the sender is in doubt."""
    if not signs.has("warns") or sum(doubt.weight for doubt in earlier) >= 1:
        return 0.0
    return 2.0 if standing.is_known or mail.proof is Proof.PASSED else 1.0


def _of_account_number(mail: Mail, standing: Standing) -> Iterator[Doubt]:
    """An account that is not the contact's, in a mail of that contact."""
    known = standing.contact.iban if standing.contact is not None else ""
    if not known or not any(letter in mail.text for letter in "0123456789"):
        return
    found = [account for account in accounts_in(mail.text[:20_000]) if account.is_valid]
    if found and compact(known) not in (account.iban for account in found):
        yield Doubt(
            "account number",
            2,
            say("The account in it is not the one that the office knows."),
            quote=found[0].words,
        )


# ── what hangs on it ──────────────────────────────────────────────────────────────────────────────────────


def _of_attachments(mail: Mail, standing: Standing, signs: Signs) -> Iterator[Doubt]:
    is_trusted = standing.is_known and mail.proof in (Proof.PASSED, Proof.UNKNOWN)
    gives_password = signs.has("unlock")
    for danger in dangers_of(mail.attachments, is_known=is_trusted, gives_password=gives_password):
        yield Doubt(danger.name, danger.weight, danger.what, quote=danger.quote)
