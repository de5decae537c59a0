"""The page about commands names each key that a command prints as JSON, and none that it does not."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from officebot.app.demo import serving
from tests.app.offices import officebot
from tests.app.sample import make_office

pytestmark = pytest.mark.xdist_group("json")

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "commands.md").read_text("utf-8")
#: Keys that stand only where there is something to say.
SOMETIMES = frozenset({"problem", "not_before"})
LETTER = b"""From: Events <events@frenchchamber-london.example>
To: assistance@atelier-verrier.example
Subject: Quote for twelve carafes
Message-ID: <carafes-12@frenchchamber-london.example>

Hello,

Could you please send us a quote for twelve engraved carafes? I look forward to your answer.

Margot Laval
"""


#: Called one after the other: each kind of fact is there when it is asked for.
CALLS = (
    "status", "duties", "queue", "show 1", "why 1", "journal", "journal --verify", "listed", "doctor",
    "once daily_brief --dry-run", "once daily_brief", "approve 1", "undo 1", "reject 1 --because no", "balance", "backup",
)  # fmt: skip


def printed(folder: Path, call: str) -> list[dict[str, Any]]:
    """The facts that a command prints as JSON."""
    called = officebot(*call.split(), "--json", office=folder)
    assert called.code in (0, 1), called.err
    return called.facts


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, Any]]]:
    """What each call prints in a sample office in which a letter and a broken mail came in."""
    folder = tmp_path_factory.mktemp("office")
    make_office(folder)
    with serving(folder) as servers:
        printed(folder, "once")
        servers.deliver(LETTER)
        servers.deliver(b"From: a@b.example\nSubject: broken\nMessage-ID: <2@b.example>\n\x00: \x00\n\nx\n")
        printed(folder, "once")
        return {call: printed(folder, call) for call in CALLS}


def section(command: str) -> str:
    """What the page says of a command."""
    found = re.search(rf"^### {command}\n(.*?)(?=^##)", PAGE + "\n## ", re.MULTILINE | re.DOTALL)
    assert found is not None, command
    return found[1]


def documented(command: str) -> set[str]:
    """The keys named in the code of a command's section; those of `queue` too, where it is referred to."""
    about = section(command)
    written = [code.removeprefix("json\n") for code in re.findall(r"`+([^`]+)`+", about) if "{" in code]
    keys = set().union(*map(_named, written))
    keys |= set(re.findall(r"`(\w+)`\s+\(`\{", about)) | set(re.findall(r"\b(?:with|and)\s+`(\w+)`", about))
    if "object of `queue`" in about:
        keys |= keys_of([json.loads(code) for code in re.findall(r"^(\{.*\})$", section("queue"), re.MULTILINE)])
    return keys


def _named(code: str) -> set[str]:
    """The keys of an example, or of a pattern such as `{"seq", "at"}`."""
    try:
        return keys_of(json.loads(code))
    except ValueError:
        return set(re.findall(r'"(\w+)"', code))


def keys_of(facts: Any, free: frozenset[str] = frozenset()) -> set[str]:
    """Every key in these facts; what lies below a key of `free` is a duty's own."""
    if isinstance(facts, list):
        return set().union(*(keys_of(one, free) for one in facts))
    if isinstance(facts, dict):
        below = (keys_of(value, free) for key, value in facts.items() if key not in free)
        return set(facts).union(*below)
    return set()


@pytest.mark.parametrize("call", CALLS)
def test_each_key_that_is_printed_stands_on_the_page(facts: dict[str, list[dict[str, Any]]], call: str) -> None:
    assert facts[call]
    command = call.partition(" ")[0]
    known = documented("approve" if command == "reject" else command)
    assert keys_of(facts[call], frozenset({"data", "proposals", "content", "gaps"})) <= known | SOMETIMES


@pytest.mark.parametrize("call", ["queue", "journal", "status", "duties", "listed"])
def test_each_key_on_the_page_is_printed(facts: dict[str, list[dict[str, Any]]], call: str) -> None:
    extra = documented(call) - keys_of(facts[call]) - {"pid", "port", "at"} - SOMETIMES
    assert extra <= ({"entries", "bad", "why"} if call == "journal" else set())
