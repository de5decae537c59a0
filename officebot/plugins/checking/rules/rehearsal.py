"""A duty does in its sandbox what it does in its author's tests: it runs, and its panels are drawn."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from typing import Any
from weakref import WeakKeyDictionary

import orjson

from officebot.core.problems import UserError
from officebot.core.text import Text, say
from officebot.isolation import manifest
from officebot.plugins.checking.model import Found, Grade, Rule, failed_by, not_applicable, passed
from officebot.plugins.checking.patience import patience
from officebot.plugins.checking.probing import environment
from officebot.plugins.checking.subject import Subject

SECONDS = 120
_HEARD: WeakKeyDictionary[Subject, dict[str, Mapping[str, Any]]] = WeakKeyDictionary()


def runs_apart(subject: Subject) -> Found:
    """In a sandbox with the declared rights alone it starts, and its run ends without a fault and without a refusal."""
    faults: list[Text] = []
    for duty in subject.entries:
        said = _rehearsed(subject, duty)
        if "cannot" in said:
            return not_applicable(Text.from_json(said["cannot"]))
        faults += [
            say("{duty}: it asked for what takes the right “{right}”, which is not declared.", duty=duty, right=right)
            for right in said["refused"]
        ]
        faults += [say("{duty}: {why}", duty=duty, why=Text.from_json(one)) for one in said["runs"]]
    return failed_by(faults)


def draws(subject: Subject) -> Found:
    """Each panel is drawn in an office in which nothing has happened yet, in both languages."""
    faults: list[Text] = []
    drawn = 0
    for duty in subject.entries:
        said = _rehearsed(subject, duty)
        if "cannot" in said:
            return not_applicable(Text.from_json(said["cannot"]))
        drawn += said["drawn"]
        faults += [say("{duty}: {why}", duty=duty, why=Text.from_json(one)) for one in said["panels"]]
    if not drawn and not faults:
        return not_applicable(say("It has no panel."))
    return failed_by(faults) if faults else passed(say("panels drawn: {count}", count=drawn))


def _rehearsed(subject: Subject, duty: str) -> Mapping[str, Any]:
    """What came out of a duty's rehearsal, which takes place once for all rules."""
    known = _HEARD.setdefault(subject, {})
    if duty not in known:
        known[duty] = _rehearse(subject, duty)
    return known[duty]


def _rehearse(subject: Subject, duty: str) -> Mapping[str, Any]:
    try:
        rights = manifest.read(subject.home).rights.written()
    except UserError:
        return _failed(say("The plugin.toml cannot be read."))
    package = subject.root / subject.package
    place = subject.scratch / f"rehearsal-{duty}"
    place.mkdir(exist_ok=True)
    asked = {
        "duty": duty, "entry": subject.entries[duty], "rights": rights, "folder": str(place),
        "package": str(package if package.is_dir() else package.with_suffix(".py")),
    }  # fmt: skip
    # Officebot's own code alone is imported there: the plugin's lies nowhere on its path.
    variables = environment(place)
    command = [sys.executable, "-P", "-m", "officebot.plugins.checking.rehearsing"]
    try:
        ended = subprocess.run(
            command, input=orjson.dumps(asked), cwd=place, env=variables, capture_output=True, timeout=patience(SECONDS),
            check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return _failed(say("It did not end within {seconds} seconds.", seconds=int(patience(SECONDS))))
    if ended.returncode != 0:
        words = ended.stderr.decode("utf-8", "replace").strip().splitlines()
        return _failed(say("Its process ended without an answer (exit {code}). {words}", code=ended.returncode,
                           words=words[-1][:200] if words else ""))  # fmt: skip
    found: Mapping[str, Any] = orjson.loads(ended.stdout)
    return found


def _failed(why: Text) -> Mapping[str, Any]:
    return {"refused": [], "runs": [why.to_json()], "panels": [], "drawn": 0}


RULES = (
    Rule(
        id="runs-apart",
        grade=Grade.BRONZE,
        asks=say("It runs in its sandbox with the rights that it declares, in an office in which nothing came yet."),
        why=say("So offices run it; a test in one’s own process shows nothing of what is missing there."),
        mend=say("Declare the right, or ask the office for less; let “decide” do nothing where there is nothing."),
        look=runs_apart,
    ),
    Rule(
        id="draws",
        grade=Grade.SILVER,
        asks=say("Each panel is drawn in a new office, in both languages."),
        why=say("The dashboard is looked at before anything has happened, too."),
        mend=say("Let “show” give a table with the words for “empty”, or nothing at all."),
        look=draws,
    ),
)
