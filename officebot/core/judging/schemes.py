"""Says which known schemes a mail's words add up to: each part weighs something, none is enough alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from officebot.core.judging.evidence import flat_words
from officebot.core.judging.signs import Found, Signs
from officebot.core.text import Text, say

# How near two words must stand to speak of the same thing, and within how many all belong to one thought, in words.
_NEAR, _FEW_LINES = 16, 46
# What the everyday words of phishing and of a chief's fraud weigh where they stand together.
_PULLS = {
    "access": 0.8, "loss": 0.9, "do": 0.7, "look": 0.7, "thing": 0.5, "identify": 0.9, "due": 0.8, "gain": 1.0, "hurry": 0.5,
}  # fmt: skip
_ORDERS = {"move": 1.0, "hush": 1.0, "deal": 0.7, "push": 0.5, "away": 0.8, "orders": 0.7}


@dataclass(frozen=True, slots=True)
class Scheme:
    """A scheme that the words add up to: its name, its weight, the sentence for a person and the words to quote.

    A soft one is made of everyday words: it counts less for a sender that is proven, more for one that nothing proves.
    """

    name: str
    weight: float
    what: Text
    hits: tuple[Found, ...]
    is_soft: bool = False


_NEW_BANK = say("It announces changed bank details.")
_SALARY = say("It wants a salary paid to another account.")
_BOSS = say("It asks for money and for silence.")
_ON_WORD = say("It wants money moved on somebody's word, in haste or in silence.")
_GIFT = say("It wants gift cards and their codes.")
_PULL = say("It says that something will be lost unless one clicks, as phishing does.")
_PASSWORD = say("It wants a click or a password, as phishing does.")
_PARCEL = say("It wants a small fee for a parcel, as phishing does.")
_REFUND = say("It promises a refund for a click.")
_CALL_BACK = say("It bills something that nobody bought, so that one calls.")
_PRIZE = say("It promises a prize.")
_FORTUNE = say("It promises a fortune from strangers.")
_EXTORTION = say("It threatens and wants to be paid.")
_POLICE = say("It threatens in the name of the law.")
_CREDIT_ORDER = say("It orders on credit as swindlers do.")
_REGISTER = say("It bills an entry in a register that nobody asked for.")
_SPAM = say("It reads like advertising that nobody asked for.")


# Phrases of "plain" that deny a change of account.
_SAME_ACCOUNT = frozenset(
    flat_words(phrase)
    for phrase in (
        "mêmes coordonnées bancaires", "même RIB", "même IBAN", "RIB habituel", "RIB inchangé", "same bank details",
        "ne changent pas", "ne change pas", "restent inchangées", "coordonnées bancaires restent inchangées", "are unchanged",
        "remain unchanged", "bank details are unchanged", "our bank details are unchanged", "no change to our bank details",
    )
)  # fmt: skip


def schemes(signs: Signs) -> list[Scheme]:
    """The schemes that the signs add up to, strongest first; none for most mails."""
    found = [scheme for scheme in _all(signs) if scheme.weight >= 1]
    return sorted(found, key=lambda scheme: -scheme.weight)


def _all(signs: Signs) -> Iterable[Scheme]:
    yield from _bank(signs)
    if signs.has("secrecy", "hidden", "feeler", "gift", "harvest"):
        yield from _boss(signs)
    yield from _password(signs)
    yield from _pull(signs)
    yield from _chief(signs)
    yield from _small_sums(signs)
    yield from _large_sums(signs)
    yield from _business(signs)


def _bank(signs: Signs) -> Iterable[Scheme]:
    salary, hit = signs.first.get("salary"), signs.first.get("new_bank")
    if salary is not None and signs.has("bank", "weak_bank", "new_bank"):
        yield Scheme("salary", 3, _SALARY, (salary,))
    if hit is not None:
        yield Scheme("bank details", 3, _NEW_BANK, (hit,))
    elif not (signs.has("plain") and signs.first["plain"].phrase in _SAME_ACCOUNT):
        yield from _other_account(signs)


def _other_account(signs: Signs) -> Iterable[Scheme]:
    """A word for an account near one that says that it is another now."""
    changes, updates = signs.placed.get("changes", []), signs.placed.get("updates", [])
    banks = signs.placed.get("bank", [])
    pair = _near(banks, changes) if changes else None
    if pair is None and changes and (number := signs.number()) is not None:
        pair = _near([number], changes, 3 * _NEAR)
    if pair is not None:
        yield Scheme("bank details", 3, _NEW_BANK, (pair,))
    elif (weak := _near(signs.placed.get("weak_bank", []), changes)) is not None:
        yield Scheme("bank details", 2.1, _NEW_BANK, (weak,))
    elif (weak := _near(banks, updates)) is not None:
        yield Scheme("bank details", 1.5, _NEW_BANK, (weak,))


def _boss(signs: Signs) -> Iterable[Scheme]:
    if signs.has("gift") and signs.has("codes", "secrecy", "hidden", "feeler"):
        yield Scheme("gift cards", signs.sum("gift", "codes", "secrecy", "hidden"), _GIFT, (signs.first["gift"],))
    if not signs.has("transfer", "harvest", "phone"):
        return
    parts = [sign for sign in ("secrecy", "hidden", "feeler", "harvest", "transfer", "phone") if signs.has(sign)]
    if len(parts) >= 2:
        weight = signs.sum("secrecy", "hidden", "feeler", "harvest", "transfer") + 0.5 * (
            signs.insists or signs.has("insists")
        )
        weight += 0.7 * signs.has("phone")
        if weight >= 1.7:
            yield Scheme("secrecy", weight, _BOSS, (signs.first[parts[0]],))


def _password(signs: Signs) -> Iterable[Scheme]:
    lure = signs.sum("bait", "soft_bait", "shared")
    if signs.has("credential") and signs.has("threat"):
        lure += 0.7
    if signs.has("account") and signs.has("threat") and signs.has_link:
        lure += 0.7
    if signs.has("faceless") and signs.has("account", "credential") and signs.has_link:
        lure += 0.5
    if lure < 1:
        return
    push = (
        signs.sum("threat", "faceless")
        + min(signs.sum("credential"), 1)
        + 0.3 * (signs.insists or signs.has("insists"))
    )
    push += signs.sum("click")
    way = 0.5 if signs.has_link else 0.0
    weight = min(lure, 3) + min(push, 2) * 0.8 + way
    if not (signs.has_link or signs.has("click")):
        weight *= 0.7
    first = next(
        (signs.first[sign] for sign in ("bait", "soft_bait", "shared", "credential", "account") if signs.has(sign)),
        None,
    )
    if weight >= 2:
        yield Scheme("bait", min(weight, 4), _PASSWORD, (first,) if first is not None else ())


def _pull(signs: Signs) -> Iterable[Scheme]:
    """Something of the reader's, a loss or a gain, something to do about it, a way to do it: phishing in any words."""
    if not (signs.has_link or signs.has("click", "dial")) or not signs.has("loss", "identify", "gain", "due"):
        return
    near = _together(signs, _PULLS, _FEW_LINES)
    weight = sum(_PULLS[sign] for sign in near) - (_PULLS["do"] if "do" in near and "look" in near else 0)
    drive = [sign for sign in ("loss", "identify", "gain", "due") if sign in near]
    if len(near) < 3 or not drive or weight < 1.8:
        return
    weight += 0.6 * signs.has("faceless") + 0.5 * signs.has("bait")
    yield Scheme("bait", min(weight, 4), _PULL, _in_order(near), is_soft=True)


def _chief(signs: Signs) -> Iterable[Scheme]:
    """Money to be moved on somebody's word, in silence or in haste: a chief's fraud in any words."""
    if not (signs.has("move") and signs.has("hush", "away", "orders")):
        return
    near = _together(signs, _ORDERS, 2 * _FEW_LINES)
    weight = sum(_ORDERS[sign] for sign in near) + 0.5 * signs.has("feeler")
    weight += 0.7 * signs.names_colleague
    is_odd = "hush" in near or "away" in near or ("orders" in near and "push" in near)
    if "move" in near and is_odd and weight >= 2.2:
        yield Scheme("secrecy", min(weight, 4), _ON_WORD, _in_order(near), is_soft=True)


def _together(signs: Signs, kinds: Mapping[str, float], width: int) -> dict[str, Found]:
    """The heaviest set of kinds that stand within so many words, with one of each."""
    hits = sorted((one.start, sign, one) for sign in kinds for one in signs.placed.get(sign, ()))
    counts: dict[str, int] = defaultdict(int)
    begin, most = 0, 0.0
    best: dict[str, Found] = {}
    for end, (start, sign, _) in enumerate(hits):
        counts[sign] += 1
        while hits[begin][0] < start - width:
            counts[hits[begin][1]] -= 1
            begin += 1
        weight = sum(kinds[name] for name, count in counts.items() if count)
        if weight > most:
            most, best = weight, {name: one for _, name, one in hits[begin : end + 1]}
    return best


def _small_sums(signs: Signs) -> Iterable[Scheme]:
    goes_on = 0.7 if signs.has_link or signs.has("click") else 0.0
    if signs.has("parcel") and (signs.has("fee") or (signs.has("stuck") and goes_on)):
        weight = 0.5 + signs.sum("fee", "stuck") + goes_on + 0.3 * (signs.insists or signs.has("threat", "insists"))
        yield Scheme("parcel", weight, _PARCEL, (signs.first["fee" if signs.has("fee") else "stuck"],))
    if signs.has("dial") and signs.has("renewed") and signs.has("gain", "refund", "do"):
        yield Scheme(
            "call back", 3.2 + 0.4 * signs.has("hurry"), _CALL_BACK, (signs.first["renewed"], signs.first["dial"])
        )
    if signs.has("refund") and goes_on:
        weight = signs.sum("refund") + goes_on + 0.6 * signs.has("faceless", "credential") + 0.4 * signs.has("threat")
        yield Scheme("refund", weight, _REFUND, (signs.first["refund"],))


def _large_sums(signs: Signs) -> Iterable[Scheme]:
    if signs.has("prize", "weak_prize") and (
        signs.has("sum", "fortune") or (signs.has_link and signs.has("click", "faceless"))
    ):
        weight = 2 * signs.sum("prize", "weak_prize") + 0.5 * signs.has("sum", "click")
        if signs.has("prize") or signs.has("fortune", "faceless"):
            yield Scheme(
                "prize", min(weight, 4), _PRIZE, (signs.first["prize" if signs.has("prize") else "weak_prize"],)
            )
    others, sums = signs.count["fortune"], signs.count["sum"]
    if others >= 3 or (sums and others and others + sums >= 3):
        weight = 0.5 + 0.7 * others + 0.6 * sums + 0.5 * signs.has("faceless")
        yield Scheme("fortune", min(weight, 4), _FORTUNE, (signs.first["fortune"],))
    if signs.count["police"] >= 2:
        weight = 1.2 + 0.4 * signs.count["police"] + 0.5 * signs.has("threat", "loss", "hurry")
        yield Scheme("police", min(weight, 3), _POLICE, (signs.first["police"],), is_soft=True)
    if signs.count["extortion"] >= 2:
        weight = 1.5 + 0.5 * signs.count["extortion"] + 0.5 * (signs.insists or signs.has("insists"))
        yield Scheme("extortion", weight, _EXTORTION, (signs.first["extortion"],))


def _business(signs: Signs) -> Iterable[Scheme]:
    if signs.count["credit_order"] >= 2:
        yield Scheme(
            "credit order",
            min(0.5 + 0.5 * signs.count["credit_order"], 2.5),
            _CREDIT_ORDER,
            (signs.first["credit_order"],),
        )
    if signs.has("register") and signs.has("register_fee"):
        weight = signs.sum("register") + 0.5 + 0.5 * signs.has("hurry", "push")
        yield Scheme("register", weight, _REGISTER, (signs.first["register"],), is_soft=True)
    if signs.count["spam"] >= 3:
        yield Scheme("advertising", min(0.7 + 0.15 * signs.count["spam"], 1.4), _SPAM, (signs.first["spam"],))


def _near(ones: Sequence[Found], others: Sequence[Found], width: int = _NEAR) -> Found | None:
    """The first of the ones that has one of the others near it; both are in order, so one walk is enough."""
    place = 0
    for one in ones:
        while place < len(others) and others[place].start < one.start - width:
            place += 1
        # A phrase of both lists does not stand near itself.
        near = (other.start <= one.end + width for other in others[place : place + 2] if other.start != one.start)
        if any(near):
            return one
    return None


def _in_order(near: Mapping[str, Found]) -> tuple[Found, ...]:
    return tuple(sorted(near.values(), key=lambda hit: hit.start))
