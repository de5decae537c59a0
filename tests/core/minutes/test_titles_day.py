"""The day of a meeting is found in its files, and only where it is sure."""

from __future__ import annotations

from datetime import date

import pytest

from officebot.core.minutes.model import NotesFile
from officebot.core.minutes.titles_day import meeting_day
from tests.speed import within


@pytest.mark.parametrize(
    ("name", "text", "day"),
    [
        ("n.md", "# CODIR du 24/11/2026\n\n- point 1", date(2026, 11, 24)),
        ("n.md", "Réunion de service\nlundi 23 novembre 2026, 14h\n", date(2026, 11, 23)),
        ("n.md", "Team meeting, 24 November 2026", date(2026, 11, 24)),
        ("n.md", "CODIR 24/11/26", date(2026, 11, 24)),
        ("2026-11-24 codir.md", "- point 1", date(2026, 11, 24)),
        ("CR_20261124.txt", "", date(2026, 11, 24)),
        ("n.md", "CODIR du 24 novembre", None),
        ("n.md", "Prochaine réunion le 12/01/2027", None),
        ("n.md", "Réunion du 24/11/2026\nReprise du compte rendu du 3/11/2026", None),
        ("n.md", "- Paul envoie avant le 15/12/2026", None),
        ("2026-13-40.md", "", None),
    ],
)
def test_the_day_with_its_year_on_top_or_in_the_name(name: str, text: str, day: date | None) -> None:
    assert meeting_day([NotesFile(name=name, text=text)]) == day


def test_two_files_of_one_day_agree_and_of_two_days_do_not() -> None:
    one, other = NotesFile(name="a", text="24/11/2026"), NotesFile(name="b", text="25/11/2026")
    assert meeting_day([one, one]) == date(2026, 11, 24)
    assert meeting_day([one, other]) is None


def test_a_long_line_is_read_quickly() -> None:
    within(0.5, lambda: meeting_day([NotesFile(name="2026" * 50_000, text="24/11/2026 " * 100_000)]))
