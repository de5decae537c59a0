"""The duty in a whole office, with a calendar and people who answer: see `officebot.testing.box`."""

from __future__ import annotations

import email
import email.policy

from officebot.testing.box import DESK, OfficeInABox

from facts import event
from visitor_welcome import DUTY

PAGE = "documents/visitors/2026-11-23.pdf"


def test_the_badges_and_the_draft_are_made_after_a_yes_and_undo_takes_them_back(office: OfficeInABox) -> None:
    office.plans(event(organizer=DESK))
    office.enables(DUTY, reception="desk@building.example")
    office.runs(DUTY)
    (proposal,) = office.waiting()
    assert not office.drafts()
    assert office.approve(proposal).state == "done"
    assert (office.folder / PAGE).read_bytes().startswith(b"%PDF")
    (draft,) = office.drafts()
    said = email.message_from_bytes(draft, policy=email.policy.default)
    assert [one.get_content_type() for one in said.iter_attachments()] == ["application/pdf"]
    office.runs(DUTY)
    assert not office.waiting()
    assert office.undo(proposal).state == "undone"
    assert not office.drafts()
    assert not (office.folder / PAGE).exists()
