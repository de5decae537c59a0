"""The process in which a plugin under check runs: it has the SDK imported, and answers each question in a child of its own.

`python -m officebot.plugins.checking.probe FD`: reads JSON objects {"ask", "root", "module", "attribute", …}, writes JSON
objects to the descriptor: see `forking`. What the plugin prints goes elsewhere, and is noticed.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Mapping
from decimal import Decimal
from importlib import import_module
from typing import Any

import pydantic

import officebot.sdk
from officebot.core.text import LANGUAGES, Text
from officebot.plugins.checking.faults import fault
from officebot.plugins.checking.forking import next_question, tell
from officebot.plugins.checking.watch import Watch


class _Model(pydantic.BaseModel):
    """What a model of settings costs the first time is the SDK's cost and not the plugin's."""

    model_config = pydantic.ConfigDict(extra="forbid", frozen=True)

    most: int = pydantic.Field(default=1, ge=1)
    name: str = ""
    names: tuple[str, ...] = ()
    share: Decimal = Decimal(0)


def main() -> None:
    """Answers questions. Whatever the plugin does, the answer says it, or the child ends without one."""
    out = int(sys.argv[1])
    for name in officebot.sdk.__all__:
        getattr(officebot.sdk, name)
    asked = next_question(out)
    sys.path.insert(0, asked["root"])
    # The plugin is compiled from its sources, once for all questions.
    sys.pycache_prefix = f"{asked['scratch']}/compiled"
    sys.dont_write_bytecode = False
    try:
        answer = _ASKED[asked["ask"]](asked)
    except BaseException as error:  # noqa: BLE001 - a plugin may raise anything, also to end the process
        answer = {"error": fault(error, asked["root"])}
    tell(out, answer | {"number": asked["number"]})
    # Threads that the plugin left behind do not hold the answer up.
    os._exit(0)


def load(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Imports the module, and tells what that did, how much CPU time it took in seconds, and what the duty is.

    `plain` is what plain work took just before, in seconds: how fast the machine is now.
    """
    plain = min(_plain() for _ in range(3))
    watch = Watch(asked["root"], asked["scratch"])
    threads = threading.active_count()
    printed = _printed()
    with watch.over():
        began = time.process_time()
        module = import_module(asked["module"])
        duty = getattr(module, asked["attribute"])
        took = time.process_time() - began
    return {
        "cpu": took,
        "plain": plain,
        "noticed": watch.seen,
        "threads": threading.active_count() - threads,
        "printed": _printed() - printed,
        "duty": _told(duty),
    }


def _plain() -> float:
    began = time.process_time()
    sum(number * number for number in range(100_000))
    return time.process_time() - began


def _printed() -> int:
    sys.stdout.flush()
    sys.stderr.flush()
    return sum(os.fstat(one).st_size for one in (1, 2))


def _told(duty: Any) -> dict[str, Any]:
    """What a duty says of itself, as data."""
    if not isinstance(duty, officebot.sdk.Duty):
        return {"is_duty": False, "type": type(duty).__name__}
    return {
        "is_duty": True,
        "name": duty.name,
        "title": {language: duty.title.render(language) for language in LANGUAGES},
        "title_is_text": isinstance(duty.title, Text),
        "triggers": list(duty.triggers),
        "settings": duty.settings.model_json_schema(),
        "forbids_extra": duty.settings.model_config.get("extra") == "forbid",
        "defaults": _defaults(duty),
        "has": [part for part in ("recogniser", "sent_recogniser", "report", "performers", "commands", "panels", "migrations")
                if getattr(duty, part, None)],
        "kinds": sorted({kind for one in duty.performers() for kind in one.kinds}) if duty.performers else [],
        "decide": [duty.decide.__module__, duty.decide.__qualname__],
        "modules": sorted(one for one in sys.modules if one.partition(".")[0] == duty.decide.__module__.partition(".")[0]),
    }  # fmt: skip


def _defaults(duty: Any) -> str:
    """ "" where the settings can be left out, else what is wrong."""
    try:
        duty.settings()
    except pydantic.ValidationError as error:
        return str(error)[:300]
    return ""


def _ask_trials(name: str) -> Callable[[Mapping[str, Any]], dict[str, Any]]:
    def ask(asked: Mapping[str, Any]) -> dict[str, Any]:
        found: Callable[[Mapping[str, Any]], dict[str, Any]] = getattr(
            import_module("officebot.plugins.checking.probe_trials"), name
        )
        return found(asked)

    return ask


_ASKED: Mapping[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
    "load": load,
    "decide": _ask_trials("decide"),
    "hostile": _ask_trials("hostile"),
    "perform": _ask_trials("perform"),
    "migrate": _ask_trials("migrate"),
}

if __name__ == "__main__":
    main()
