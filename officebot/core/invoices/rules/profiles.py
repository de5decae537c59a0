"""Which rules an invoice is held to, by the specification that it says it follows (BT-24)."""

from __future__ import annotations

from dataclasses import dataclass

from officebot.core.trade.structured.elements import Element

_FAMILIES = ("S", "Z", "E", "AE", "IC", "G", "O", "AF", "AG")
#: What the profiles without lines have not: lines, the sums of what is in them, and what the buyer need not be told of.
_OF_LINES = frozenset(
    {
        "BR-16", "BR-CO-04", "BR-CO-10", "BR-B-01", "BR-B-02",
        *(f"BR-{number}" for number in (*range(21, 29), 30, 41, 42, 43, 44, 51, 52, 54, 64, 65)),
        *(f"BR-CO-{number}" for number in (20, 23, 24)),
        *(f"BR-DEC-{number}" for number in (23, 24, 25, 27, 28)),
        *(f"BR-{family}-{number}" for family in _FAMILIES for number in ("01", "02", "05", "08")),
        "BR-O-12",
    }
)  # fmt: skip
#: What only BASIC WL says of those.
_OF_SUMS = frozenset(
    {"BR-10", "BR-11", "BR-12", "BR-CO-11", "BR-CO-12", "BR-CO-13", "BR-CO-14", "BR-CO-16", "BR-CO-18", "BR-CO-25",
     "BR-IC-11", "BR-IC-12"}
)  # fmt: skip
#: What Factur-X EXTENDED has rules of its own for: lines within lines, roundings, and several categories of VAT together.
_NOT_EXTENDED = frozenset(
    {
        *(f"BR-{number}" for number in (22, 23, 24, 26, 27, 28, 38, 44, 54)),
        *(f"BR-CO-{number}" for number in ("04", 10, 11, 12, 13, 15, 16, 17, 22, 24)),
        *(f"BR-{family}-{number}" for family in _FAMILIES for number in ("01", "08")),
        *(f"BR-O-{number}" for number in ("02", "03", "04", 11, 12, 13, 14)),
        "BR-S-09", "BR-S-10", "BR-Z-10", "BR-AF-10", "BR-AG-10",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Profile:
    """A profile by its usual name, whether EN 16931's rules hold for it, those that do not, and whether it has own ones.

    `strict` are rules that it still calls errors, where the standard's newest schematrons have them no more.
    """

    name: str
    without: frozenset[str] = frozenset()
    has_rules: bool = True
    has_lines: bool = True
    has_own_rules: bool = False
    strict: frozenset[str] = frozenset()


_MINIMUM = Profile("minimum", _OF_LINES | _OF_SUMS, has_lines=False)
_BASIC_WL = Profile("basic-wl", _OF_LINES, has_lines=False)
_EXTENDED = Profile("extended", _NOT_EXTENDED, has_own_rules=True, strict=frozenset({"BR-CO-25"}))
_EXTENSION = Profile("extended", _NOT_EXTENDED)
_EARLY = Profile("zugferd-1", has_rules=False)
_STANDARD = Profile("en16931")
_BASIC = Profile("basic")
_XRECHNUNG = Profile("xrechnung")
_OTHER = Profile("")


def profile_of(root: Element) -> Profile:
    """The profile of the document, by its specification; one without a name is held to all of EN 16931."""
    if root.name == "CrossIndustryDocument":
        return _EARLY
    guideline = ("ExchangedDocumentContext", "GuidelineSpecifiedDocumentContextParameter", "ID")
    said = (root.value(*guideline) or root.value("CustomizationID")).casefold()
    if "xrechnung" in said:
        return _EXTENSION if "extension" in said else _XRECHNUNG
    if "extended" in said:
        return _EXTENDED
    if "minimum" in said:
        return _MINIMUM
    if "basicwl" in said or "basic-wl" in said:
        return _BASIC_WL
    if "basic" in said and "billing" not in said:
        return _BASIC
    return _STANDARD if "en16931" in said else _OTHER
