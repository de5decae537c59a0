"""Over https a server's certificate is checked, and what is wrong with one is one sentence."""

from __future__ import annotations

import pytest

from officebot.connectors.http import Http
from officebot.core.problems import UserError
from tests.connectors.calendars.conftest import site
from tests.connectors.certified import Certified, certified
from tests.connectors.webserver import web

# What pytest finds here by its name.
__all__ = ["certified"]


def test_a_certificate_that_is_trusted_lets_the_login_pass(certified: Certified) -> None:
    context, path = certified()
    with web(lambda _, asked: (200, {}, asked["Authorization"].encode()), context) as served:
        http = Http(site(served.url(scheme="https"), ca_file=path, user="anna", password="é"))
        assert http.request("GET", "/").body.startswith(b"Basic ")
        http.close()


@pytest.mark.parametrize(
    ("address", "days", "is_trusted", "sentence"),
    [
        ("127.0.0.1", 30, False, "comes from an unknown authority"),
        ("127.0.0.1", -1, True, "has expired"),
        ("127.0.0.9", 30, True, "belongs to another host"),
    ],
)
def test_a_certificate_that_is_not_right_stops_before_the_login(
    certified: Certified, address: str, days: int, is_trusted: bool, sentence: str
) -> None:
    context, path = certified(address, days)
    with web(lambda *_: (200, {}, b""), context) as served:
        http = Http(site(served.url(scheme="https"), ca_file=path if is_trusted else "", user="a", password="b"))
        with pytest.raises(UserError, match=sentence):
            http.request("GET", "/")
        assert served.asked == []


def test_a_file_of_certificates_that_is_missing_and_a_port_without_tls_are_said() -> None:
    with web(lambda *_: (200, {}, b"")) as served:
        for ca_file, sentence in (("no.pem", "check ca_file"), ("", "does not speak TLS")):
            http = Http(site(served.url(scheme="https"), ca_file=ca_file))
            with pytest.raises(UserError, match=sentence):
                http.request("GET", "/")
