"""How long a monthly report takes, in CPU seconds: counted twice, made in each form, read back.

    python benchmarks/reports.py [MAILS]

The office is made up: so many mails in ten weeks, with their answers, proposals, items, orders, invoices and meetings.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from officebot.connectors.documents import DocumentPerformer  # noqa: E402
from officebot.duties.activity_report.decide import document_of  # noqa: E402
from officebot.duties.activity_report.observe import for_person  # noqa: E402
from officebot.duties.activity_report.settings import ReaderTable  # noqa: E402
from officebot.resources import packaged  # noqa: E402
from tests.duties.busyoffice import ETIENNE, busy_office  # noqa: E402


def main() -> None:
    """Print a line for each step."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    with tempfile.TemporaryDirectory() as folder, busy_office(Path(folder), seed=3, size=size) as office:
        office.report("weekly")  # what is imported once is not the report's
        report, counting = timed(lambda: checked(office))
        charts = sum(len(part.charts) for part in report.parts)
        print(
            f"{size} mails, {len(report.figures.by_key)} figures, {charts} charts: counted twice in {counting:.2f} s"
        )
        performer = DocumentPerformer(Path(folder), [packaged("templates")])
        for form in ("html", "docx", "xlsx", "pdf"):
            reader = for_person(ETIENNE, ReaderTable.model_validate({"form": form}))
            action = document_of(report, reader, "Atelier Verrier SAS")
            performer.prepare(action)
            _, seconds = timed(lambda action=action: performer.prepare(action))
            print(f"{form}: made and read back in {seconds:.2f} s, with the counting {counting + seconds:.2f} s")


def checked(office: Any) -> Any:
    """The report, after both computations."""
    report = office.report("monthly")
    assert not report.differences
    return report


def timed(step: Callable[[], Any]) -> tuple[Any, float]:
    """What a step gives, and its CPU seconds here and in the workers that it waited for."""
    before = _spent()
    found = step()
    return found, _spent() - before


def _spent() -> float:
    """This process's time, and that of the process that fills in templates, which lives on."""
    own = time.process_time()
    from officebot.connectors import rendering

    worker = rendering._WORKER._process
    if worker is not None:
        told = Path(f"/proc/{worker.pid}/stat").read_text().rsplit(")", 1)[1].split()
        own += (int(told[11]) + int(told[12])) / 100
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return own + ended.ru_utime + ended.ru_stime


if __name__ == "__main__":
    main()
