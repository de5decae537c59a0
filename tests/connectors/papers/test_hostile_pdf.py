"""PDFs that do harm: whatever is changed in one, the worker's answer is documents or a sentence."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from officebot.connectors.papers.apart import MEMORY_BYTES, read_documents_apart
from officebot.connectors.workers import WorkerPool
from officebot.core.problems import UserError
from tests.connectors.papers.making import LINES, by_hand, typeset


@pytest.fixture(scope="module")
def workers() -> Iterator[WorkerPool]:
    with WorkerPool(memory_bytes=MEMORY_BYTES) as pool:
        yield pool


def _answered(data: bytes, workers: WorkerPool) -> bool:
    try:
        return isinstance(read_documents_apart(data, "x.pdf", workers), list)
    except UserError as refused:
        return bool(refused.problems)


def test_changed_bytes_never_end_in_a_traceback(workers: WorkerPool) -> None:
    chance = random.Random(16)
    whole = typeset(LINES)
    for _ in range(80):
        data = bytearray(whole)
        for _ in range(chance.choice((1, 4, 40))):
            data[chance.randrange(len(data))] = chance.randrange(256)
        assert _answered(bytes(data), workers)


@pytest.mark.parametrize(
    "data",
    [
        by_hand(content="q " * 50_000),
        by_hand(content="BT /F 1 Tf " + "(A) Tj " * 20_000 + "ET"),
        by_hand().replace(b"/Kids[3 0 R]", b"/Kids[2 0 R]"),
        by_hand().replace(b"/MediaBox[0 0 300 300]", b"/MediaBox[0 0 1e38 1e38]"),
        by_hand().replace(b"/Count 1", b"/Count 99999999"),
        b"%PDF-1.7\n" + b"1 0 obj\n" * 50_000,
    ],
    ids=[
        "deep states",
        "many words",
        "pages in a circle",
        "a page without end",
        "too many pages",
        "objects without end",
    ],
)
def test_pdfs_made_to_do_harm_are_answered(data: bytes, workers: WorkerPool) -> None:
    assert _answered(data, workers)
