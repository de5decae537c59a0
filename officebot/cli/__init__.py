"""The command line: thin commands over `officebot.app`, each imported only when it is called."""

from __future__ import annotations

import gc
import os
import sys


def main() -> None:
    """Run `officebot`. Exit code 0: done, 1: what was asked is not so, 2: misuse."""
    # Loading makes a hundred thousand objects and no garbage: looking for it every 700 of them costs a tenth of the start.
    gc.set_threshold(20_000)
    _set_language(sys.argv[1:])
    # pydantic reads every installed distribution for plugins of its own, and runs what it finds; we have agreed to none.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    from officebot.cli.root import officebot

    officebot(prog_name="officebot")


def _set_language(words: list[str]) -> None:
    """Let `--lang fr` hold for every message, click's own included, before anything is said."""
    for place, word in enumerate(words):
        if word.startswith("--lang="):
            os.environ["LANGUAGE"] = word.partition("=")[2]
        elif word == "--lang" and place + 1 < len(words):
            os.environ["LANGUAGE"] = words[place + 1]
