"""The rules of EN 16931 and our own, as functions of an invoice's terms: which it breaks, in a book-keeper's words.

The official rules are written here from their meaning, for UBL and CII alike; their ids are the official ones. The
standard's own schematrons can be run besides, see `officebot.connectors.schematron`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice

from officebot.core.invoices.model import Broken, Severity
from officebot.core.invoices.rules.categories import categories_broken
from officebot.core.invoices.rules.cii_syntax import cii_syntax_broken
from officebot.core.invoices.rules.cii_terms import cii_terms
from officebot.core.invoices.rules.codes import codes_broken
from officebot.core.invoices.rules.extended import extended_broken
from officebot.core.invoices.rules.mandatory import GROUPS
from officebot.core.invoices.rules.profiles import Profile, profile_of
from officebot.core.invoices.rules.sums import decimals_broken, sums_broken
from officebot.core.invoices.rules.terms import Terms
from officebot.core.invoices.rules.ubl_syntax import ubl_syntax_broken
from officebot.core.invoices.rules.ubl_terms import ubl_terms
from officebot.core.text import Text
from officebot.core.trade.structured.elements import Element

__all__ = ["sentence_of", "standard_broken", "terms_of"]

_UBL = ("Invoice", "CreditNote", "SelfBilledInvoice", "SelfBilledCreditNote")
#: So many are told of an invoice: one with more is broken anyway.
_MOST = 500


def terms_of(root: Element) -> Terms:
    """The business terms of a UBL invoice, a UBL credit note or a Cross Industry Invoice."""
    return ubl_terms(root) if root.name in _UBL else cii_terms(root)


def standard_broken(root: Element, terms: Terms | None = None) -> tuple[Broken, ...]:
    """Which rules of EN 16931 the document breaks, of those that its profile is held to; none for ZUGFeRD 1."""
    profile = profile_of(root)
    if not profile.has_rules:
        return ()
    found = (one for one in _all(root, terms or terms_of(root), profile) if one.rule not in profile.without)
    held = (replace(one, severity=Severity.error) if one.rule in profile.strict else one for one in found)
    return tuple(islice(held, _MOST))


def _all(root: Element, terms: Terms, profile: Profile) -> Iterator[Broken]:
    for group in GROUPS:
        yield from group.broken(terms)
    yield from sums_broken(terms)
    yield from decimals_broken(terms)
    yield from categories_broken(terms)
    yield from codes_broken(root, terms.is_cii)
    yield from cii_syntax_broken(root) if terms.is_cii else ubl_syntax_broken(root)
    if terms.is_cii and profile.has_own_rules:
        yield from extended_broken(root, terms)


def sentence_of(rule: str) -> Text | None:
    """What a rule that always says the same says; None for one whose sentence holds amounts, and for a strange one."""
    return _SENTENCES.get(rule)


_SENTENCES: Mapping[str, Text] = {check.rule: check.what for group in GROUPS for check in group.checks}
