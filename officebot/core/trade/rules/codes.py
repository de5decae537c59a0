"""Codes that must be of a list: currencies (ISO 4217), answers to orders (a part of UNTDID 4343)."""

from __future__ import annotations

from collections.abc import Iterator

from officebot.core.text import one_line, say
from officebot.core.trade.rules.failures import Fault
from officebot.core.trade.structured.elements import Element

#: ISO 4217 as of 2026, with those that Peppol still takes though they are gone; without the code for “no currency”.
_CURRENCIES = """
AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF
CHW CLF CLP CNY COP COU CRC CUC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD
HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL
MGA MKD MMK MNT MOP MRO MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON
RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS SRD SSP STD STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH
UGX USD USN UYI UYU UYW UZS VED VEF VES VND VUV WST XAF XAG XAU XBA XBB XBC XBD XCD XCG XDR XOF XPD XPF XPT XSU XTS XUA
YER ZAR ZMW ZWG ZWL
"""
#: The last one is for what is in no currency.
CURRENCIES = frozenset({*_CURRENCIES.split(), "X" * 3})

_ANSWERS = ("AB", "AP", "CA", "RE")


def currency_known(document: Element) -> Iterator[Fault]:
    """The document's currency is one."""
    for one in document.all("DocumentCurrencyCode"):
        code = one.text.strip()
        if code and code not in CURRENCIES:
            yield Fault(say("“{code}” is no code of a currency, as EUR.", code=one_line(code, 20)))


def answer_known(document: Element) -> Iterator[Fault]:
    """The answer to an order is one of those that Peppol knows."""
    for one in document.all("OrderResponseCode"):
        code = one.text.strip()
        if code and code not in _ANSWERS:
            yield Fault(say("“{code}” is no code of an answer to an order: they are AB, AP, CA and RE.",
                            code=one_line(code, 20)))  # fmt: skip
