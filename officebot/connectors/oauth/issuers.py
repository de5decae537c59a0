"""Who issues tokens for mail, and where each of them is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from officebot.connectors.oauth.exchange import Answer, Line
from officebot.core.expressions import expression
from officebot.core.text import say

_LOOPBACK = expression(r"localhost|::1|127(?:\.\d{1,3}){3}")
_MICROSOFT_HOST = "login.microsoftonline.com"


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer:
    """The addresses of an issuer; `device` is empty where it offers no code for machines without a browser.

    `redirect_host` is how it wants this machine to be called (RFC 8252 §7.3 asks for the address, Microsoft for the
    name); `extra` goes with the first question.
    """

    name: str
    authorize: str
    token: str
    device: str = ""
    scopes: tuple[str, ...] = ()
    redirect_host: str = "127.0.0.1"
    extra: tuple[tuple[str, str], ...] = ()


_MICROSOFT = f"https://{_MICROSOFT_HOST}/common/oauth2/v2.0"
#: Exchange Online's IMAP and SMTP, and that it goes on without us being asked again.
_MICROSOFT_SCOPES = (
    "https://outlook.office.com/IMAP.AccessAsUser.All",
    "https://outlook.office.com/SMTP.Send",
    "offline_access",
)
_KNOWN = {
    "google": Issuer(
        name="google",
        authorize="https://accounts.google.com/o/oauth2/v2/auth",
        token="https://oauth2.googleapis.com/token",  # noqa: S106 - an address
        # Google gives no rights to mail by a device's code, so it is not asked for one.
        scopes=("https://mail.google.com/",),
        extra=(("access_type", "offline"), ("prompt", "consent")),
    ),
    "microsoft": Issuer(
        name="microsoft",
        authorize=f"{_MICROSOFT}/authorize",
        token=f"{_MICROSOFT}/token",
        device=f"{_MICROSOFT}/devicecode",
        scopes=_MICROSOFT_SCOPES,
        redirect_host="localhost",
    ),
}


def issuer_of(written: str, scopes: Sequence[str], line: Line) -> Issuer:
    """The issuer that settings name: one that is known, or what an address tells of itself (RFC 8414).

    `scopes`, where there are any, replace the usual ones. Raises Unavailable, and UserError where it tells of
    another host than its own, or of a connection that is not encrypted.
    """
    found = _KNOWN.get(written) or _discovered(written.rstrip("/"), line)
    if not scopes:
        return found
    return Issuer(
        name=found.name,
        authorize=found.authorize,
        token=found.token,
        device=found.device,
        scopes=tuple(scopes),
        redirect_host=found.redirect_host,
        extra=found.extra,
    )


def _discovered(issuer: str, line: Line) -> Issuer:
    # OpenID Connect Discovery §4: what all issuers of this kind publish; RFC 8414 §5 keeps that place for them.
    answer = line.ask(f"{issuer}/.well-known/openid-configuration")
    host = urlsplit(issuer).hostname or ""
    if answer.text("issuer").rstrip("/") != issuer:
        # RFC 8414 §3.3: one that calls itself otherwise may be another's.
        raise line.wrong(say("{host} calls itself another issuer: write its issuer as it does.", host=host))
    is_microsoft = host == _MICROSOFT_HOST
    return Issuer(
        name=issuer,
        authorize=_own(answer, "authorization_endpoint", issuer, line),
        token=_own(answer, "token_endpoint", issuer, line),
        device=_own(answer, "device_authorization_endpoint", issuer, line)
        if answer.text("device_authorization_endpoint")
        else "",
        scopes=_MICROSOFT_SCOPES if is_microsoft else (),
        redirect_host="localhost" if is_microsoft else "127.0.0.1",
    )


def _own(answer: Answer, key: str, issuer: str, line: Line) -> str:
    """An address that the issuer tells of itself: on its own host, encrypted, or on this machine."""
    url, home = answer.text(key), urlsplit(issuer)
    try:
        place = urlsplit(url)
        same = (place.scheme, place.hostname, place.port) == (home.scheme, home.hostname, home.port)
    except ValueError:
        same = False
    is_safe = home.scheme == "https" or _LOOPBACK.fullmatch(home.hostname or "") is not None
    if not same or not is_safe or place.username is not None or not url.isprintable() or " " in url or "#" in url:
        raise line.wrong(
            say("{host} sends on to another place for signing in: it is not followed.", host=home.hostname or "")
        )
    return url
