"""HTTP as connectors need it: one site, its own redirects only, limits on size and time, no surprises in the address.

On the standard library's client: it lets us connect to the very address that was judged, so that a name which
resolves differently a moment later (DNS rebinding) leads nowhere else. See docs/decisions/0013.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit

from officebot.connectors.patience import cut_off
from officebot.connectors.tls import certificate_problem, tls_context
from officebot.core.problems import Problem, Unavailable, UserError
from officebot.core.text import Text, say

_CHUNK = 64 * 1024
_MOST_REDIRECTS = 5
_READING = frozenset({"GET", "HEAD", "OPTIONS", "PROPFIND", "REPORT"})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
#: What an answer may hold where nothing else is said.
LARGEST_ANSWER = 20_000_000
#: What a query may hold as it is (RFC 3986 §3.4); what is escaped stays so.
_IN_QUERY = "%!$&'()*+,;=:@/?-._~"
# However slowly a server drips, an answer is there after so many times the patience with one read.
_DRIPS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """How a place on the network is reached. `password` may be a function, asked at each login; never shown.

    `anywhere` lets it lie on this machine or in a private network; a feed may not unless its setting says so.
    """

    name: str
    url: str
    user: str = ""
    password: str | Callable[[], str] = field(default="", repr=False)
    ca_file: str = ""
    timeout: float = 30.0
    anywhere: bool = True
    #: What is said where it lies there all the same; "" for what a feed's owner can do about it.
    if_private: Text | None = None

    def secret(self) -> str:
        """The password as text."""
        return self.password if isinstance(self.password, str) else self.password()


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What a server answered: its status, its headers in small letters, its body, and where that finally came from."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    path: str


class Broken(Exception):
    """The connection broke after a change was asked for: nobody can tell yet whether it happened."""


class TooLarge(Exception):
    """The answer is larger than was allowed; the rest was not read."""


class Http:
    """Requests to one site, over one connection that is kept; safe for several threads, one at a time."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self._lock = threading.RLock()
        self._kept: http.client.HTTPConnection | None = None
        self._url = urlsplit(site.url.replace("webcal://", "https://", 1))

    @property
    def host(self) -> str:
        """The site's host."""
        return self._url.hostname or ""

    @property
    def path(self) -> str:
        """The path of the site's address."""
        return path_of(self._url)

    @property
    def target(self) -> str:
        """The path and the query of the site's address, as a request may hold them."""
        return _target_of(self._url)

    def request(
        self,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes = b"",
        largest: int = LARGEST_ANSWER,
        follow: bool = True,
    ) -> Response:
        """The answer, whatever its status but 401; redirects within the site are followed where nothing changes.

        Without `follow` a redirect is the answer.

        Raises Unavailable, UserError (login, certificate, a redirect elsewhere), TooLarge, or, for a request that
        changes something and whose answer never came, Broken.
        """
        with self._lock:
            for _ in range(_MOST_REDIRECTS + 1):
                answer = self._once(method, path, headers or {}, body, largest)
                if answer.status == 401:
                    raise self._refused(answer)
                if answer.status not in _REDIRECTS or method not in _READING or not follow:
                    return answer
                path = self._redirected(path, answer)
            raise self._wrong(say("{host} sends in circles: check the url.", host=self.host))

    def local_path(self, href: str, base: str = "") -> str | None:
        """The path of a reference that a server gave, one way of writing it; None where it leads to another site."""
        target = self._leads_to(base or self.path, href)
        return path_of(target) if target is not None and self._is_here(target) else None

    def close(self) -> None:
        """Let go of the connection."""
        with self._lock:
            kept, self._kept = self._kept, None
            if kept is not None:
                kept.close()

    # ── one exchange ──────────────────────────────────────────────────────────────────────────────────────

    def _once(self, method: str, path: str, headers: Mapping[str, str], body: bytes, largest: int) -> Response:
        sent = {"User-Agent": "officebot", "Accept-Encoding": "identity", **self._login(), **headers}
        if method not in _READING:
            return self._change(method, path, sent, body, largest)
        was_kept = self._kept is not None
        try:
            return self._exchange(self._connection(), method, path, sent, body, largest)
        except (OSError, http.client.HTTPException) as error:
            self.close()
            # A server closes an idle connection whenever it likes: asking again is harmless.
            if not was_kept or isinstance(error, TimeoutError):
                raise self._lost(error) from error
        try:
            return self._exchange(self._connection(), method, path, sent, body, largest)
        except (OSError, http.client.HTTPException) as error:
            self.close()
            raise self._lost(error) from error

    def _change(self, method: str, path: str, headers: Mapping[str, str], body: bytes, largest: int) -> Response:
        """A request that changes something: over a new connection, so that a stale one is never in doubt."""
        self.close()
        connection = self._connection()
        try:
            return self._exchange(connection, method, path, headers, body, largest)
        except (OSError, http.client.HTTPException) as error:
            self.close()
            raise Broken(str(error)) from error

    def _exchange(
        self,
        connection: http.client.HTTPConnection,
        method: str,
        path: str,
        headers: Mapping[str, str],
        body: bytes,
        largest: int,
    ) -> Response:
        patience = self.site.timeout * _DRIPS
        deadline = time.monotonic() + patience
        with cut_off(connection, patience):
            connection.request(method, path, body or None, dict(headers))
            response = connection.getresponse()
            told = {name.lower(): value for name, value in response.getheaders()}
            try:
                content = _read(response, largest, deadline)
            except TooLarge:
                self.close()
                raise
            finally:
                # Where its end closes the connection, the answer alone still holds the socket.
                response.close()
        if response.will_close:
            self.close()
        if told.get("content-encoding", "identity").lower() not in ("identity", ""):
            # Asked for plain bytes: what is packed all the same may be a bomb.
            raise self._wrong(
                say("{host} sends packed bytes that were not asked for: ask whoever runs it to send them unpacked.",
                    host=self.host)
            )  # fmt: skip
        return Response(status=response.status, headers=told, body=content, path=path)

    def _login(self) -> dict[str, str]:
        if not self.site.user:
            return {}
        return {"Authorization": "Basic " + b64encode(f"{self.site.user}:{self.site.secret()}".encode()).decode()}

    # ── the connection ────────────────────────────────────────────────────────────────────────────────────

    def _connection(self) -> http.client.HTTPConnection:
        """The kept connection, or a new one, already connected. Raises Unavailable or UserError."""
        if self._kept is not None:
            return self._kept
        is_tls = self._url.scheme == "https"
        port = self._url.port or (443 if is_tls else 80)
        try:
            context = tls_context(self.site.ca_file) if is_tls else None
            made = _Pinned(self.host, port, self._addresses(port), context, self.site.timeout)
            made.connect()
        except ssl.SSLCertVerificationError as error:
            raise self._wrong(certificate_problem(error, self.host)) from error
        except FileNotFoundError as error:
            raise self._wrong(
                say("The file {path} cannot be found: check ca_file.", path=self.site.ca_file)
            ) from error
        except ssl.SSLError as error:
            what = say("{host} does not speak TLS on port {port}: check the url.", host=self.host, port=str(port))
            raise self._wrong(what) from error
        except OSError as error:
            raise self._lost(error) from error
        self._kept = made
        return made

    def _addresses(self, port: int) -> list[tuple[str, int]]:
        """The addresses behind the host's name. Raises UserError where one of them may not be asked."""
        found = socket.getaddrinfo(self.host, port, type=socket.SOCK_STREAM)
        addresses = [(str(one[4][0]), port) for one in found]
        if not self.site.anywhere and not all(is_public(address) for address, _ in addresses):
            what = say("{host} lies in a private network: write local = true if that is meant.", host=self.host)
            raise self._wrong(self.site.if_private or what)
        return addresses

    # ── where it leads ────────────────────────────────────────────────────────────────────────────────────

    def _absolute(self, path: str) -> str:
        return f"{self._url.scheme}://{self._url.netloc.rpartition('@')[2]}{path}"

    def _is_here(self, target: SplitResult) -> bool:
        try:
            same = (target.hostname, _port(target)) == (self._url.hostname, _port(self._url))
        except ValueError:
            return False
        return same and target.scheme == self._url.scheme

    def _leads_to(self, base: str, href: str) -> SplitResult | None:
        """The whole address of a reference; None for one that is none, as http://[ is."""
        try:
            return urlsplit(urljoin(self._absolute(base), href))
        except ValueError:
            return None

    def _redirected(self, path: str, answer: Response) -> str:
        target = self._leads_to(path, answer.headers.get("location", ""))
        if target is None or not self._is_here(target):
            place = f"{target.scheme}://{target.netloc.rpartition('@')[2]}"[:100] if target is not None else "—"
            sentence = say("{host} sends on to another place ({place}): if you trust it, write that as the url.",
                           host=self.host, place=place)  # fmt: skip
            raise self._wrong(sentence)
        return _target_of(target)

    # ── what is said ──────────────────────────────────────────────────────────────────────────────────────

    def _wrong(self, what: Text) -> UserError:
        return UserError(Problem(where=self.site.name, what=what))

    def _lost(self, error: BaseException) -> Unavailable:
        if isinstance(error, TimeoutError):
            what = say("{host} does not answer in time: it is tried again.", host=self.host)
        else:
            what = say("{host} cannot be reached: check the network and the url.", host=self.host)
        return Unavailable(self.site.name, what)

    def _refused(self, answer: Response) -> UserError:
        asked = answer.headers.get("www-authenticate", "")
        if asked.split() and "basic" not in asked.lower():
            scheme = asked.split()[0][:20]
            return self._wrong(
                say(
                    "{host} wants a login of the kind {scheme}, which is not offered here: allow Basic there.",
                    host=self.host,
                    scheme=scheme,
                )
            )
        if not self.site.user:
            return self._wrong(say("{host} wants a login: write user and password.", host=self.host))
        return self._wrong(
            say("{host} refuses the login of {user}: check user and password.", host=self.host, user=self.site.user)
        )


class _Pinned(http.client.HTTPConnection):
    """A connection to addresses that were judged beforehand, whatever the name says by now."""

    def __init__(
        self, host: str, port: int, addresses: list[tuple[str, int]], context: ssl.SSLContext | None, timeout: float
    ) -> None:
        super().__init__(host, port, timeout=timeout)
        self._addresses = addresses
        self._context = context
        # How the Host header is written: without the port that goes without saying.
        self.default_port = 443 if context is not None else 80

    def connect(self) -> None:
        """Connect to the first address that answers. Raises OSError."""
        last: OSError = OSError("no address")
        for address in self._addresses:
            try:
                plain = socket.create_connection(address, self.timeout)
            except OSError as error:
                last = error
                continue
            self.sock = self._protected(plain)
            return
        raise last

    def _protected(self, plain: socket.socket) -> socket.socket:
        try:
            plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self._context is None:
                return plain
            return self._context.wrap_socket(plain, server_hostname=self.host)
        except BaseException:
            plain.close()
            raise


def is_public(address: str) -> bool:
    """Whether an address is one of the whole internet, also where an IPv6 address stands for an IPv4 one."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        # RFC 6052's prefix and 6to4 lead to the IPv4 address inside.
        inner = found.ipv4_mapped or found.sixtofour
        if found in _NAT64:
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if inner is not None:
            found = inner
    return found.is_global and not found.is_multicast


_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def path_of(target: SplitResult) -> str:
    """A URL's path, one way of writing it: servers escape more or less of the same name."""
    return "/".join(quote(unquote(part), safe="@:!$&'()*+,;=~-._") for part in (target.path or "/").split("/"))


def _target_of(target: SplitResult) -> str:
    return path_of(target) + (f"?{quote(target.query, safe=_IN_QUERY)}" if target.query else "")


def _port(url: SplitResult) -> int:
    return url.port or (443 if url.scheme == "https" else 80)


def _read(response: http.client.HTTPResponse, largest: int, deadline: float) -> bytes:
    expected = response.length
    if expected is not None and expected > largest:
        raise TooLarge
    chunks: list[bytes] = []
    size = 0
    # read1 gives what has come: a server that drips is judged between two drops.
    while (expected is None or size < expected) and (chunk := response.read1(_CHUNK)):
        size += len(chunk)
        if size > largest:
            raise TooLarge
        if time.monotonic() > deadline:
            raise TimeoutError
        chunks.append(chunk)
    if expected is not None and size < expected:
        raise http.client.IncompleteRead(b"", expected - size)
    return b"".join(chunks)
