"""Rules that every Peppol document keeps (PEPPOL-COMMON): nothing empty, dates in ISO form, right numbers of firms."""

from __future__ import annotations

import re
from collections.abc import Iterator

from officebot.core.expressions import expression
from officebot.core.text import one_line, say
from officebot.core.trade.rules.failures import Failure
from officebot.core.trade.rules.identifiers import SCHEMES
from officebot.core.trade.structured.elements import Element
from officebot.core.trade.structured.values import day

_PREFIX = "PEPPOL-COMMON"
_ISO = expression(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
#: A document with more is told no more of: it is broken anyway.
_MOST = 20


def common_failures(document: Element) -> Iterator[Failure]:
    """What is found of the common rules."""
    empty = [one for one in document.within() if not one.children and not one.text.strip()]
    for one in empty[:_MOST]:
        yield Failure(f"{_PREFIX}-R001", say("There is an empty element: {name}.", name=one_line(one.name, 60)))
    if "schemaLocation" in document.attributes:
        yield Failure(
            f"{_PREFIX}-R003", say("The document says where its schema lies, which nobody should follow."), "warning"
        )
    yield from _dates(document)
    yield from _numbers(document)


def _dates(document: Element) -> Iterator[Failure]:
    for one in document.within():
        text = one.text.strip()
        if one.name.endswith("Date") and text and not one.children and not (_ISO.fullmatch(text) and day(text)):
            what = say(
                "“{text}” is no day in ISO form, as 2026-11-26 ({name}).", text=one_line(text, 40), name=one.name
            )
            yield Failure(f"{_PREFIX}-R030", what)


def _numbers(document: Element) -> Iterator[Failure]:
    """Wrong numbers of firms, each told once."""
    told: set[tuple[str, str]] = set()
    for one in _identifiers(document):
        key = (one.attributes.get("schemeID", "").strip(), " ".join(one.text.split()))
        scheme = SCHEMES.get(key[0])
        if scheme is None or not key[1] or key in told or scheme.is_right(key[1]):
            continue
        told.add(key)
        what = say("“{number}” is no right {scheme}.", number=one_line(key[1], 40), scheme=scheme.called)
        yield Failure(f"{_PREFIX}-{scheme.rule}", what, scheme.flag)


def _identifiers(document: Element) -> Iterator[Element]:
    for one in document.within():
        if one.name in ("EndpointID", "CompanyID"):
            yield one
        elif one.name == "PartyIdentification":
            yield from one.all("ID")
