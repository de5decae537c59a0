"""The month's budget report as a document: read, reckoned, reckoned again from the same cells, and only then written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from officebot.cli.answers import Answers
from officebot.cli.budgets import budget_in
from officebot.cli.ledgers import begin_ledgers
from officebot.cli.writing import keep, put
from officebot.connectors.report_readback import document_words, sheet_numbers
from officebot.connectors.second_reader import SecondReading, read_again
from officebot.core.budget.drafting import NextYear, draft
from officebot.core.budget.report_check import in_cells, in_tables
from officebot.core.budget.report_page import TEMPLATE, FileRead, InMonth, page_of
from officebot.core.budget.report_sources import series_of, traces_of
from officebot.core.budget.trace import Basis, rows_wanted, trace
from officebot.core.budget.variance import Question, month_to_report, nothing_spent, report_with_basis
from officebot.core.figures import Difference, Figures
from officebot.core.problems import UserError
from officebot.core.text import Language, Text, say
from officebot.resources import packaged

if TYPE_CHECKING:
    from officebot.core.budget.model import Month, Report

ENDINGS = (".docx", ".pdf", ".xlsx")


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A report whose figures came out the same twice: `again` is the second time. `before` is last month's report."""

    report: Report
    before: Report | None
    basis: Basis
    figures: Figures
    second: SecondReading
    again: Mapping[str, Decimal | None]
    file: str

    @property
    def series(self) -> tuple[InMonth, ...]:
        """What was planned and spent in each month."""
        return series_of(self.report, self.basis)

    @property
    def files(self) -> tuple[FileRead, ...]:
        """The files that it was made of."""
        return tuple(
            FileRead(name=one.name, sha256=one.sha256, read_at=one.read_at) for one in self.second.files.values()
        )


def checked_report(
    path: Path,
    actuals: Sequence[Path],
    commitments: Sequence[Path],
    period: Month | None,
    *,
    today: date,
    answers: Answers,
) -> Checked:
    """The report of a month, every figure of it reckoned twice.

    Raises UserError with each figure that came out otherwise, and where a file cannot be read.
    """
    from officebot.connectors.workers import WORKBOOK_BYTES, WorkerPool

    paths = tuple(dict.fromkeys((path, *actuals, *commitments)))
    names = [one.name for one in paths]
    twice = next((one for one in names if names.count(one) > 1), None)
    if twice is not None:
        raise UserError(
            say("Two files are called {name}: rename one of them, so that each figure leads to its own.", name=twice)
        )
    with WorkerPool(memory_bytes=WORKBOOK_BYTES) as workers:
        budget = budget_in(path, answers.choices, period, workers)
        if not budget.lines:
            raise UserError(budget.problems)
        spent, ordered = (begin_ledgers(some, workers)() for some in (actuals, commitments))
        month = period or month_to_report(budget, spent, today)
        unknown = nothing_spent(budget, spent)
        if unknown is not None:
            raise UserError(unknown)
        asked = Question(period=month, chosen=answers.accounts)
        report, basis = report_with_basis(budget, spent, ordered, asked=asked)
        second = read_again(paths, rows_wanted(basis), workers, lambda: datetime.now(UTC).astimezone())
    figures = trace(report, basis, second)
    again = figures.second(second.cell)
    _insist(figures.differences({key: one.value for key, one in figures.by_key.items()}, again))
    before = None
    earlier = [one for one in budget.months if one < month]
    if earlier:
        asked = Question(period=earlier[-1], chosen=answers.accounts)
        before, _ = report_with_basis(budget, spent, ordered, asked=asked)
    return Checked(
        report=report, before=before, basis=basis, figures=figures, second=second, again=again, file=path.name
    )


def page(checked: Checked, language: Language, *, office: str = "", made: date | None = None) -> dict[str, Any]:
    """The report's data for its templates."""
    return dict(
        page_of(
            checked.report, language, office=office, file=checked.file, made=made, before=checked.before,
            series=checked.series, files=checked.files, is_checked=True,
            traces=traces_of(checked.report, checked.figures, language),
        )
    )  # fmt: skip


def document(
    checked: Checked, ending: str, language: Language, templates: Sequence[Path], *, office: str = "", made: date
) -> bytes:
    """The report as a Word document, a PDF or a workbook. Raises UserError for another ending."""
    from officebot.connectors import rendering

    data = page(checked, language, office=office, made=made)
    match ending:
        case ".docx":
            content = rendering.keep(f"{TEMPLATE}.docx", language, templates).office_file(data)
            insist_on_document(checked, content)
            return content
        case ".pdf":
            return rendering.pdf(f"{TEMPLATE}.typ", data, language, templates, seconds=rendering.OFFICE_SECONDS)
        case ".xlsx":
            from officebot.connectors.budget_workbook import budget_book

            content = budget_book(checked.report, data, checked.series, checked.figures, language)
            insist_on_workbook(checked, content)
            return content
    raise UserError(_no_such_kind(ending))


def insist_on_document(checked: Checked, content: bytes) -> None:
    """Raises UserError where the finished Word document shows other figures than the second computation."""
    tables = document_words(content).tables
    _insist(in_tables(tables, checked.report, checked.figures, checked.again))


def insist_on_workbook(checked: Checked, content: bytes) -> None:
    """The same of a finished workbook."""
    from officebot.connectors.budget_workbook import LINES_SHEET, figure_cells

    cells = sheet_numbers(content, LINES_SHEET)
    _insist(in_cells(cells, figure_cells(checked.report), checked.figures, checked.again))


def _insist(differences: Sequence[Difference]) -> None:
    if differences:
        raise UserError(one.problem() for one in differences)


def write_report(
    path: Path,
    actuals: Sequence[Path],
    commitments: Sequence[Path],
    period: Month | None,
    out: Path,
    language: Language,
    *,
    today: date,
    answers: Answers,
    force: bool = False,
) -> Report:
    """Write the report of a month to `out`, once all its figures came out the same twice; the report.

    Raises UserError where they did not, and for a place that cannot be written to: then what stood there still does.
    """
    ending = out.suffix.lower()
    if ending not in ENDINGS:
        raise UserError(_no_such_kind(ending))
    spare(out, (path, *actuals, *commitments), force=force)
    checked = checked_report(path, actuals, commitments, period, today=today, answers=answers)
    content = document(checked, ending, language, (packaged("templates"),), made=today)
    put(out, content)
    return checked.report


def draft_to(checked: Checked, out: Path, language: Language, *, year: int | None, rise: Decimal) -> NextYear:
    """Write next year's draft to `out`, an .xlsx; the draft. Raises UserError where it cannot be made or written."""
    from officebot.connectors.draft_workbook import draft_workbook

    if out.suffix.lower() != ".xlsx":
        raise UserError(say("A draft is written as .xlsx, not as “{ending}”.", ending=out.suffix[:20]))
    months = checked.report.months
    if not months:
        raise UserError(checked.report.problems or say("No budget is found that next year’s could be drafted from."))
    drafted = draft(checked.report, checked.basis, year or months[0].year + 1)
    put(out, draft_workbook(drafted, language, rise=rise))
    return drafted


def spare(out: Path, files: Sequence[Path], *, force: bool) -> None:
    """Raises UserError where this is one of these files, even by `force`, or is there already."""
    if out.resolve() in {one.resolve() for one in files}:
        raise UserError(say("{file} is what the report is made of: name another file.", file=str(out)))
    keep(out, force=force)


def _no_such_kind(ending: str) -> Text:
    endings = list(ENDINGS)
    return say("A report is written as {endings}, not as “{ending}”.", endings=endings, ending=ending[:20])
