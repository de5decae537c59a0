"""Business documents read in a worker: whatever a file does to its reader, only that worker suffers."""

from __future__ import annotations

from pathlib import Path
from typing import TypeAlias

from officebot.connectors.papers.reading import file_bytes, read_documents
from officebot.connectors.workers import WorkerFault, WorkerPool
from officebot.core.problems import Problem, UserError
from officebot.core.text import say
from officebot.core.trade.model import TradeDocument

#: What a worker needs for the largest XML, a million elements; and time for 200 pages.
MEMORY_BYTES = 2_000_000_000
_SECONDS = 60.0
_READ = "officebot.connectors.papers.apart:read_or_refuse"

Refused: TypeAlias = tuple[Problem, ...]


def read_documents_apart(source: Path | bytes, name: str, workers: WorkerPool) -> list[TradeDocument]:
    """The file's documents, read in a worker. Raises UserError as `read_documents` does, also for what no worker survives."""
    data = file_bytes(source) if isinstance(source, Path) else source
    found: list[TradeDocument] | Refused | WorkerFault = workers.run(_READ, (data, name), _SECONDS)
    if isinstance(found, list):
        return found
    if isinstance(found, tuple):
        raise UserError(found)
    what = say("This document takes too long or too much memory to read: it is damaged, or not made by people.")
    raise UserError(Problem(where=name, what=what))


def read_or_refuse(payload: tuple[bytes, str]) -> list[TradeDocument] | Refused:
    """The worker's side: the documents, or the problems."""
    try:
        return read_documents(*payload)
    except UserError as refused:
        return refused.problems
