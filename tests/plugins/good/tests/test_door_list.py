"""Who announced a visit is listed, and nobody else."""

from __future__ import annotations

from datetime import timedelta

from door_list.duty import decide
from door_list.settings import Settings
from facts import facts, mail


def listed(*mails: object) -> list[str]:
    """The keys of what is proposed for these mails."""
    (day,) = facts(*mails)  # type: ignore[arg-type]
    return [one.key for one in decide(day, Settings())]


def test_who_announced_a_visit_is_listed() -> None:
    assert listed(mail(1)) == [f"door-list:{mail(1).mark}"]


def test_other_mails_are_left_alone() -> None:
    assert listed(mail(1, kind="invoice")) == []


def test_a_visit_stays_announced_for_three_days() -> None:
    assert len(listed(mail(1, age=timedelta(days=3)))) == 1
    assert listed(mail(1, age=timedelta(days=3, seconds=1))) == []


def test_a_visitor_without_a_name_is_called_by_the_address() -> None:
    from dataclasses import replace

    from officebot.sdk import Address

    (day,) = facts(replace(mail(1), sender=Address("", "a@b.example")))
    (proposal,) = decide(day, Settings())
    assert proposal.title.render("en") == "Put a@b.example on the list at the door"
    (named,) = decide(facts(mail(1))[0], Settings())
    assert named.title.render("fr") == "Inscrire Emily Finch sur la liste de l’entrée"
