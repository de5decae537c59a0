"""An office to spoil: a folder with sound files, of which a test changes one."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from officebot.core.problems import UserError
from officebot.settings.load import LoadedOffice, load_office

OFFICE = """
[office]
name = "Bell & Frères"
language = "fr"

[mail.accounts.desk]
address = "desk@bell.example"
owner = "anna@bell.example"

[mail.accounts.desk.imap]
host = "mail.bell.example"
user = "desk"
password = { env = "BELL_IMAP" }

[duties.mail_triage]
"""
PEOPLE = """name,address,role,language,circle,responsibilities,login
Anna Bell,anna@bell.example,director,en,direction,contracts; board,anna
"""
CONTACTS = "kind,name,addresses,language,form_of_address,phone,iban\n"


class Folder(NamedTuple):
    """A folder of settings, and what loading it gives."""

    path: Path

    def write(self, name: str, content: str | bytes) -> Path:
        """Replace one file."""
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def office(self, *lines: str, without: str = "") -> Folder:
        """Write office.toml: the sound one, without one of its lines, with further lines."""
        kept = [line for line in OFFICE.splitlines() if not without or not line.startswith(without)]
        self.write("office.toml", "\n".join([*kept, *lines]))
        return self

    def load(self) -> LoadedOffice:
        """The office that the files make."""
        return load_office(self.path)

    def complaints(self, language: str = "en") -> list[str]:
        """What is said about the files, one line a problem."""
        with pytest.raises(UserError) as refused:
            load_office(self.path)
        return refused.value.render(language).splitlines()


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A sound office."""
    made = Folder(tmp_path)
    made.office()
    made.write("people.csv", PEOPLE)
    made.write("contacts.csv", CONTACTS)
    return made
