"""The day on one page: its numbers add up, and nothing in it can do harm."""

from __future__ import annotations

import email
import email.policy
import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from officebot.connectors.documents import DocumentPerformer
from officebot.core.actions import DraftMail, WriteDocument
from officebot.core.mail import Address, MessageRef
from officebot.core.proposals import Item, Proposal
from officebot.core.text import say
from officebot.duties.daily_brief.brief import stands
from officebot.duties.daily_brief.decide import decide
from officebot.duties.daily_brief.due import title_of
from officebot.duties.daily_brief.observe import Facts, observe
from officebot.duties.daily_brief.settings import Settings
from officebot.resources import packaged
from officebot.sdk import OfficeFacts, SeenMail, SeenProposal, Trigger

#: 17:30 in Paris.
EVENING = datetime(2026, 11, 24, 16, 30, tzinfo=UTC)


def seen(number: int, state: str = "handled", subject: str = "Devis", **verdict: Any) -> SeenMail:
    return SeenMail(
        ref=MessageRef("desk", "INBOX", 1, number, f"f{number}"),
        subject=subject,
        sender=Address("Charlotte", "c.rowe@pemberton-rowe.example"),
        received=EVENING - timedelta(hours=number),
        state=state,
        verdict=verdict,
        id=number,
    )


DAY = [
    seen(5, kind="request", urgency="today", act=True, who=["nadia"], deadline="2026-11-24T18:00"),
    seen(4, "waiting", kind="order", urgency="now", act=True, who=["rachel"], subject="=HYPERLINK(\"x\")<b>&{{7*7}}"),
    seen(3, kind="newsletter", urgency="none", act=False),
    seen(2, "listed"),
    seen(1, kind="personal", urgency="later", act=False, subject="secret"),
]  # fmt: skip


DUE = [
    Item(kind="deadline", key="a", title="Bail", due=EVENING + timedelta(days=2)),
    Item(kind="deadline", key="b", title="Lointain", due=EVENING + timedelta(days=60)),
]


class Day:
    """An office with one day's mails."""

    def __init__(
        self, facts: OfficeFacts, mails: list[SeenMail], items: list[Item] | None = None, key: str = ""
    ) -> None:
        self.facts = facts
        self._mails = mails
        self._items = DUE if items is None else items
        self._key = key
        self.asked: list[tuple[datetime, datetime]] = []
        #: How many of the mails the ledger has stored; None: all.
        self.stored: int | None = None

    def mails(self, since: datetime, until: datetime) -> list[SeenMail]:
        self.asked.append((since, until))
        return self._mails

    def proposals(self, states: Any, since: datetime | None = None) -> list[SeenProposal]:
        one = SeenProposal(id=12, duty="replies", title=say("Acknowledge “<x>”"), state="waiting", created=EVENING,
                           owner="", key=self._key)  # fmt: skip
        return [one] if "waiting" in states else []

    def items(self, kind: str | None = None, state: str = "open") -> list[Item]:
        return [item for item in self._items if item.state == state]

    def stored_rows(self, book: str, since: datetime) -> list[dict[str, Any]]:
        """As the ledger stores them: a mail that waits was judged, and has a proposal that is open."""
        waiting = [mail for mail in self._mails if mail.state == "waiting"]
        if book == "proposals":
            return [{"id": n, "mail_id": mail.id, "state": "waiting"} for n, mail in enumerate(waiting)]
        return [
            {"id": mail.id, "received": f"{mail.received.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}Z",
             "state": "judged" if mail.state in ("handled", "waiting") else mail.state}
            for mail in self._mails[: self.stored]
        ]  # fmt: skip

    def remembered(self, duty: str, key: str) -> Any:
        return None

    def read_file(self, path: str) -> bytes:
        raise FileNotFoundError(path)


def facts_of(office: Day, now: datetime = EVENING) -> Facts:
    return observe(office, Trigger(kind="schedule", key="k", due=EVENING, now=now), Settings())


@pytest.fixture
def made(facts: OfficeFacts) -> dict[str, Proposal]:
    found = decide(facts_of(Day(facts, DAY)), Settings())
    return {one.key.rpartition(":")[2]: one for one in found}


def written(proposal: Proposal, folder: Path) -> bytes:
    (action,) = [one for one in proposal.actions if isinstance(one, WriteDocument)]
    return DocumentPerformer(folder, [packaged("templates")]).prepare(action).blobs["document"]


def test_a_day_makes_a_report_a_list_and_a_draft(made: dict[str, Proposal]) -> None:
    paths = {one.path for each in made.values() for one in each.actions if isinstance(one, WriteDocument)}
    assert paths == {
        "archive/reports/2026-11-24-brief.html",
        "archive/lists/2026-11-24-to-do.xlsx",
        "archive/drafts/2026-11-24-brief.eml",
    }
    assert {one.key for one in made.values()} == {f"brief:2026-11-24:{what}" for what in ("report", "list", "draft")}


def test_the_report_shows_numbers_that_add_up(made: dict[str, Proposal], tmp_path: Path) -> None:
    (action,) = made["report"].actions
    assert isinstance(action, WriteDocument)
    numbers = action.data["numbers"]
    assert numbers["received"] == numbers["handled"] + numbers["waiting"] + numbers["listed"] == 5
    assert sum(kind["received"] for kind in action.data["kinds"]) == 5
    page = written(made["report"], tmp_path).decode()
    assert '<html lang="fr">' in page


def test_outside_text_stays_text_in_the_report(made: dict[str, Proposal], tmp_path: Path) -> None:
    page = written(made["report"], tmp_path).decode()
    assert "=HYPERLINK(&#34;x&#34;)&lt;b&gt;&amp;{{7*7}}" in page
    assert "http" not in page
    assert "<script" not in page


def test_what_is_most_urgent_stands_first(made: dict[str, Proposal]) -> None:
    (report,) = made["report"].actions
    assert isinstance(report, WriteDocument)
    assert [one["time"] for one in report.data["urgent"]] == ["13:30", "12:30"]


def test_what_can_still_be_done_in_time_stands_before_what_is_past(facts: OfficeFacts) -> None:
    mails = [
        seen(1, kind="request", urgency="today", act=True, subject="past", deadline="2026-11-24T09:00"),
        seen(2, kind="request", urgency="today", act=True, subject="no time"),
        seen(3, kind="request", urgency="today", act=True, subject="tomorrow", deadline="2026-11-25"),
        seen(4, kind="request", urgency="today", act=True, subject="tonight", deadline="2026-11-24T18:00"),
    ]
    (report,) = next(iter(decide(facts_of(Day(facts, mails)), Settings()))).actions
    assert isinstance(report, WriteDocument)
    assert [(one["subject"], one["deadline"]) for one in report.data["urgent"]] == [
        ("tonight", "18:00"),
        ("tomorrow", "25 novembre 2026"),
        ("no time", ""),
        ("past", "09:00"),
    ]


def test_the_list_holds_what_is_to_be_done_and_no_formula(made: dict[str, Proposal], tmp_path: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(written(made["list"], tmp_path)))
    sheet = book.worksheets[0]
    assert sheet.max_row == 3
    assert sheet["D2"].value == '=HYPERLINK("x")<b>&{{7*7}}'
    assert sheet["D2"].data_type == "s"
    assert sheet["B3"].value == datetime(2026, 11, 24, 18, 0)
    assert sheet["F2"].value == "Rachel Ashworth"


def test_the_draft_is_a_mail_to_the_manager_in_both_places(made: dict[str, Proposal], tmp_path: Path) -> None:
    draft = made["draft"].actions[0]
    assert isinstance(draft, DraftMail)
    assert draft.mail.to == ("etienne@office.example",)
    assert draft.mail.account == "desk"
    message = email.message_from_bytes(written(made["draft"], tmp_path), policy=email.policy.default)
    body = message.get_body()
    assert body is not None
    assert body.get_content().strip() == draft.mail.body.strip()
    assert message["To"] == "etienne@office.example"


def test_private_mail_appears_without_its_subject(made: dict[str, Proposal], tmp_path: Path) -> None:
    for one in made.values():
        assert b"secret" not in written(one, tmp_path)


def test_only_what_is_due_within_a_week_is_told(facts: OfficeFacts) -> None:
    assert [item.title for item in facts_of(Day(facts, DAY)).items] == ["Bail"]


def test_a_brief_made_late_tells_of_its_own_day(facts: OfficeFacts) -> None:
    office = Day(facts, [])
    late = facts_of(office, EVENING + timedelta(hours=20))
    ((since, until),) = office.asked
    assert (since.isoformat(), until.isoformat()) == ("2026-11-24T00:00:00+01:00", "2026-11-25T00:00:00+01:00")
    assert late.day.isoformat() == "2026-11-24"


def test_a_quiet_day_still_has_its_brief(facts: OfficeFacts, tmp_path: Path) -> None:
    found = list(decide(facts_of(Day(facts, [])), Settings()))
    assert len(found) == 3
    for one in found:
        assert written(one, tmp_path)


def test_each_part_can_be_left_out(facts: OfficeFacts) -> None:
    quiet = Settings(report=False, todo_list=False, draft=False)
    assert list(decide(facts_of(Day(facts, DAY)), quiet)) == []


def test_the_english_manager_is_written_to_in_english(facts: OfficeFacts) -> None:
    found = list(decide(facts_of(Day(facts, DAY)), Settings(manager="rachel@office.example")))
    draft = found[2].actions[0]
    assert isinstance(draft, DraftMail)
    assert draft.mail.language == "en"
    assert draft.mail.body.startswith(
        "Hello Rachel Ashworth,\n\n5 mails came in today: 3 sorted, 1 waiting, 1 listed"
    )


def test_the_same_day_makes_the_same_bytes(facts: OfficeFacts, tmp_path: Path) -> None:
    for first, second in zip(
        decide(facts_of(Day(facts, DAY)), Settings()), decide(facts_of(Day(facts, DAY)), Settings()), strict=True
    ):
        assert written(first, tmp_path) == written(second, tmp_path)


# ── how things stand ──────────────────────────────────────────────────────────────────────────────────────


def report_of(office: Day) -> WriteDocument:
    (action,) = next(iter(decide(facts_of(office), Settings(reader="rachel@office.example")))).actions
    assert isinstance(action, WriteDocument)
    return action


def noted(kind: str, number: int, hours: float, title: str = "Devis", **more: Any) -> Item:
    source = {"account": "desk", "message_id": f"<m{number}@x.example>", **more.pop("source", {})}
    base = {"kind": kind, "key": f"k{number}", "title": title, "owner": "sophie@office.example", **more}
    return Item(due=EVENING + timedelta(hours=hours), source=source, **base)


def owed(number: int, hours: float, **more: Any) -> Item:
    ids = {"message_id": None, "message_ids": [f"<m{number}@x.example>", "<again@x.example>"]}
    return noted("owed", number, hours, source={**ids, **more.pop("source", {})}, **more)


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ["to do", "waiting", "filed", "listed with a problem"]),
     ("fr", ["à faire", "en attente", "classé", "listé avec un problème"])],
)  # fmt: skip
def test_a_mail_stands_to_do_until_it_is_closed(facts: OfficeFacts, language: str, words: list[str]) -> None:
    mails = [seen(5, act=True), seen(4, "waiting", act=True), seen(3, act=False), seen(2, "listed")]
    assert [stands(mail, facts_of(Day(facts, mails))).render(language) for mail in mails] == words


@pytest.mark.parametrize(
    ("items", "word"),
    [
        pytest.param([], "to do", id="nothing was noted of it"),
        pytest.param([noted("deadline", 1, 9)], "to do", id="what was noted is open"),
        pytest.param([noted("deadline", 1, 9, state="closed"), owed(1, 9)], "to do", id="an answer is still owed"),
        pytest.param([noted("deadline", 2, 9, state="closed")], "to do", id="another mail is closed"),
        pytest.param(
            [noted("deadline", 1, 9, state="closed"), owed(1, 9, state="closed")], "filed", id="all is closed"
        ),
    ],
)
def test_the_list_says_whether_a_mail_is_still_to_do(facts: OfficeFacts, items: list[Item], word: str) -> None:
    mail = replace(seen(1, act=True), message_id="<m1@x.example>")
    made = list(decide(facts_of(Day(facts, [mail], items)), Settings(reader="rachel@office.example")))
    (sheet,) = made[1].actions
    assert isinstance(sheet, WriteDocument)
    assert [row[-1] for row in sheet.data["rows"]] == [word]


def test_no_word_of_the_brief_says_that_what_was_sorted_is_answered(
    made: dict[str, Proposal], tmp_path: Path
) -> None:
    page = written(made["report"], tmp_path).decode()
    assert "<dt>triés</dt><dd>3</dd>" in page
    assert "traité" not in page
    draft = made["draft"].actions[0]
    assert isinstance(draft, DraftMail)
    assert "3 triés" in draft.mail.body


# ── what is due ───────────────────────────────────────────────────────────────────────────────────────────


def test_a_message_is_one_line_with_its_earliest_date(facts: OfficeFacts) -> None:
    items = [noted("deadline", 1, 30), owed(1, 20), noted("deadline", 2, 40, "Other")]
    data = report_of(Day(facts, [], items)).data
    assert [(one["title"], one["due"]) for one in data["items"]] == [
        ("Devis", "25 November 2026 at 13:30"),
        ("Other", "26 November 2026 at 09:30"),
    ]


def test_a_gathering_stands_in_the_brief_once_and_not_each_of_its_contributions(facts: OfficeFacts) -> None:
    gathered = [
        Item(kind="gathering", key="gather:g", title="Rapport"),
        Item(kind="notice", key="gather:g", title="Rapport"),
    ]
    parts = [Item(kind="contribution", key=f"gather:g:{one}@x.example", title="Rapport") for one in "abc"]
    assert len(report_of(Day(facts, [], [*gathered, *parts])).data["items"]) == 1


def test_what_did_not_come_by_mail_has_its_own_line(facts: OfficeFacts) -> None:
    assert len(report_of(Day(facts, [], [Item(kind="x", key="1", title="A"), Item(kind="x", key="2", title="A")]))
               .data["items"]) == 2  # fmt: skip


def test_people_stand_by_their_names_and_days_without_an_hour(facts: OfficeFacts) -> None:
    (line,) = report_of(Day(facts, [], [noted("deadline", 1, 24 + 6.5 - 1 / 60)])).data["items"]
    assert (line["owner"], line["due"], line["late"]) == ("Sophie Delmas", "25 November 2026", "")


def test_what_is_past_is_late_and_stands_after_what_can_be_done_in_time(facts: OfficeFacts, tmp_path: Path) -> None:
    office = Day(facts, [], [noted("deadline", 1, -1 / 60, "Past"), noted("deadline", 2, 0, "Now")])
    assert [(one["title"], one["late"]) for one in report_of(office).data["items"]] == [("Now", ""), ("Past", "late")]
    made = next(iter(decide(facts_of(office), Settings())))
    assert "<strong>en retard</strong>" in written(made, tmp_path).decode()


@pytest.mark.parametrize(("count", "left_out"), [(25, 0), (28, 3)])
def test_a_long_list_is_cut_and_says_where_the_rest_is(
    facts: OfficeFacts, count: int, left_out: int, tmp_path: Path
) -> None:
    office = Day(facts, [], [noted("deadline", number, number) for number in range(count)])
    data = report_of(office).data
    assert (len(data["items"]), data["items_left_out"]) == (25, left_out)
    page = written(next(iter(decide(facts_of(office), Settings()))), tmp_path).decode()
    assert (f"Et {left_out} de plus : <code>officebot deadlines list</code>" in page) == bool(left_out)


# ── what is confidential ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("reader", ["etienne@office.example", "rachel@office.example"])
def test_what_is_confidential_is_told_without_its_words(facts: OfficeFacts, reader: str, tmp_path: Path) -> None:
    mail = seen(1, act=True, urgency="now", confidential=True, subject="Severance", who=["sophie"])
    items = [
        noted("deadline", 3, 1, "Severance pay", source={"confidential": True}),
        noted("deadline", 4, 1, "Wage list", circle="finance"),
        owed(4, 2, title="Wage list"),
    ]
    for made in decide(facts_of(Day(facts, [mail], items, key="triage:desk:f1")), Settings(reader=reader)):
        for one in made.actions:
            told = str(one.data if isinstance(one, WriteDocument) else one)
            told += written(made, tmp_path).decode("latin-1")
            assert not [word for word in ("Severance", "Charlotte", "c.rowe", "Wage", "Acknowledge") if word in told]
    data = report_of(Day(facts, [mail], items)).data
    assert [one["title"] for one in data["items"]] == ["(confidential)"] * 2
    assert [(one["subject"], one["sender"], one["who"]) for one in data["urgent"]] == [
        ("(confidential)", "—", "Sophie Delmas")
    ]


@pytest.mark.parametrize(
    ("key", "subject", "is_told"),
    [("alert:desk:f1:x", "Else", False), ("reply:1", "Severance", False), ("reply:1", "Else", True)],
)
def test_a_proposal_about_a_confidential_mail_is_told_without_its_words(
    facts: OfficeFacts, key: str, subject: str, is_told: bool
) -> None:
    day = facts_of(Day(facts, [seen(1, confidential=True, subject="Severance")], []))
    one = SeenProposal(id=1, duty="replies", title=say("Acknowledge “{subject}”", subject=subject), state="waiting",
                       created=EVENING, owner="", key=key)  # fmt: skip
    assert (title_of(one, day, "en") == f"Acknowledge “{subject}”") is is_told


@pytest.mark.parametrize("is_confidential", [True, False])
def test_a_confidential_proposal_is_told_without_its_words_whatever_it_is_about(
    facts: OfficeFacts, is_confidential: bool
) -> None:
    one = SeenProposal(id=1, duty="minutes", title=say("Agenda of “{meeting}”", meeting="Board"), state="waiting",
                       created=EVENING, owner="", key="minutes:agenda", is_confidential=is_confidential)  # fmt: skip
    told = title_of(one, facts_of(Day(facts, [], [])), "en")
    assert told == ("(confidential)" if is_confidential else "Agenda of “Board”")


def test_numbers_that_differ_the_second_time_stop_the_brief(facts: OfficeFacts) -> None:
    office = Day(facts, DAY)
    office.stored = len(DAY) - 1
    (stopped,) = decide(facts_of(office), Settings())
    assert "is not made" in str(stopped.title)
    assert "mail." in str(stopped.reason)
    assert not any(isinstance(action, WriteDocument) for action in stopped.actions)
