"""Hostile plugins let loose: on nothing, where they succeed, and behind the sandbox, where they must not."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from shutil import copyfile
from typing import Any, cast

from officebot.isolation import standin
from officebot.isolation.keeping import Keeper
from officebot.isolation.rights import Rights, parsed
from officebot.isolation.sandbox import Limits, Means, Place
from officebot.isolation.standin import Across
from officebot.sdk import Contact, Contacts, Office, OfficeFacts, People, Person, Proposal, Trigger, WorkingTime

HOSTILE = Path(__file__).parent / "hostile"
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
FACTS = OfficeFacts(
    name="Office",
    people=People([Person(name="Claire Vidal", address="claire@office.example", login="claire")]),
    contacts=Contacts([Contact(name="Bank", addresses=("b@bank.example",), iban="FR7630006000011234567890189")]),
    working_time=WorkingTime(),
)
_AS_A_DUTY = """
from importlib import import_module
from typing import Any

from pydantic import Field

from officebot.sdk import Duty, DutySettings, NoteItem, Proposal, say


class Settings(DutySettings):
    deed: str = Field(default="", description="Which deed.")
    target: str = Field(default="", description="What it aims at.")


def observe(office, trigger, settings):
    try:
        return "escaped: " + import_module("hostile." + settings.deed).attack(settings.target)
    except BaseException as held:
        return f"held: {type(held).__name__} {held}"


def decide(told, settings):
    note = NoteItem(item_kind="hostile", key="told", title="told")
    yield Proposal(key="told", title=say("{told}", told=told), actions=(note,))


DUTY: Duty[Any, Any] = Duty(name="hostile", title=say("Hostile"), settings=Settings, observe=observe, decide=decide)
"""


def deeds() -> list[str]:
    """The names of the hostile plugins whose deed is one function."""
    return sorted(one.stem for one in HOSTILE.glob("*.py"))


def duties() -> list[str]:
    """The names of those that are whole duties."""
    return sorted(one.stem for one in (HOSTILE / "duties").glob("*.py"))


def all_deeds(folder: Path) -> Path:
    """The package of a plugin that can do every deed."""
    package = written(folder, "hostile", _AS_A_DUTY)
    for name in deeds():
        copyfile(HOSTILE / f"{name}.py", package / f"{name}.py")
    return package


def one_duty(folder: Path, name: str) -> Path:
    """The package of a hostile duty."""
    return written(folder, name, (HOSTILE / "duties" / f"{name}.py").read_text("utf-8"))


def written(folder: Path, name: str, code: str) -> Path:
    """A package with this code."""
    package = folder / name
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(code, encoding="utf-8")
    return package


def succeeds_alone(deed: str, target: str, *, close_fds: bool = True) -> str:
    """What the deed brings where nothing holds it: in a Python of its own. Raises CalledProcessError where it fails."""
    words = f"import sys; sys.path.insert(0, {str(HOSTILE)!r}); import {deed}; print({deed}.attack(sys.argv[1]))"
    ended = subprocess.run([sys.executable, "-S", "-B", "-c", words, target], capture_output=True, text=True, check=True,
                           timeout=60, close_fds=close_fds)  # fmt: skip
    return ended.stdout.strip()


@dataclass(slots=True)
class Quiet:
    """An office in which nothing happened, and which answers nothing but who is who."""

    facts: OfficeFacts = FACTS
    told: Mapping[str, Any] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        return lambda *_, **__: self.told.get(name, ())


def across(
    package: Path, keeper: Keeper, means: Means, rights: Sequence[str] = (), memory: int = 512_000_000
) -> Across:
    """The way to a hostile plugin's process."""
    given: Rights = parsed(rights)
    return Across(
        duty=package.name, place=Place(entry=f"{package.name}:DUTY", package=package), means=means, rights=given,
        keeper=keeper, limits=Limits(memory=memory),
    )  # fmt: skip


def trigger(**more: Any) -> Trigger:
    """A run that somebody wished."""
    return Trigger(kind="manual", key="manual", due=NOW, now=NOW, **more)


def told_by(way: Across, deed: str, target: str = "") -> str:
    """What the plugin told of its deed: "escaped: …" or "held: …"."""
    (proposal,) = proposed(way, deed=deed, target=target)
    return proposal.title.render("en")


def proposed(way: Across, office: Any = None, **settings: Any) -> Sequence[Proposal]:
    """What a hostile duty proposes in a run that somebody wished."""
    duty = standin.duty(way, standin.described(way))
    chosen = duty.settings.model_validate(settings)
    return list(duty.decide(duty.observe(cast(Office, office or Quiet()), trigger(), chosen), chosen))
