"""Requests to one site: what is asked again and what never is, and which addresses may be asked at all."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from officebot.connectors.http import Broken, Http, is_public
from officebot.core.problems import UserError
from tests.connectors.calendars.conftest import site
from tests.connectors.webserver import Told, always, web


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
     "255.255.255.255", "192.0.2.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1",
     "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "2002:7f00:1::", "2002:0a00:0001::", "ff02::1", "x"],
)  # fmt: skip
def test_an_address_that_is_not_of_the_whole_internet_is_known(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2001:4860:4860::8888", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_an_address_of_the_whole_internet_is_known(address: str) -> None:
    assert is_public(address)


def test_a_kept_connection_that_the_server_closed_is_opened_again() -> None:
    closing = {"n": 0}

    def answer(path: str, _: Mapping[str, str]) -> Told:
        closing["n"] += 1
        return 200, {}, b"ok"

    with web(answer) as served:
        http = Http(site(served.url()))
        assert http.request("GET", "/a").body == b"ok"
        kept = http._kept
        assert kept is not None
        assert kept.sock is not None
        # As a server's goodbye looks from here: the other side is gone.
        kept.sock.shutdown(2)
        assert http.request("GET", "/b").body == b"ok"
        http.close()


def test_a_change_without_an_answer_is_in_doubt_and_not_repeated() -> None:
    with web(always(200, b"no more", Content_Length="99999", Connection="close")) as served:
        http = Http(site(served.url()))
        with pytest.raises(Broken):
            http.request("PUT", "/a", body=b"x")
        assert [method for method, _, _ in served.asked] == ["PUT"]
        http.close()


def test_a_change_is_never_sent_on_to_another_place() -> None:
    with web(always(302, Location="/elsewhere")) as served:
        http = Http(site(served.url()))
        assert http.request("PUT", "/a", body=b"x").status == 302
        assert [path for _, path, _ in served.asked] == ["/a"]
        http.close()


def test_a_login_that_is_not_offered_is_said() -> None:
    with web(always(401, WWW_Authenticate='Digest realm="x"')) as served:
        http = Http(site(served.url(), user="anna", password="secret"))
        with pytest.raises(UserError, match="kind Digest"):
            http.request("GET", "/")
        http.close()
