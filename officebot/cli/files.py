"""The files that are named to a command: read apart, "-" for standard input, and why one could not be."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from officebot.cli.output import emit, tell
from officebot.cli.words import language
from officebot.core.problems import Unavailable, UserError
from officebot.core.text import Text, say

if TYPE_CHECKING:
    from officebot.connectors.workers import WorkerPool
    from officebot.core.trade.model import TradeDocument


def source_of(name: str, largest: int) -> tuple[bytes | Path, str]:
    """Where a file's bytes are, and how it is called; of standard input these bytes, one more than it may have at most."""
    if name == "-":
        return sys.stdin.buffer.read(largest + 1), ""
    return Path(name), Path(name).name


def documents_in(name: str, workers: WorkerPool) -> list[TradeDocument]:
    """The business documents of a file. Raises UserError where there is none, Unavailable where reading took too long."""
    from officebot.connectors.papers.apart import read_documents_apart
    from officebot.connectors.papers.reading import LARGEST_FILE

    return read_documents_apart(*source_of(name, LARGEST_FILE), workers)


def sentences_of(error: UserError | Unavailable) -> list[Text]:
    """What a person is told of it."""
    return [problem.what for problem in error.problems] if isinstance(error, UserError) else [error.what]


def complain(name: str, sentences: Iterable[Text], as_json: bool, **more: Any) -> None:
    """Say why a file, or something in it, was not read: a line a sentence, or one JSON object, with `more` in it."""
    if as_json:
        emit({"file": name, **more, "error": " ".join(one.render(language()) for one in sentences)})
        return
    for one in sentences:
        tell(say("{file}: {problem}", file=name, problem=one))
