"""How far the sender is proven, by our own server's Authentication-Results (RFC 8601) and nobody else's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import islice

from officebot.connectors.mime.headers import raw_text
from officebot.core.expressions import expression
from officebot.core.mail import Proof

_BY = expression(r"\bby\s+([^\s;()]{1,255})", re.IGNORECASE)
_FROM = expression(r"^from\s+([^\s;()]{1,255})", re.IGNORECASE)
_RESULT = expression(r"^([a-z0-9-]{2,20})(?:/\d+)?\s*=\s*([a-z]{2,20})\b", re.IGNORECASE)
_FAILED = expression(r"\b(?:dmarc|spf|compauth)\s{0,3}=\s{0,3}(?:hard)?fail\b", re.IGNORECASE)
_PROPERTY = expression(
    r"\b(header\.from|header\.d|header\.i|smtp\.mailfrom|smtp\.helo)\s*=\s*([^\s;]{1,320})", re.IGNORECASE
)


def proof(fields: Sequence[tuple[str, bytes]], authserv_ids: frozenset[str], from_domain: str) -> Proof:
    """What our own server found out about the sender's domain.

    Only the topmost result counts that names one of our own servers and stands above everything the sender
    could have written: headers are put on top, so our server's own lies above any forged one.
    """
    own = frozenset(name.lower() for name in authserv_ids)
    result = _own_result(fields, own) if own and from_domain else None
    if result:
        return _judge(result, from_domain.lower())
    return Proof.UNPROVEN if _somebody_doubts(fields) else Proof.UNKNOWN


def _somebody_doubts(fields: Iterable[tuple[str, bytes]]) -> bool:
    """Whether any server says that the check failed: nobody forges that of his own mail."""
    results = (value for name, value in fields if name == "authentication-results")
    return any(_FAILED.search(_bare(raw_text(value[:4000]))) is not None for value in islice(results, 5))


def _own_result(fields: Iterable[tuple[str, bytes]], own: frozenset[str]) -> str | None:
    border_passed = False
    for name, value in fields:
        if name == "received":
            text = raw_text(value[:2000])
            by, sent_from = _BY.search(text), _FROM.search(text)
            if border_passed or by is None or not _is_ours(by.group(1), own):
                return None
            border_passed = sent_from is not None and not _is_ours(sent_from.group(1), own)
        elif name == "authentication-results":
            server, _, result = _bare(raw_text(value[:20_000])).partition(";")
            if _is_ours((server.split() or [""])[0], own):
                return result
    return None


def _is_ours(host: str, own: frozenset[str]) -> bool:
    name = host.strip("[]").rstrip(".").lower()
    return name in own or any(name.endswith("." + known) for known in own)


def _bare(text: str) -> str:
    """Without comments and quoted words: both may hold what a sender wrote."""
    out: list[str] = []
    depth, quoted, escaped = 0, False, False
    for character in text:
        if escaped:
            escaped = False
        elif character == "\\" and (quoted or depth):
            escaped = True
        elif quoted:
            quoted = character != '"'
        elif depth:
            depth += {"(": 1, ")": -1}.get(character, 0)
        elif character == '"':
            quoted = True
            out.append("_")
        elif character == "(":
            depth = 1
        else:
            out.append(character)
    return "".join(out)


def _judge(result: str, from_domain: str) -> Proof:
    found: dict[str, list[tuple[str, dict[str, str]]]] = {}
    for part in result.split(";"):
        match = _RESULT.match(part.strip())
        if match:
            properties = {name.lower(): value.lower() for name, value in _PROPERTY.findall(part)}
            found.setdefault(match.group(1).lower(), []).append((match.group(2).lower(), properties))
    for verdict, properties in found.get("dmarc", []):
        if verdict == "fail":
            return Proof.FAILED
        if verdict == "pass":
            named = properties.get("header.from", from_domain)
            return Proof.PASSED if named == from_domain else Proof.FAILED
    aligned = [("dkim", "header.d"), ("dkim", "header.i"), ("spf", "smtp.mailfrom")]
    for method, where in aligned:
        for verdict, properties in found.get(method, []):
            if verdict == "pass" and _aligned(properties.get(where, ""), from_domain):
                return Proof.PASSED
    verdicts = [verdict for method in ("dkim", "spf") for verdict, _ in found.get(method, [])]
    if "fail" in verdicts:
        return Proof.FAILED
    # A server that is not reached for an answer has said nothing either way.
    return Proof.UNKNOWN if "temperror" in verdicts else Proof.UNPROVEN


def _aligned(value: str, from_domain: str) -> bool:
    """The same domain, or one a subdomain of the other (relaxed alignment, without the public suffix list)."""
    domain = value.rpartition("@")[2].rstrip(".")
    if domain.count(".") < 1:
        return False
    return domain == from_domain or from_domain.endswith("." + domain) or domain.endswith("." + from_domain)
