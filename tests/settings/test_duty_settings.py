"""What the tables of duties name must be there: people, rooms, accounts, media."""

from __future__ import annotations

import pytest

from officebot.app.installed import installed_duties
from officebot.core.problems import UserError
from officebot.settings.load import load_office
from tests.settings.conftest import Folder

ROOM = ["[rooms.quai]", 'title = "Salle du Quai"']
ALERTS = ['[alerts."anna@bell.example"]', 'url = { env = "BELL_ALERTS" }']


def said(folder: Folder, *lines: str) -> list[str]:
    """What is said of an office with these lines; [] where it is sound."""
    try:
        load_office(folder.office(*lines).path, installed_duties())
    except UserError as refused:
        return [problem.render() for problem in refused.problems]
    return []


@pytest.mark.parametrize(
    ("lines", "complaint"),
    [
        (["[duties.calendar_coordination]", 'hosts = ["anna", "x"]'],
         "office.toml: duties.calendar_coordination.hosts[2]: “x” is nobody of the office: write an address or a name"),
        (["[duties.calendar_coordination]", 'hosts = ["Ana Bell"]'], "hosts[1]: “Ana Bell” is nobody of the office: did you"),
        (["[duties.calendar_coordination]", 'rooms = ["quay"]', *ROOM], "rooms[1]: There is no room “quay”: did you mean quai?"),
        (["[duties.calendar_coordination]", 'rooms = ["x"]'], "rooms[1]: There is no room “x”: make it, as [rooms.x]"),
        (["[duties.dispatch]", 'alert = "medium"'], "office.toml: duties.dispatch.alert: Nobody has a medium: write [alerts."),
        (["[duties.dispatch]", 'digest_to = ["zoe@elsewhere.fr"]'], "dispatch.digest_to[1]: Nobody in the table of people"),
        (["[duties.dispatch]", 'alert_to = { "ana@bell.example" = "33@sms.example" }'], "dispatch.alert_to: Nobody has the"),
        (["[duties.agenda]", 'people = ["zoe@elsewhere.fr"]'], "agenda.people[1]: Nobody in the table of people"),
        (["[duties.agenda]", 'account = "dsek"'], "agenda.account: There is no account “dsek”: write one of desk."),
        (["[duties.meeting_reminders]", 'account = "x"'], "meeting_reminders.account: There is no account “x”"),
        (["[duties.daily_brief]", 'manager = "zoe@elsewhere.fr"'], "daily_brief.manager: Nobody in the table of people"),
        (["[duties.deadlines]", 'overseers = ["zoe@elsewhere.fr"]'], "deadlines.overseers[1]: Nobody in the table of people"),
    ],
)  # fmt: skip
def test_a_name_that_is_nobodys_is_said_in_its_place(folder: Folder, lines: list[str], complaint: str) -> None:
    (told,) = said(folder, *lines)
    assert complaint in told


@pytest.mark.parametrize(
    "lines",
    [
        ["[duties.calendar_coordination]", 'hosts = ["anna", "Anna Bell", "anna@bell.example"]', 'rooms = ["quai"]', *ROOM],
        ["[duties.dispatch]", 'alert = "medium"', 'digest_to = ["anna@bell.example"]', *ALERTS],
        ["[duties.agenda]", 'account = "desk"', 'people = ["anna@bell.example"]'],
        ["[duties.dispatch]", "enabled = false", 'alert = "medium"'],
    ],
)  # fmt: skip
def test_what_is_there_is_taken_and_a_duty_that_rests_may_name_anybody(folder: Folder, lines: list[str]) -> None:
    assert said(folder, *lines) == []


def test_whom_a_wrong_table_of_people_lost_is_not_missed_a_second_time(folder: Folder) -> None:
    folder.write("people.csv", "name,address\nAnna,anna\n")
    told = said(folder, "[duties.calendar_coordination]", 'hosts = ["anna"]')
    assert len(told) == 1
    assert "is not a mail address" in told[0]
