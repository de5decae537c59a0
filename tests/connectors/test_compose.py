"""What may stand in a mail that we write."""

from __future__ import annotations

import time

import pytest

from officebot.connectors.imap.arguments import UnsafeArgument
from officebot.connectors.mime.compose import plain_address


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("a@" + "a" * 40 + "!", id="a label that ends badly"),
        pytest.param("a@" + "a-" * 50_000 + "_", id="a hundred thousand letters"),
        pytest.param("a@" + "a." * 50_000 + "_", id="fifty thousand labels"),
        pytest.param("a" * 100_000 + "@example.org", id="a name without end"),
    ],
)
def test_an_address_made_to_take_long_is_refused_at_once(address: str) -> None:
    begun = time.process_time()
    with pytest.raises(UnsafeArgument):
        plain_address(address)
    assert time.process_time() - begun < 0.05


@pytest.mark.parametrize(
    "address",
    [
        "a@b",
        "paul.martin+shop@mail.client.example",
        "o'neil@x-y.example",
        "a@" + "b" * 63 + ".example",
        "a@1.example",
    ],
)
def test_an_address_that_a_server_takes_is_taken(address: str) -> None:
    assert plain_address(address) == address


@pytest.mark.parametrize(
    "address", ["", "a", "@b", "a@", "a@.b", "a@b..c", "a@" + "b" * 64, "a b@c", "a@b\r\nc", "a@b,c"]
)
def test_what_is_no_plain_address_is_refused(address: str) -> None:
    with pytest.raises(UnsafeArgument):
        plain_address(address)
