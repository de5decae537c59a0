"""Questions to an issuer of tokens: one request, one answer, to its own host only."""

from __future__ import annotations

import http.client
import json
import re
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from officebot.connectors.patience import cut_off
from officebot.connectors.tls import certificate_problem, tls_context
from officebot.core.expressions import expression
from officebot.core.problems import Problem, Unavailable, UserError
from officebot.core.text import Text, say

_LARGEST = 256 * 1024
# However slowly an issuer drips, its answer is there after so many times the patience with one read.
_DRIPS = 2
_CODE = expression(r"[a-z_]{1,60}")
#: Errors of RFC 6749 §4.1.2.1 and RFC 8628 §3.5 that pass by themselves.
_PASSING = frozenset({"temporarily_unavailable", "server_error"})


@dataclass(frozen=True, slots=True)
class Answer:
    """What an issuer said: an object of JSON, and the code of RFC 6749 §5.2 where it is a no ("" for a yes)."""

    told: Mapping[str, Any]
    error: str = ""

    def text(self, key: str) -> str:
        """A value that is text; "" where it is missing or something else."""
        value = self.told.get(key)
        return value if isinstance(value, str) else ""

    def seconds(self, key: str, otherwise: float) -> float:
        """A span of time above zero, as a number or in digits; `otherwise` for all else."""
        value = self.told.get(key)
        if isinstance(value, str) and re.fullmatch(r"\d{1,9}", value):
            value = int(value)
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < 10**9:
            return float(value)
        return otherwise


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """How an issuer is reached, and for which account, which names what goes wrong."""

    name: str
    ca_file: str = ""
    timeout: float = 20.0

    def ask(self, url: str, form: Mapping[str, str] | None = None) -> Answer:
        """The issuer's answer to a form that is posted, or to a GET. Nothing is redirected, and no proxy is used.

        Raises Unavailable for what may pass (no answer, 5xx, 429, an answer that is none), and UserError for a
        certificate that is not believed.
        """
        try:
            status, content = self._exchange(url, form)
        except ssl.SSLCertVerificationError as error:
            what = certificate_problem(error, _host(url))
            raise UserError(Problem(where=self.name, what=what)) from None
        except FileNotFoundError:
            what = say("The file {path} cannot be found: check ca_file.", path=self.ca_file)
            raise UserError(Problem(where=self.name, what=what)) from None
        except (OSError, http.client.HTTPException):
            # Without its cause: a traceback must not show the form.
            what = say("{host} cannot be reached to sign in: it is tried again.", host=_host(url))
            raise Unavailable(self.name, what) from None
        return self._understood(url, status, content)

    def wrong(self, what: Text) -> UserError:
        """What a person must mend."""
        return UserError(Problem(where=self.name, what=what))

    def _understood(self, url: str, status: int, content: bytes) -> Answer:
        try:
            told = json.loads(content)
        except (ValueError, RecursionError):
            told = None
        if isinstance(told, dict) and status == 200:
            return Answer(told)
        error = told.get("error") if isinstance(told, dict) else None
        is_no = isinstance(error, str) and _CODE.fullmatch(error) and error not in _PASSING
        if is_no and 400 <= status < 500 and status != 429:
            return Answer(told, str(error))
        what = say(
            "{host} does not answer as an issuer of tokens does ({status}): it is tried again.",
            host=_host(url),
            status=str(status),
        )
        raise Unavailable(self.name, what)

    def _exchange(self, url: str, form: Mapping[str, str] | None) -> tuple[int, bytes]:
        place = urlsplit(url)
        headers = {"Accept": "application/json", "User-Agent": "officebot"}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = self._connection(url)
        try:
            connection.connect()
            path = (place.path or "/") + (f"?{place.query}" if place.query else "")
            patience = self.timeout * _DRIPS
            deadline = time.monotonic() + patience
            with cut_off(connection, patience):
                body = urlencode(form).encode() if form is not None else None
                connection.request("POST" if form is not None else "GET", path, body, headers)
                response = connection.getresponse()
                content = b""
                while len(content) <= _LARGEST and (chunk := response.read1(_LARGEST)):
                    content += chunk
                    if time.monotonic() > deadline:
                        raise TimeoutError
            return response.status, content if len(content) <= _LARGEST else b""
        finally:
            connection.close()

    def _connection(self, url: str) -> http.client.HTTPConnection:
        place = urlsplit(url)
        if place.scheme == "https":
            context = tls_context(self.ca_file)
            return http.client.HTTPSConnection(
                place.hostname or "", place.port, timeout=self.timeout, context=context
            )
        return http.client.HTTPConnection(place.hostname or "", place.port, timeout=self.timeout)


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""
