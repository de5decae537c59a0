"""A plugin to install in tests as pip leaves it: a package, its manifest, its metadata and the record of its files."""

from __future__ import annotations

import base64
import getpass
import hashlib
import shutil
from pathlib import Path

from officebot.settings.new import Answers, write_new_office
from tests.app.offices import edit

CODE = '''"""Notes who asks for a visit, and how often."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from officebot.sdk import Claim, Duty, Mail, NoteItem, Office, OfficeFacts, Proposal, Trigger, quoted, say


class Settings(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    word: str = Field(default="visit", description="The word by which a mail about a visit is known.")


def recognise(mail: Mail, facts: OfficeFacts, settings: Settings, now: datetime) -> Iterable[Claim]:
    if "break" in mail.subject:
        raise ValueError(mail.subject)
    if settings.word in mail.subject:
        yield Claim(kind="visit", data={"who": mail.sender.address})


def observe(office: Office, trigger: Trigger, settings: Settings) -> Trigger:
    return trigger


def decide(trigger: Trigger, settings: Settings) -> Iterator[Proposal]:
    note = NoteItem(item_kind="visit_count", key=f"visits:{trigger.key}", title="A visit")
    yield Proposal(key=f"visit:{trigger.key}", title=say("Note a visit"), actions=(note,), reason=quoted("It is time."))


DUTY: Duty[Any, Any] = Duty(
    name="visit_count", title=say("Visits"), settings=Settings, observe=observe, decide=decide, recogniser=recognise,
)
'''
RIGHTS = ("mail desk/INBOX", "action note-item")
MANIFEST = 'sdk = "1.0"\n[rights]\nmail = ["desk/INBOX"]\nactions = ["note-item"]\n'
MORE = 'sdk = "1.0"\n[rights]\nmail = ["desk/INBOX"]\nactions = ["note-item"]\nnetwork = ["prices.example"]\n'


def install(
    folder: Path, version: str = "1.0", manifest: str = MANIFEST, code: str = CODE, *, direct_url: str = ""
) -> Path:
    """Put the plugin visit-count of this version into a folder of Python's path, in the place of another version."""
    for old in folder.glob("visit_count*"):
        shutil.rmtree(old)
    package, known = folder / "visit_count", folder / f"visit_count-{version}.dist-info"
    package.mkdir(parents=True)
    known.mkdir()
    (package / "__init__.py").write_text(code, "utf-8")
    (package / "plugin.toml").write_text(manifest, "utf-8")
    (known / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: visit-count\nVersion: {version}\nSummary: Counts visits\n"
        "Author: Léa Fontaine\nProject-URL: Issues, https://visits.example/issues\n"
        "Project-URL: Homepage, https://visits.example\n",
        "utf-8",
    )
    (known / "entry_points.txt").write_text("[officebot.duties]\nvisit_count = visit_count:DUTY\n")
    (known / "INSTALLER").write_text("pip\n")
    if direct_url:
        (known / "direct_url.json").write_text(direct_url)
    lines = [_record(folder, one) for one in (*package.iterdir(), *known.iterdir())]
    (known / "RECORD").write_text("\n".join([*lines, f"{known.name}/RECORD,,"]) + "\n")
    return package


def _record(folder: Path, path: Path) -> str:
    data = path.read_bytes()
    made = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
    return f"{path.relative_to(folder).as_posix()},sha256={made},{len(data)}"


def office(folder: Path) -> Path:
    """A small office of one person, past its days of observing, with a comment at its end."""
    write_new_office(
        folder,
        Answers(name="Atelier", person="Nadia Lefort", address="nadia@atelier.example", language="en",
                login=getpass.getuser(), imap_host="127.0.0.1", imap_security="none", duties=()),
    )  # fmt: skip
    edit(folder, trust={"observe_days": 0})
    with (folder / "office.toml").open("a", encoding="utf-8") as file:
        file.write("\n# Ask Nadia before this is changed.\n")
    return folder
