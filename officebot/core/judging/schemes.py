"""Says which known schemes a mail's words add up to: each part weighs something, none is enough alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from officebot.core.judging.evidence import Folded, Hit, Vocabulary
from officebot.core.judging.fraud_words import FRAUD_PLACED, FRAUD_SIGNS
from officebot.core.text import Text, say

# A second word of the same sign adds a little, and all of one sign at most so many times its strongest word.
_AGAIN, _MOST = 0.25, 1.75
# How near two words must stand to speak of the same thing, in characters.
_NEAR = 90


@dataclass(slots=True)
class Signs:
    """What was found of each sign: the strongest words first met, how strong all are together, how many differ."""

    first: dict[str, Hit] = field(default_factory=dict)
    strength: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    count: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    placed: dict[str, list[Hit]] = field(default_factory=lambda: defaultdict(list))
    has_link: bool = False

    def has(self, *signs: str) -> bool:
        """Whether one of these was found."""
        return any(sign in self.first for sign in signs)

    def sum(self, *signs: str) -> float:
        """How strong these are together."""
        return sum(self.strength[sign] for sign in signs if sign in self.first)


@dataclass(frozen=True, slots=True)
class Scheme:
    """A scheme that the words add up to: its name, its weight, the sentence for a person and the words to quote."""

    name: str
    weight: float
    what: Text
    hit: Hit | None


_NEW_BANK = say("It announces changed bank details.")
_SALARY = say("It wants a salary paid to another account.")
_BOSS = say("It asks for money and for silence.")
_GIFT = say("It wants gift cards and their codes.")
_PASSWORD = say("It wants a click or a password, as phishing does.")
_PARCEL = say("It wants a small fee for a parcel, as phishing does.")
_REFUND = say("It promises a refund for a click.")
_PRIZE = say("It promises a prize.")
_FORTUNE = say("It promises a fortune from strangers.")
_EXTORTION = say("It threatens and wants to be paid.")
_CREDIT_ORDER = say("It orders on credit as swindlers do.")
_REGISTER = say("It bills an entry in a register that nobody asked for.")
_SPAM = say("It reads like advertising that nobody asked for.")


@cache
def _vocabulary() -> Vocabulary:
    return Vocabulary(FRAUD_SIGNS, placed=FRAUD_PLACED)


def signs_in(text: Folded, *, has_link: bool) -> Signs:
    """What the text holds of each sign of fraud."""
    found = Signs(has_link=has_link)
    seen: set[tuple[str, str]] = set()
    strongest: dict[str, float] = defaultdict(float)
    total: dict[str, float] = defaultdict(float)
    for hit in _vocabulary().find(text):
        sign = hit.sign
        if sign in FRAUD_PLACED:
            found.placed[sign].append(hit)
        if (sign, hit.phrase) in seen:
            continue
        seen.add((sign, hit.phrase))
        if hit.weight > strongest[sign]:
            strongest[sign] = hit.weight
            found.first[sign] = hit
        total[sign] += hit.weight
        found.count[sign] += 1
    for sign, most in strongest.items():
        found.strength[sign] = min(most + (total[sign] - most) * _AGAIN, most * _MOST)
    return found


def schemes(signs: Signs) -> list[Scheme]:
    """The schemes that the signs add up to, strongest first; none for most mails."""
    found = [scheme for scheme in _all(signs) if scheme.weight >= 1]
    return sorted(found, key=lambda scheme: -scheme.weight)


def _all(signs: Signs) -> Iterable[Scheme]:
    yield from _bank(signs)
    if signs.has("secrecy", "hidden", "feeler", "gift", "harvest"):
        yield from _boss(signs)
    yield from _password(signs)
    yield from _small_sums(signs)
    yield from _large_sums(signs)
    yield from _business(signs)


def _bank(signs: Signs) -> Iterable[Scheme]:
    pair = _near(signs.placed["bank"], signs.placed["changes"])
    weak = _near(signs.placed["bank"], signs.placed["updates"])
    hit, weight = signs.first.get("new_bank"), 3.0
    if hit is None and pair is not None:
        hit, weight = pair, 2.6 * pair.weight + (0.4 if weak is not None else 0)
    elif hit is None and weak is not None:
        hit, weight = weak, 1.5 * weak.weight
    if hit is None:
        return
    salary = signs.first.get("salary")
    if salary is not None:
        yield Scheme("salary", 3, _SALARY, salary)
    yield Scheme("bank details", weight, _NEW_BANK, hit)


def _boss(signs: Signs) -> Iterable[Scheme]:
    if signs.has("gift") and signs.has("codes", "secrecy", "hidden", "feeler"):
        yield Scheme("gift cards", signs.sum("gift", "codes", "secrecy", "hidden"), _GIFT, signs.first["gift"])
    if not signs.has("transfer", "harvest", "phone"):
        return
    parts = [sign for sign in ("secrecy", "hidden", "feeler", "harvest", "transfer", "phone") if signs.has(sign)]
    if len(parts) >= 2:
        weight = signs.sum("secrecy", "hidden", "feeler", "harvest", "transfer") + 0.5 * signs.has("insists")
        weight += 0.7 * signs.has("phone")
        if weight >= 2:
            yield Scheme("secrecy", weight, _BOSS, signs.first[parts[0]])


def _password(signs: Signs) -> Iterable[Scheme]:
    lure = signs.sum("bait", "soft_bait", "shared")
    if signs.has("credential") and signs.has("threat"):
        lure += 0.7
    if signs.has("account") and signs.has("threat"):
        lure += 0.4
    if lure < 1:
        return
    push = signs.sum("threat", "faceless") + min(signs.sum("credential"), 1) + 0.3 * signs.has("insists")
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
        yield Scheme("bait", min(weight, 4), _PASSWORD, first)


def _small_sums(signs: Signs) -> Iterable[Scheme]:
    goes_on = 0.7 if signs.has_link or signs.has("click") else 0.0
    if signs.has("parcel") and (signs.has("fee") or (signs.has("stuck") and goes_on)):
        weight = 0.5 + signs.sum("fee", "stuck") + goes_on + 0.3 * signs.has("threat", "insists")
        yield Scheme("parcel", weight, _PARCEL, signs.first["fee" if signs.has("fee") else "stuck"])
    if signs.has("refund") and goes_on:
        weight = signs.sum("refund") + goes_on + 0.6 * signs.has("faceless", "credential") + 0.4 * signs.has("threat")
        yield Scheme("refund", weight, _REFUND, signs.first["refund"])


def _large_sums(signs: Signs) -> Iterable[Scheme]:
    if signs.has("prize") and (signs.has("sum", "fortune") or (signs.has_link and signs.has("click", "faceless"))):
        yield Scheme("prize", 0.3 + signs.sum("prize") + 0.5 * signs.has("sum"), _PRIZE, signs.first["prize"])
    others = signs.count["fortune"]
    if others >= 3 or (signs.has("sum") and others >= 2):
        weight = 0.5 + 0.6 * others + 0.6 * signs.count["sum"] + 0.5 * signs.has("faceless")
        yield Scheme("fortune", min(weight, 4), _FORTUNE, signs.first["fortune"])
    if signs.count["extortion"] >= 2:
        yield Scheme("extortion", 1.5 + 0.5 * signs.count["extortion"] + 0.5 * signs.has("insists"), _EXTORTION,
                     signs.first["extortion"])  # fmt: skip


def _business(signs: Signs) -> Iterable[Scheme]:
    if signs.count["credit_order"] >= 2:
        yield Scheme(
            "credit order",
            min(0.5 + 0.5 * signs.count["credit_order"], 2.5),
            _CREDIT_ORDER,
            signs.first["credit_order"],
        )
    if signs.has("register") and signs.has("register_fee"):
        yield Scheme("register", signs.sum("register") + 0.5, _REGISTER, signs.first["register"])
    if signs.count["spam"] >= 3:
        yield Scheme("advertising", min(0.7 + 0.15 * signs.count["spam"], 1.4), _SPAM, signs.first["spam"])


def _near(ones: Sequence[Hit], others: Sequence[Hit]) -> Hit | None:
    """The strongest of the ones that has one of the others near it; both are in order, so one walk is enough."""
    best: Hit | None = None
    place = 0
    for one in ones:
        while place < len(others) and others[place].start < one.start - _NEAR:
            place += 1
        at = place
        while at < len(others) and others[at].start <= one.end + _NEAR:
            # A phrase of both lists does not stand near itself.
            if others[at].start != one.start:
                if best is None or one.weight > best.weight:
                    best = one
                break
            at += 1
    return best


def quote_of(text: Folded, hit: Hit | None) -> str:
    """The words of a hit as they were written."""
    return text.written[hit.start : hit.end].strip() if hit is not None else ""
