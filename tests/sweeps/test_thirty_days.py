"""TRUST 38: a month of the sample office, with faults: nothing is forgotten, nothing is nobody's, and people are asked little."""

from __future__ import annotations

from datetime import date

import pytest

from tests.app.offices import officebot
from tests.sweeps.month_count import Count, count
from tests.sweeps.month_office import Month

pytestmark = [pytest.mark.timeout(5400), pytest.mark.xdist_group("month")]

#: A Monday; the 11th is a holiday.
FIRST = date(2026, 11, 2)
WHOLE, MAILS_A_DAY = 30, 80
#: The second day has servers that leave, a full disk and a process that is killed.
SHORT, FEW_A_DAY = 2, 12


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory, is_sweep: bool) -> Month:
    """The month, or its first days, lived to the end."""
    days, each = (WHOLE, MAILS_A_DAY) if is_sweep else (SHORT, FEW_A_DAY)
    month = Month(tmp_path_factory.mktemp("month") / "office", FIRST, days, each)
    month.live()
    return month


@pytest.fixture(scope="module")
def counted(lived: Month, pytestconfig: pytest.Config) -> Count:
    """What the month came to, told in a line."""
    found = count(lived)
    capture = pytestconfig.pluginmanager.getplugin("capturemanager")
    with capture.global_and_fixture_disabled():
        print(
            f"\n{lived.days} days, {len(lived.tally.faults)} faults, {lived.tally.kills} kills: {found.received} mails, "
            f"{found.items} items; {len(found.forgotten)} forgotten, {len(found.orphans)} orphans, {len(found.late)} deadlines "
            f"told late, {len(found.early)} reminders after the answer, {len(found.unreminded)} never reminded, "
            f"{len(found.double)} twice, {found.uncertain} uncertain; {found.evenings} evenings, {len(found.uneven)} uneven; "
            f"{found.per_hundred:.1f} approvals per 100 mails ({found.by_duty()}); {found.acted_on} of {found.alerts} alerts "
            "acted on"
        )
    return found


def test_nothing_is_forgotten(counted: Count) -> None:
    assert counted.forgotten == []


def test_nothing_open_is_without_an_owner_a_day_or_an_end(counted: Count) -> None:
    assert counted.orphans == []


def test_no_deadline_is_told_too_late(counted: Count) -> None:
    assert counted.late == []


def test_reminders_go_in_time_and_never_after_the_answer(counted: Count) -> None:
    assert (counted.early, counted.unreminded) == ([], [])


def test_nothing_is_done_twice_and_nobody_is_written_to_who_should_not_be(counted: Count) -> None:
    assert (counted.double, counted.answered_wrongly) == ([], [])


def test_every_evening_is_even_and_the_journal_holds(lived: Month, counted: Count) -> None:
    assert counted.uneven == []
    assert counted.evenings >= lived.days
    assert officebot("journal", "--verify", office=lived.folder).code == 0


def test_people_are_asked_at_most_ten_times_for_a_hundred_mails(counted: Count, is_sweep: bool) -> None:
    # A first day orders what ran out before it: only a month says what an office asks.
    assert counted.per_hundred <= (10 if is_sweep else 100)
