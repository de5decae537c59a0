"""Says what is wrong with the links of a mail: where they lead, and what they claim to lead to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from itertools import islice

from officebot.core.expressions import expression
from officebot.core.facts import OfficeFacts
from officebot.core.judging.lookalike import (
    belongs_to,
    brand_in,
    known_domains,
    looks_like_known,
    mixes_alphabets,
    registered,
)
from officebot.core.mail import Mail

# More links than these are a newsletter's; a trap stands among the first.
_MOST = 40
_LONGEST, _LONGEST_MARKUP = 20_000, 60_000
# `html_to_text` writes a link as its words, then its address in angle brackets.
_LINK = expression(r"(?<![\w/])(<?)(https?://[^\s<>\"')\]]{1,2000})", re.IGNORECASE)
_ANCHOR = expression(
    r"href\s{0,5}=\s{0,5}([\"']?)(https?://[^\"'\s>]{1,2000})[^>]{0,300}>((?:[^<]|<(?!/?a\b)[^<>]{0,200}>){0,200})",
    re.IGNORECASE,
)
_PASSWORD_FIELD = expression(r"type\s{0,5}=\s{0,5}[\"']?password", re.IGNORECASE)
_TAGS = expression(r"<[^<>]{0,200}>")
_SHOWN = expression(r"(?:https?://)?((?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,18})(?:/\S{0,500})?$", re.IGNORECASE)
_AUTHORITY = expression(r"https?://([^/?#\\]{1,500})", re.IGNORECASE)
_NUMBER_HOST = expression(r"(?:\d{1,3}(?:\.\d{1,3}){3}|0x[0-9a-f]{1,8}|\d{8,10}|\[[0-9a-f:.]{2,45}\])", re.IGNORECASE)
_ASKS_WHO = expression(r"[?&#=/](?:[\w.+-]|%2e){1,64}(?:@|%40)[\w-]{1,63}\.", re.IGNORECASE)
_FILE_ENDINGS = frozenset({"html", "htm", "php", "asp", "pdf", "doc", "xls", "txt", "zip", "exe", "jpg", "png"})
_SHORTENERS_WORDS = (
    "bit.ly tinyurl.com t.ly is.gd ow.ly cutt.ly rebrand.ly shorturl.at rb.gy t.co goo.gl tiny.cc s.id qrco.de v.gd"
)
_SHORTENERS = frozenset(_SHORTENERS_WORDS.split())
_BUILT_BY_ANYONE = expression(
    r"(?:^|\.)(?:weebly\.com|wixsite\.com|000webhostapp\.com|web\.app|firebaseapp\.com|herokuapp\.com|github\.io|netlify\.app"
    r"|vercel\.app|pages\.dev|workers\.dev|r2\.dev|glitch\.me|blogspot\.[a-z.]{2,6}|godaddysites\.com|ipfs\.io|duckdns\.org"
    r"|storage\.googleapis\.com|(?:blob|web)\.core\.windows\.net|azurewebsites\.net|azureedge\.net|"
    r"s3[a-z0-9.-]{0,30}\.amazonaws\.com"
    r"|sites\.google\.com|forms\.gle|t\.me|linodeobjects\.com|digitaloceanspaces\.com|backblazeb2\.com|translate\.goog"
    r"|myqcloud\.com|appspot\.com|onrender\.com|lovable\.app|framer\.app|typeform\.com|jotform\.com"
    r"|ngrok\.io|repl\.co|surge\.sh|square\.site|webflow\.io|ddns\.net|hopto\.org)$"
)


@dataclass(frozen=True, slots=True)
class Link:
    """An address in the text: the words that stand for it ("" for a bare one), and the host it leads to."""

    shown: str
    address: str
    host: str


@dataclass(frozen=True, slots=True)
class BadLink:
    """What is wrong with a link: "number", "hidden", "letters", "other", "alike", "brand", "short", "personal"."""

    kind: str
    weight: float
    quote: str


def has_link(mail: Mail) -> bool:
    """Whether there is any link in the mail."""
    return "://" in mail.text or "://" in mail.html


def links(mail: Mail) -> list[Link]:
    """The first links of a mail: those of its markup, which may say other things than the plain text beside it."""
    text, html = mail.text[:_LONGEST], mail.html[:_LONGEST_MARKUP]
    if "://" in html:
        written = ((_words_of(match[3]), match[2]) for match in _ANCHOR.finditer(html))
    elif "://" in text:
        written = (
            (_words_before(text, match.start()) if match[1] else "", match[2]) for match in _LINK.finditer(text)
        )
    else:
        return []
    found: list[Link] = []
    for shown, address in islice(written, _MOST):
        authority = _AUTHORITY.match(address)
        if authority is not None:
            found.append(Link(shown, address, _host(authority[1])))
    return found


def asks_for_password(html: str) -> bool:
    """Whether the markup itself holds a field for a password."""
    return "assword" in html and _PASSWORD_FIELD.search(html[:_LONGEST_MARKUP]) is not None


def bad_links(mail: Mail, facts: OfficeFacts, found: list[Link]) -> list[BadLink]:
    """The worst of each kind, for a mail from outside."""
    worst: dict[str, BadLink] = {}
    for link in found:
        for bad in _faults(link, mail, facts):
            if bad.kind not in worst or worst[bad.kind].weight < bad.weight:
                worst[bad.kind] = bad
    return list(worst.values())


def _faults(link: Link, mail: Mail, facts: OfficeFacts) -> Iterator[BadLink]:
    host = link.host
    if host in known_domains(facts.people, facts.contacts).domains:
        return
    authority = _AUTHORITY.match(link.address)
    if authority is not None and "@" in authority[1]:
        yield BadLink("hidden", 2, link.address[:120])
    if _NUMBER_HOST.fullmatch(host):
        yield BadLink("number", 2, link.address[:120])
        return
    if (not host.isascii() or "xn--" in host) and mixes_alphabets(host):
        yield BadLink("letters", 2.5, host)
    if (likeness := looks_like_known(host, facts.people, facts.contacts)) is not None and likeness.how != "ending":
        yield BadLink("alike", likeness.weight, host)
    shown = _shown_host(link.shown)
    if shown and registered(shown) != registered(host) and registered(shown) != registered(mail.sender.domain):
        yield BadLink("other", _weight_of_other(link.shown, shown, mail, facts), f"{link.shown[-60:]} <{host}>")
    brand = brand_in(host)
    if brand and not belongs_to(host, brand) and registered(host) != registered(mail.sender.domain):
        yield BadLink("brand", 1.5, host)
    if host in _SHORTENERS or _BUILT_BY_ANYONE.search(host):
        yield BadLink("short", 0.9, host)
    if _ASKS_WHO.search(link.address, len(host)) and any(
        _names(link.address, one.address) for one in (*mail.to, *mail.cc)
    ):
        yield BadLink("personal", 1, link.address[:120])


def _weight_of_other(words: str, shown: str, mail: Mail, facts: OfficeFacts) -> float:
    """A known firm's address on another's link is a lie; that of a mailing is often only counted on its way."""
    known = known_domains(facts.people, facts.contacts).domains
    if registered(shown) in known or (brand_in(shown) and belongs_to(shown, brand_in(shown))):
        return 1.5 if mail.is_list else 2.5
    # Many firms are called like their domain: only what is written as an address claims to be one.
    is_address = "://" in words or "www." in words or "/" in words
    return 1 if is_address and not mail.is_automatic else 0.4


def _names(address: str, recipient: str) -> bool:
    lowered = address.lower()
    return bool(recipient) and (recipient in lowered or recipient.replace("@", "%40") in lowered)


def _words_of(markup: str) -> str:
    return " ".join(unescape(_TAGS.sub("", markup)).split())[-120:]


def _words_before(text: str, end: int) -> str:
    """The words of the line that stand right before a place."""
    return text[max(text.rfind("\n", 0, end), end - 120, 0) : end].strip()


def _shown_host(words: str) -> str:
    """The host of a link's words, where they are an address; "" where they are words."""
    last = words.rsplit(None, 1)[-1] if words else ""
    match = _SHOWN.match(last.strip("<>()[]\"'*.,:;|"))
    if match is None or match[1].rpartition(".")[2].lower() in _FILE_ENDINGS:
        return ""
    return match[1].lower()


def _host(authority: str) -> str:
    """The host of an authority, without what stands before an @ and without its port."""
    host = authority.rpartition("@")[2].lower()
    return host if host.startswith("[") else host.partition(":")[0].rstrip(".")
