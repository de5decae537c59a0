"""One country's holidays are those that the library tells, without the calendars of all others."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import holidays
import pytest

from officebot.core.public_holidays import calendar_of, public_holidays

CODES = sorted(code for code in holidays.list_supported_countries(include_aliases=False) if len(code) == 2)


def test_the_day_is_a_holiday_where_it_is_one() -> None:
    assert date(2026, 7, 14) in public_holidays("FR", "", 2026)
    assert date(2026, 12, 26) in public_holidays("FR", "57", 2026)
    assert date(2026, 12, 26) not in public_holidays("FR", "", 2026)
    assert public_holidays("", "", 2026) == frozenset()


def test_a_country_that_is_not_known_is_said_to_be_so() -> None:
    with pytest.raises(NotImplementedError):
        calendar_of("XX")


def test_one_country_alone_is_read_and_all_of_them_can_be_had_afterwards() -> None:
    code = """
import sys
from officebot.core.public_holidays import public_holidays
found = public_holidays("FR", "", 2026)
print("holidays.countries" in sys.modules, "holidays.countries.germany" in sys.modules)
import holidays
print(found == frozenset(holidays.country_holidays("FR", years=2026)), len(holidays.country_holidays("DE", years=2026)) > 5)
print(len(public_holidays("US", "", 2026)) > 5, isinstance(holidays.FR(), sys.modules["holidays.countries.france"].France))
"""
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert told.stdout.split() == ["False", "False", "True", "True", "True", "True"]


def test_every_country_is_told_as_the_library_tells_it() -> None:
    code = """
import sys
from officebot.core.public_holidays import public_holidays
mine = {code: public_holidays(code, "", 2026) for code in sys.argv[1:]}
import holidays
print(*(code for code in mine if mine[code] != frozenset(holidays.country_holidays(code, years=2026))))
"""
    told = subprocess.run(
        [sys.executable, "-c", code, *CODES], capture_output=True, text=True, check=True, timeout=100
    )
    assert len(CODES) > 200
    assert told.stdout.split() == []
