"""The texts of a plugin's letters: the office's own words first, else those that came with the plugin."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from officebot.core.problems import UserError
from officebot.core.text import say
from officebot.sdk.letters import letter_text


class Office:
    """An office with these files, or one that lets the plugin read nothing."""

    def __init__(self, files: Mapping[str, bytes] | None = None) -> None:
        self.files = files

    def read_file(self, path: str) -> bytes:
        if self.files is None:
            raise UserError(say("The right is missing."))
        if path not in self.files:
            raise FileNotFoundError(path)
        return self.files[path]


@pytest.fixture
def plugin(tmp_path: Path) -> Iterator[None]:
    folder = tmp_path / "letter_plugin"
    (folder / "templates" / "fr").mkdir(parents=True)
    (folder / "__init__.py").write_text("raise RuntimeError('imported')\n")
    (folder / "templates" / "hello.txt").write_text("Hello {name}", "utf-8")
    (folder / "templates" / "fr" / "hello.txt").write_text("Bonjour {name}", "utf-8")
    sys.path.insert(0, str(tmp_path))
    yield
    sys.path.remove(str(tmp_path))


def read(office: Office, language: str = "en", name: str = "hello.txt") -> str:
    return letter_text(office, "letter_plugin.decide", name, "fr" if language == "fr" else "en", places=("name",))


def test_the_plugins_own_text_in_the_readers_language(plugin: None) -> None:
    assert (read(Office({})), read(Office({}), "fr")) == ("Hello {name}", "Bonjour {name}")


def test_the_offices_own_text_comes_first_as_people_save_it(plugin: None) -> None:
    own = {"templates/letter_plugin/fr/hello.txt": "\ufeffCher {name},\r\n".encode()}
    assert read(Office(own), "fr") == "Cher {name},\n"
    assert read(Office({"templates/letter_plugin/hello.txt": b"Dear {name}"}), "fr") == "Dear {name}"


@pytest.mark.parametrize("own", [b"Dear {nobody}", b"\xff\xfe", b""])
def test_a_text_of_the_office_that_cannot_be_used_is_passed_over(plugin: None, own: bytes) -> None:
    assert read(Office({"templates/letter_plugin/en/hello.txt": own})) == "Hello {name}"


def test_a_plugin_without_the_right_to_it_takes_its_own(plugin: None) -> None:
    assert read(Office()) == "Hello {name}"


@pytest.mark.parametrize("name", ["../hello.txt", "/etc/hostname", "a/b.txt", ""])
def test_no_name_leads_elsewhere(plugin: None, name: str) -> None:
    with pytest.raises(ValueError, match="no name of a file"):
        read(Office({}), name=name)


def test_a_text_that_nobody_brought_is_missing(plugin: None) -> None:
    with pytest.raises(FileNotFoundError):
        read(Office({}), name="other.txt")
    with pytest.raises(FileNotFoundError):
        letter_text(Office({}), "plugin_that_is_gone", "hello.txt", "fr", places=())
