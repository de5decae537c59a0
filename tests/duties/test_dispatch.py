"""Each mail comes to whoever must see it: alerted, forwarded, in the digest; frauds and private mail never do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias, cast

import pytest

from officebot.core.actions import AlertPerson, DraftMail, KeepSentCopy, SendMail, WriteDocument
from officebot.core.mail import Address, Mail, MessageRef
from officebot.core.proposals import Claim, Item, Proposal
from officebot.core.text import say
from officebot.duties.dispatch.decide import decide
from officebot.duties.dispatch.observe import observe
from officebot.duties.dispatch.recognise import recognise
from officebot.duties.dispatch.settings import Settings
from officebot.sdk import Office, OfficeFacts, SeenMail, SeenProposal, Trigger

MakeMail: TypeAlias = Callable[..., Mail]
#: Tuesday 24 November 2026, 08:00 in Paris.
NOW = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
HOT = {"act": True, "urgency": "now", "kind": "incident", "who": ["rachel"], "warnings": [],
       "deadline": "2026-11-24T09:00", "deadline_text": "before nine"}  # fmt: skip


def seen(number: int = 1, **more: Any) -> SeenMail:
    base: dict[str, Any] = {
        "id": number, "ref": MessageRef("desk", "INBOX", 7, number, f"f{number}"), "subject": f"Pallet {number}",
        "sender": Address("Charlotte Rowe", "c.rowe@pemberton-rowe.example"), "received": NOW - timedelta(hours=2),
        "state": "handled", "verdict": HOT,
    }  # fmt: skip
    return SeenMail(**{**base, **more})


class Desk:
    """An office with these mails, items and proposals."""

    def __init__(self, facts: OfficeFacts, *mails: SeenMail, reached: Sequence[str] = (), items: Sequence[Item] = (),
                 waiting: Sequence[SeenProposal] = ()) -> None:  # fmt: skip
        self.facts = facts
        self._mails, self._reached, self._items, self._waiting = mails, reached, items, waiting

    def arrived(self, _trigger: Trigger) -> Sequence[SeenMail]:
        return self._mails

    def mails(self, since: datetime, until: datetime) -> Sequence[SeenMail]:
        return [mail for mail in self._mails if since <= mail.received < until]

    def claims(self, _kind: str, _since: datetime, _until: datetime) -> Sequence[tuple[SeenMail, Claim]]:
        return [(mail, Claim(kind="reached", data={"people": list(self._reached)})) for mail in self._mails]

    def items(self, kind: str | None = None) -> Sequence[Item]:
        return [item for item in self._items if item.kind == kind]

    def proposals(self, _states: Iterable[str]) -> Sequence[SeenProposal]:
        return self._waiting


def decided(desk: Desk, kind: str = "after mail", **settings: Any) -> list[Proposal]:
    wanted = Settings(**settings)
    trigger = Trigger(kind=kind, key="k", due=NOW, now=NOW)
    return list(decide(observe(cast(Office, desk), trigger, wanted), wanted))


def letters(found: Iterable[Proposal]) -> list[Any]:
    return [action.mail for one in found for action in one.actions if isinstance(action, DraftMail | SendMail)]


# ── alerts ────────────────────────────────────────────────────────────────────────────────────────────────


def test_who_must_act_at_once_is_alerted_in_their_language(facts: OfficeFacts) -> None:
    (proposal,) = decided(Desk(facts, seen()), alert="mail", forward="none")
    assert [type(action) for action in proposal.actions] == [SendMail, KeepSentCopy]
    (mail,) = letters([proposal])
    assert (mail.to, mail.subject) == (("rachel@office.example",), "At once: Pallet 1")
    assert "Wanted by 24 November 2026 at 09:00 (“before nine”)" in mail.body
    assert mail.is_automatic


def test_an_alert_may_go_to_a_telephone(facts: OfficeFacts) -> None:
    other = {"rachel@office.example": "33600000000@sms.example"}
    (mail,) = letters(decided(Desk(facts, seen()), alert="draft", alert_to=other, forward="none"))
    assert mail.to == ("33600000000@sms.example",)


def test_who_reads_the_mailbox_is_alerted_only_elsewhere(facts: OfficeFacts) -> None:
    mail, elsewhere = seen(verdict={**HOT, "who": ["nadia"]}), {"nadia@office.example": "33600000000@sms.example"}
    assert decided(Desk(facts, mail), alert="mail") == []
    assert len(decided(Desk(facts, mail), alert="mail", alert_to=elsewhere)) == 1


def test_an_alert_may_go_by_the_medium_of_whoever_must_act_also_where_they_read_the_mailbox(
    facts: OfficeFacts,
) -> None:
    (proposal,) = decided(Desk(facts, seen(verdict={**HOT, "who": ["nadia"]})), alert="medium", forward="none")
    (alert,) = proposal.actions
    assert isinstance(alert, AlertPerson)
    assert (alert.to, alert.title, alert.recipients) == (
        "nadia@office.example", "Tout de suite\u00a0: Pallet 1", ("nadia@office.example",),
    )  # fmt: skip


@pytest.mark.parametrize(
    "verdict",
    [
        pytest.param({**HOT, "urgency": "today"}, id="what can wait an hour"),
        pytest.param({**HOT, "kind": "fraud"}, id="a fraud"),
        pytest.param({**HOT, "kind": "personal"}, id="private mail"),
        pytest.param({**HOT, "warnings": ["reply-to"]}, id="a mail against which something speaks"),
        pytest.param({**HOT, "act": False}, id="what nobody must act on"),
        pytest.param({}, id="a mail that was not judged"),
    ],
)
def test_nobody_is_alerted_of(facts: OfficeFacts, verdict: dict[str, Any]) -> None:
    assert decided(Desk(facts, seen(verdict=verdict)), alert="mail", forward="none") == []


# ── forwards ──────────────────────────────────────────────────────────────────────────────────────────────


def test_a_mail_is_forwarded_whole_to_who_must_act_and_did_not_get_it(facts: OfficeFacts) -> None:
    (proposal,) = decided(Desk(facts, seen()))
    (mail,) = letters([proposal])
    assert (mail.to, mail.subject, mail.forwards) == (("rachel@office.example",), "Fwd: Pallet 1", seen().ref)
    assert [type(action) for action in proposal.actions] == [DraftMail]


@pytest.mark.parametrize(
    ("forward", "asked", "must_ask"),
    [
        pytest.param("draft", None, False, id="a draft, which a person sends"),
        pytest.param("mail", None, True, id="a mail that is sent"),
        pytest.param("draft", True, True, id="a draft, where the office wants to be asked"),
        pytest.param("mail", False, False, id="a mail, where it does not"),
    ],
)
def test_a_forward_that_is_sent_waits_for_a_yes(
    facts: OfficeFacts, forward: str, asked: bool | None, must_ask: bool
) -> None:
    assert decided(Desk(facts, seen()), forward=forward, ask_before_forward=asked)[0].must_ask is must_ask


@pytest.mark.parametrize(
    ("deadline", "words", "line"),
    [
        pytest.param("2026-11-24", "ce soir", "Attendu pour le 24 novembre 2026 (« ce soir »)", id="in their words"),
        pytest.param("2026-11-24", "le 24 novembre", "Attendu pour le 24 novembre 2026", id="not the day twice"),
        pytest.param("2026-12-01", "2026-12-01", "Attendu pour le 1er décembre 2026", id="not in figures"),
        pytest.param("2026-12-01", "", "Attendu pour le 1er décembre 2026", id="no words"),
        pytest.param("2026-12-01T17:00", "mardi à 17 h", "Attendu pour le 1er décembre 2026 à 17:00 (« mardi à 17 h »)",
                     id="an hour is no day"),
        pytest.param("bientôt", "bientôt", "", id="what cannot be read"),
    ],
)  # fmt: skip
def test_a_forwarded_mail_tells_its_date_once_as_people_write_it(
    facts: OfficeFacts, deadline: str, words: str, line: str
) -> None:
    verdict = {**HOT, "who": ["sophie"], "deadline": deadline, "deadline_text": words}
    (mail,) = letters(decided(Desk(facts, seen(verdict=verdict))))
    assert [one for one in mail.body.splitlines() if one.startswith("Attendu")] == [line] * bool(line)
    assert "Il se trouve dans le dossier « INBOX » de la boîte desk." in mail.body


def test_a_digest_tells_dates_as_people_write_them(facts: OfficeFacts) -> None:
    (found,) = decided(Desk(facts, seen(verdict={**HOT, "who": ["sophie"]})), "schedule")
    assert isinstance(found.actions[0], WriteDocument)
    assert [row["deadline"] for row in found.actions[0].data["mails"]] == ["24 novembre 2026 à 09:00"]


@pytest.mark.parametrize(
    ("verdict", "reached"),
    [
        pytest.param(HOT, ["rachel@office.example"], id="who got it"),
        pytest.param({**HOT, "who": ["nadia"]}, [], id="who reads the mailbox anyway"),
        pytest.param({**HOT, "who": []}, [], id="nobody"),
        pytest.param({**HOT, "kind": "fraud"}, [], id="anybody, if it is a fraud"),
        pytest.param({**HOT, "kind": "personal"}, [], id="anybody, if it is private"),
        pytest.param({**HOT, "warnings": ["iban"]}, [], id="anybody, if something speaks against it"),
    ],
)
def test_a_mail_is_not_forwarded_to(facts: OfficeFacts, verdict: dict[str, Any], reached: list[str]) -> None:
    assert decided(Desk(facts, seen(verdict=verdict), reached=reached)) == []


def test_what_is_confidential_is_proposed_to_the_circle_of_who_must_act(facts: OfficeFacts) -> None:
    (proposal,) = decided(Desk(facts, seen(verdict={**HOT, "who": ["sophie"], "confidential": True})))
    assert (proposal.circle, proposal.confidential) == ("finance", True)


def test_a_mail_says_whom_of_the_office_it_has_reached(facts: OfficeFacts, make_mail: MakeMail) -> None:
    mail = make_mail(cc=(Address("", "rachel@office.example"), Address("", "x@else.example")))
    (claim,) = recognise(mail, facts, None, NOW)
    assert claim.data == {"people": ["rachel@office.example"]}
    assert recognise(make_mail(), facts, None, NOW) == ()
    assert recognise(make_mail(to=(Address("", "x@else.example"),)), facts, None, NOW) == ()
    assert recognise(make_mail(is_private=True), facts, None, NOW) == ()


# ── digests ───────────────────────────────────────────────────────────────────────────────────────────────


def item(kind: str, owner: str, days: int = 0, **more: Any) -> Item:
    return Item(kind=kind, key=f"{kind} {owner}", title=f"{kind} of {owner}", owner=f"{owner}@office.example",
                due=NOW + timedelta(days=days), source=more)  # fmt: skip


def test_each_person_is_told_what_concerns_them_the_most_urgent_first(facts: OfficeFacts) -> None:
    mails = [seen(1, verdict={**HOT, "urgency": "week"}), seen(2), seen(3, verdict={**HOT, "who": ["sophie"]})]
    waiting = [
        SeenProposal(id=9, duty="x", title=say("Yes?"), state="waiting", created=NOW, owner="rachel@office.example")
    ]
    items = [
        item("owed", "rachel"),
        item("deadline", "rachel", -1),
        item("deadline", "sophie"),
        item("deadline", "rachel", 30),
    ]
    found = decided(Desk(facts, *mails, items=items, waiting=waiting), "schedule")
    made = {one.actions[0].path: one.actions[0] for one in found if isinstance(one.actions[0], WriteDocument)}
    assert sorted(made) == [f"archive/lists/2026-11-24-digest-{name}.html" for name in ("rachel", "sophie")]
    rachel = made["archive/lists/2026-11-24-digest-rachel.html"]
    assert rachel.language == "en"
    assert [row["subject"] for row in rachel.data["mails"]] == ["Pallet 2", "Pallet 1"]
    assert [(part["title"], [row["late"] for row in part["rows"]]) for part in rachel.data["parts"]] == [
        ("Due", ["late"]), ("We owe an answer", [""]),
    ]  # fmt: skip
    assert [one["id"] for one in rachel.data["waiting"]] == [9]


def test_a_digest_begins_where_the_last_working_days_ended(facts: OfficeFacts) -> None:
    old, since = seen(1, received=NOW - timedelta(days=1, minutes=1)), seen(2, received=NOW - timedelta(days=1))
    (found,) = decided(Desk(facts, old, since), "schedule")
    assert isinstance(found.actions[0], WriteDocument)
    assert [row["subject"] for row in found.actions[0].data["mails"]] == ["Pallet 2"]


@pytest.mark.parametrize(
    ("form", "kinds"),
    [
        ("document", [WriteDocument]),
        ("draft", [WriteDocument, DraftMail]),
        ("mail", [WriteDocument, SendMail, KeepSentCopy]),
        ("none", []),
    ],
)
def test_a_digest_has_the_form_that_the_office_wishes(facts: OfficeFacts, form: str, kinds: list[type]) -> None:
    found = decided(Desk(facts, seen()), "schedule", digest=form)
    assert [type(action) for one in found for action in one.actions] == kinds


def test_only_those_whom_the_office_names_get_a_digest(facts: OfficeFacts) -> None:
    assert decided(Desk(facts, seen()), "schedule", digest_to=["sophie@office.example"]) == []


def test_frauds_and_private_mail_stand_in_no_digest(facts: OfficeFacts) -> None:
    mails = [seen(1, verdict={**HOT, "kind": "fraud"}), seen(2, verdict={**HOT, "kind": "personal"})]
    assert decided(Desk(facts, *mails), "schedule") == []


def test_a_digest_by_mail_tells_the_same(facts: OfficeFacts) -> None:
    items = [item("waiting-for", "rachel", name="Yves Guillou")]
    (mail,) = letters(decided(Desk(facts, seen(), items=items), "schedule", digest="mail"))
    assert "Pallet 1 · Charlotte Rowe · 24 November 2026 at 09:00" in mail.body
    assert "THEY OWE AN ANSWER" in mail.body
    assert "waiting-for of rachel · Yves Guillou" in mail.body
