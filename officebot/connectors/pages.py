"""Pages of the web fetched for plugins: over HTTPS, from hosts that were agreed to, bounded in size and time.

Each redirect is looked at like the first address. A host whose name leads into a private network is not asked; this
machine and addresses in figures only where the right names them so.
"""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Collection
from urllib.parse import urljoin, urlsplit

from officebot.connectors.http import Http, Response, Site, TooLarge
from officebot.core.problems import Unavailable, UserError
from officebot.core.text import say
from officebot.isolation.rights import host_of

LARGEST = 5_000_000
_MOST_HOPS = 5
_TIMEOUT, _ALL_SECONDS = 10.0, 45.0
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_LATER = frozenset({429, 500, 502, 503, 504})


def fetch(url: str, hosts: Collection[str], *, ca_file: str = "", largest: int = LARGEST) -> bytes:
    """The page at an https address of one of these hosts ("prices.example", with its port where that is not 443).

    Raises UserError for what is not agreed to, too large, or not there; Unavailable for what may be there later.
    """
    deadline = time.monotonic() + _ALL_SECONDS
    for _ in range(_MOST_HOPS + 1):
        host = host_of(url)
        if not host or host not in hosts:
            raise UserError(say("{host} is no host that was agreed to: pages come over https from {known}.",
                                host=host or url[:80], known=sorted(hosts)))  # fmt: skip
        answer = _once(url, host, ca_file, largest)
        if answer.status not in _REDIRECTS:
            return _body(answer, host)
        if time.monotonic() > deadline:
            break
        url = urljoin(url, answer.headers.get("location", ""))
    raise UserError(say("{host} sends on and on: check the address.", host=host))


def _once(url: str, host: str, ca_file: str, largest: int) -> Response:
    name = urlsplit(url).hostname or ""
    private = say("{host} lies in a private network: a plugin may not reach into it.", host=host)
    http = Http(Site(name=host, url=url, ca_file=ca_file, timeout=_TIMEOUT, anywhere=_is_named_as_it_is(name),
                     if_private=private))  # fmt: skip
    try:
        return http.request("GET", http.target, largest=largest, follow=False)
    except TooLarge:
        raise UserError(say("What {host} answered is larger than {most} bytes.", host=host, most=largest)) from None
    finally:
        http.close()


def _body(answer: Response, host: str) -> bytes:
    if answer.status == 200:
        return answer.body
    if answer.status in _LATER:
        raise Unavailable(host, say("{host} cannot answer now ({status}): it is tried again.", host=host,
                                    status=str(answer.status)))  # fmt: skip
    raise UserError(
        say("{host} has no such page ({status}): check the address.", host=host, status=str(answer.status))
    )


def _is_named_as_it_is(name: str) -> bool:
    """Whether a host is this machine by name, or an address in figures: whoever agreed to it knew where it leads."""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return name == "localhost"
    return True
