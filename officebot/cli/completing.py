"""What a shell may complete a value with, told by what stands for it in `--help`: files, folders, duties."""

from __future__ import annotations

from typing import Any

import click
from click.shell_completion import CompletionItem

from officebot.core.expressions import expression

_FILES = expression(r"\b(?:FILE|PATH|TEMPLATE|DATA|MESSAGE|JSONL|JSON|CSV)\b|\.ics\b")
_FOLDERS = expression(r"\bDIR\b")
_DUTIES = expression(r"\bDUTY\b")


def values(parameter: click.Parameter, incomplete: str) -> list[CompletionItem[Any]] | None:
    """What the value of a parameter may be completed with; None where its type knows better."""
    called = parameter.metavar or ""
    if _DUTIES.search(called):
        from officebot.entrypoints import duties

        return [CompletionItem(name) for name in sorted(duties()) if name.startswith(incomplete)]
    if _FILES.search(called):
        return [CompletionItem(incomplete, type="file")]
    if _FOLDERS.search(called):
        return [CompletionItem(incomplete, type="dir")]
    return None
