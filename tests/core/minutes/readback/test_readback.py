"""Whatever a chair does to a document: nothing that was written is lost, nothing that was not touched is changed."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from officebot.core.minutes.model import Minutes
from officebot.core.minutes.page import page_of
from officebot.core.minutes.readback.changes import Change, Corrected
from officebot.core.minutes.readback.document import Block, Comment, Returned
from officebot.core.minutes.readback.places import places_of, words_at
from officebot.core.minutes.readback.reading import read_back
from officebot.core.text import Language, say
from tests.core.minutes.samples import sample

SUMMARY, DECISIONS, ACTIONS, DISAGREEMENTS = "Résumé", "Décisions", "Actions", "Désaccords"


@cache
def shown_document(language: Language = "fr") -> Returned:
    """The blocks of our own template, without a Word document around them."""
    page = page_of(sample(language), language=language)
    blocks = [paragraph(page["title"], page["title_mark"]["mark"], level=1)]
    blocks += [row(1, (one["label"], one["names"]), one["mark"]) for one in page["attendance"]]
    blocks += [paragraph("Décisions et actions en un coup d’œil", level=2), *table(2, page["glance"])]
    for number, item in enumerate(page["items"], 3):
        blocks.append(paragraph(f"{item['number']}. {item['heading']}", item["mark"], level=2))
        blocks += [paragraph(f"{one['text']} {one['ref']}", one["mark"]) for one in item["summary"]]
        if item["decisions"]:
            blocks.append(paragraph(DECISIONS, level=3))
            blocks += [
                paragraph(f"{one['no']}\t{one['text']} {one['ref']}", one["mark"]) for one in item["decisions"]
            ]
        if item["actions"]:
            blocks += [paragraph(ACTIONS, level=3), *table(number, item["actions"])]
        if item["disagreements"]:
            blocks.append(paragraph(DISAGREEMENTS, level=3))
            blocks += [paragraph(f"{one['text']} {one['ref']}", one["mark"]) for one in item["disagreements"]]
    if page["next_meeting"]:
        meeting = page["next_meeting"]
        blocks += [paragraph("Prochaine réunion", level=2), paragraph(meeting["shown"], meeting["mark"])]
    return Returned(name="draft.docx", blocks=tuple(blocks))


def paragraph(text: str, mark: str = "", *, level: int = 0) -> Block:
    return Block(kind="paragraph", text=text, marks=(mark,) if mark else (), level=level)


def row(number: int, cells: tuple[str, ...], mark: str = "", *, is_header: bool = False) -> Block:
    marks = (mark,) if mark else ()
    return Block(kind="row", text="\t".join(cells), cells=cells, marks=marks, table=number, is_header=is_header)


def table(number: int, rows: list[dict[str, str]]) -> list[Block]:
    head = row(number, ("N°", "Quoi", "Qui", "Échéance"), is_header=True)
    return [head, *(row(number, (one["no"], one["what"], one["who"], one["due"]), one["mark"]) for one in rows)]


def said(made: Corrected) -> str:
    """All that stands in the minutes or is asked."""
    minutes = made.minutes
    words = [words_at(minutes, place) for place in places_of(minutes)]
    people = [
        *minutes.present,
        *minutes.excused,
        *minutes.absent,
        *(name for _, one in minutes.actions for name in one.who),
    ]
    meeting = [minutes.next_meeting.text] if minutes.next_meeting else []
    return "\n".join([minutes.title, *words, *people, *meeting, *(one.render("fr") for one in made.questions)])


edits = st.lists(
    st.tuples(st.sampled_from(["type", "add", "drop", "swap", "unmark", "add row"]), st.integers(0, 10_000)),
    max_size=6,
)


def edit(blocks: list[Block], how: str, place: int, token: str) -> bool:
    """Do one thing to the blocks; whether the token was written into them."""
    at = place % len(blocks)
    one = blocks[at]
    match how:
        case "type":
            if one.kind == "row":
                cells = (
                    (*one.cells[:1], f"{token} {one.cells[1]}", *one.cells[2:]) if len(one.cells) > 1 else one.cells
                )
                blocks[at] = replace(one, cells=cells, text="\t".join(cells))
                return len(one.cells) > 1
            blocks[at] = replace(one, text=f"{one.text} {token}")
            return True
        case "add":
            blocks.insert(at, paragraph(f"Phrase {token} nouvelle."))
            return True
        case "add row" if one.kind == "row":
            blocks.insert(at + 1, row(one.table, ("", f"Chose {token}", "Inès Kaci", "")[: len(one.cells)]))
            return True
        case "drop":
            del blocks[at]
        case "swap" if at:
            blocks[at - 1], blocks[at] = blocks[at], blocks[at - 1]
        case "unmark":
            blocks[at] = replace(one, marks=())
    return False


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(edits)
def test_what_was_written_in_is_in_the_minutes_or_asked(edits: list[tuple[str, int]]) -> None:
    sent = shown_document()
    blocks = list(sent.blocks)
    tokens = []
    for number, (how, place) in enumerate(edits):
        token = f"zz{number}zz"
        if blocks and edit(blocks, how, place, token):
            tokens.append(token)
    returned = Returned(name="returned.docx", blocks=tuple(blocks))
    there = "\n".join(block.text for block in blocks)
    made = read_back(sample("fr"), returned, sent=sent)
    for token in tokens:
        if token in there and not any(token in one.text for one in blocks if one.is_header):
            assert token in said(made), token
    for one in (made, read_back(sample("fr"), returned)):
        assert all(change.sentence.render("fr") for change in one.changes)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sets(st.integers(0, 60), max_size=40), st.booleans())
def test_marks_that_are_lost_change_nothing(lost: set[int], is_fr: bool) -> None:
    language: Language = "fr" if is_fr else "en"
    sent = shown_document(language)
    blocks = tuple(replace(one, marks=()) if number in lost else one for number, one in enumerate(sent.blocks))
    made = read_back(sample(language), replace(sent, blocks=blocks), sent=sent, language=language)
    assert (made.minutes, made.changes, made.questions) == (sample(language), (), ())


def test_comments_are_questions_with_whose_they_are() -> None:
    sent = shown_document()
    returned = replace(sent, comments=(Comment(author="Claire", text="Vraiment ?", about="140 personnes"),))
    [question] = read_back(sample("fr"), returned, sent=sent).questions
    assert "Claire" in question.render("fr")
    assert "140 personnes" in question.render("fr")


def test_changes_are_said_in_sentences_of_both_languages() -> None:
    place = say("title")
    told = (
        Change(kind="changed", place=place, before="a", after="b"),
        Change(kind="changed", place=place, after="b"),
        Change(kind="changed", place=place, before="a"),
        Change(kind="added", place=place, after="b"),
        Change(kind="removed", place=place, before="a"),
        Change(kind="moved", place=place, before="a"),
        Change(kind="moved", place=place, before="a", after="b"),
    )
    for language in ("fr", "en"):
        assert len({one.sentence.render(language) for one in told}) == len(told)


def test_an_empty_document_takes_nothing_out() -> None:
    made = read_back(sample("fr"), Returned(name="empty.docx"), sent=shown_document())
    assert made.minutes == sample("fr")
    assert len(made.questions) == 1
    assert read_back(Minutes(), Returned(name="x")).minutes == Minutes()


def of_another_template(*, with_glance: bool, with_items: bool) -> Returned:
    """The same minutes without marks, decisions and actions at one place only."""
    sent = shown_document()
    kept = [one for one in sent.blocks if with_glance or one.table != 2]
    if not with_items:
        kept = [one for one in kept if one.table < 3 and not any(mark.startswith("_ob_d_") for mark in one.marks)]
    return replace(sent, blocks=tuple(replace(one, marks=()) for one in kept))


def test_a_template_that_shows_actions_only_below_their_points_is_read() -> None:
    sent = of_another_template(with_glance=False, with_items=True)
    blocks = [
        replace(one, cells=("A3", "Signer le devis", "Marc Tual", "")) if "Signer" in one.text else one
        for one in sent.blocks
    ]
    made = read_back(sample("fr"), replace(sent, blocks=tuple(blocks)), sent=sent)
    assert made.questions == ()
    assert len(made.changes) == 3
    [changed] = [one for _, one in made.minutes.actions if one.what == "Signer le devis"]
    assert (changed.who, changed.due) == (("Marc Tual",), None)


def test_a_template_that_shows_decisions_and_actions_only_at_a_glance_is_read() -> None:
    sent = of_another_template(with_glance=True, with_items=False)
    assert read_back(sample("fr"), sent, sent=sent).questions == ()
    assert read_back(sample("fr"), sent, sent=sent).changes == ()
    left = tuple(one for one in sent.blocks if "Signer" not in one.text)
    made = read_back(sample("fr"), replace(sent, blocks=left), sent=sent)
    assert [one.kind for one in made.changes] == ["removed"]
    assert len(list(made.minutes.actions)) == 3


def of_the_office_s_own_template(*, with_points: bool = True) -> Returned:
    """No glance, no numbers, no disagreements, no marks; the points in one table, all actions in another below it."""
    page = page_of(sample("fr"), language="fr")
    blocks = [paragraph(page["title"]), paragraph("1. Points traités")]
    for item in page["items"] if with_points else ():
        blocks.append(row(1, (item["heading"],)))
        blocks += [row(1, ("", one["text"])) for one in item["summary"]]
        blocks += [row(1, ("Décision", one["text"])) for one in item["decisions"]]
    blocks += [paragraph("2. Actions à mener"), row(2, ("Action", "Responsable", "Échéance"))]
    blocks += [row(2, (one["what"], one["who"], one["due"])) for item in page["items"] for one in item["actions"]]
    blocks += [paragraph("3. Prochaine réunion"), paragraph(page["next_meeting"]["text"])]
    return Returned(name="modele.docx", blocks=tuple(blocks))


def with_cells(sent: Returned, old: str, new: str) -> Returned:
    blocks = []
    for one in sent.blocks:
        cells = tuple(cell.replace(old, new) for cell in one.cells)
        blocks.append(replace(one, cells=cells, text="\t".join(cells)) if cells else one)
    return replace(sent, blocks=tuple(blocks))


def test_a_template_that_shows_fewer_places_in_tables_can_be_corrected() -> None:
    for with_points in (True, False):
        sent = of_the_office_s_own_template(with_points=with_points)
        made = read_back(sample("fr"), sent, sent=sent)
        assert (made.minutes, made.changes, made.questions) == (sample("fr"), (), ())
        made = read_back(sample("fr"), with_cells(sent, "Claire Aubry", "Marc Tual"), sent=sent)
        assert (len(made.changes), made.questions) == (1, ())
        assert made.minutes.topics[1].actions[0].who == ("Marc Tual",)
        assert made.minutes.topics[1].disagreements == sample("fr").topics[1].disagreements


def test_sentences_and_rows_of_such_a_template_are_changed_and_taken_out() -> None:
    sent = of_the_office_s_own_template()
    changed = with_cells(sent, "140 personnes", "150 personnes")
    left = tuple(one for one in changed.blocks if "Signer" not in one.text)
    made = read_back(sample("fr"), replace(changed, blocks=left), sent=sent)
    assert sorted(one.kind for one in made.changes) == ["changed", "removed"]
    assert made.minutes.topics[2].summary[0].text == "La fête d’été a réuni 150 personnes."
    assert [one.what for one in made.minutes.topics[1].actions] == ["Trouver une salle pour janvier"]


def test_another_document_than_the_one_that_was_sent_changes_nothing() -> None:
    sent = of_the_office_s_own_template(with_points=False)
    other = Returned(name="x.docx", blocks=(paragraph("Bonjour"), row(1, ("Action",)), row(1, ("Acheter du café",))))
    made = read_back(sample("fr"), other, sent=sent)
    assert (made.minutes, made.changes, len(made.questions)) == (sample("fr"), (), 1)
