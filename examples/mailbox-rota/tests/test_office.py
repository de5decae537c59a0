"""The duty in a whole office, with a mailbox, a rota and people: see `officebot.testing.box`."""

from __future__ import annotations

from officebot.sdk.panels import Counts, Rows
from officebot.testing.box import ANN, DESK, MAX, OfficeInABox

from mailbox_rota import DUTY
from mailbox_rota.duty import KIND

EVERY_DAY = [["Day", "Person"], *([day, who] for day in ("Monday", "Tuesday") for who in (ANN, MAX))]


def test_a_mail_is_shared_out_shown_to_whom_it_is_told_as_a_sum_and_closed_by_the_answer(
    office: OfficeInABox,
) -> None:
    office.keeps("rota", {"Rota": EVERY_DAY})
    office.enables(DUTY)
    first = office.receives("Opening hours", "When are you open?")
    office.receives("Parking", "Where can we park?")
    office.turn(minutes=5)
    assert [one.title for one in office.items(KIND)] == ["Opening hours", "Parking"]
    assert len({one.owner for one in office.items(KIND)}) == 2
    counts, rows = office.panels(DUTY)
    assert isinstance(counts, Counts)
    assert isinstance(rows, Rows)
    assert (counts.counts[0].value.render("en"), len(rows.rows)) == ("2", 1)
    assert office.told(DUTY) == {"Open mails of the shared mailbox": 2}
    office.receives(
        "Re: Opening hours", "From nine.", sender=DESK, to="emily@client.example", folder="Sent", answers=first
    )
    office.turn(minutes=5)
    assert [one.title for one in office.items(KIND)] == ["Parking"]
