"""Pages are fetched over https from hosts that were agreed to, and from nowhere else, wherever a server sends on."""

from __future__ import annotations

import time
from collections.abc import Mapping

import pytest

from officebot.connectors.pages import fetch
from officebot.core.problems import Unavailable, UserError
from tests.connectors.certified import Certified, certified
from tests.connectors.webserver import Told, web

# What pytest finds here by its name.
__all__ = ["certified"]
OTHER = "https://evil.example/"


def answered(path: str, _headers: Mapping[str, str]) -> Told:
    """What the server says of each path."""
    match path:
        case "/prices.csv":
            return 200, {}, b"paper;1,20"
        case "/moved":
            return 302, {"Location": "/prices.csv"}, b""
        case "/away":
            return 302, {"Location": OTHER}, b""
        case "/plain":
            return 301, {"Location": "http://127.0.0.1/"}, b""
        case "/file":
            return 302, {"Location": "file:///etc/passwd"}, b""
        case "/round":
            return 302, {"Location": "/round"}, b""
        case "/large":
            return 200, {}, b"x" * 20_000
        case "/busy":
            return 503, {}, b""
    return 404, {}, b""


def test_a_page_comes_from_its_host_and_from_where_that_sends_on_within_it(certified: Certified) -> None:
    context, ca_file = certified()
    with web(answered, context) as served:
        host = f"127.0.0.1:{served.port}"
        for path in ("/prices.csv", "/moved"):
            assert fetch(f"https://{host}{path}", [host], ca_file=ca_file) == b"paper;1,20"


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/away", "evil.example is no host that was agreed to"),
        ("/plain", "is no host that was agreed to"),
        ("/file", "is no host that was agreed to"),
        ("/round", "sends on and on"),
        ("/large", "is larger than 10000 bytes"),
        ("/missing", "has no such page (404)"),
    ],
)
def test_what_leads_elsewhere_or_is_not_right_is_one_sentence(certified: Certified, path: str, says: str) -> None:
    context, ca_file = certified()
    with web(answered, context) as served:
        host = f"127.0.0.1:{served.port}"
        with pytest.raises(UserError) as caught:
            fetch(f"https://{host}{path}", [host], ca_file=ca_file, largest=10_000)
    assert says in caught.value.problems[0].what.render("en")


def test_a_server_that_is_busy_is_asked_again(certified: Certified) -> None:
    context, ca_file = certified()
    with web(answered, context) as served:
        host = f"127.0.0.1:{served.port}"
        with pytest.raises(Unavailable):
            fetch(f"https://{host}/busy", [host], ca_file=ca_file)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:{port}/prices.csv",
        "https://prices.example/",
        "https://127.0.0.1/prices.csv",
        "https://u:p@127.0.0.1:{port}/prices.csv",
        "https://127.0.0.1:{port}@evil.example/",
        "file:///etc/passwd",
        "",
    ],
)
def test_no_other_address_is_asked(certified: Certified, url: str) -> None:
    context, ca_file = certified()
    with web(answered, context) as served:
        with pytest.raises(UserError):
            fetch(url.format(port=served.port), [f"127.0.0.1:{served.port}"], ca_file=ca_file)
        assert served.asked == []


@pytest.mark.parametrize("name", ["127.1", "2130706433", "0x7f000001"])
def test_a_name_that_leads_into_a_private_network_is_not_followed(certified: Certified, name: str) -> None:
    context, ca_file = certified()
    with web(answered, context) as served:
        host = f"{name}:{served.port}"
        with pytest.raises(UserError, match="private network"):
            fetch(f"https://{host}/prices.csv", [host], ca_file=ca_file)
        assert served.asked == []


def test_a_certificate_that_nobody_vouches_for_is_not_believed(certified: Certified) -> None:
    context, _ = certified()
    with web(answered, context) as served:
        host = f"127.0.0.1:{served.port}"
        began = time.monotonic()
        with pytest.raises(UserError, match="certificate"):
            fetch(f"https://{host}/prices.csv", [host])
        assert time.monotonic() - began < 20
