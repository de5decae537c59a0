"""Data held against what a template needs."""

from __future__ import annotations

from officebot.core.documents.checking import Finding, check_data, twin_findings
from officebot.core.documents.fields import FieldKind, Needs, Place, Use, fields_of
from tests.speed import within


def needs(*paths: str, optional: tuple[str, ...] = (), kind: FieldKind = "value") -> Needs:
    uses = [Use(path=one, kind=kind, is_optional=one in optional, place=Place(paragraph=1)) for one in paths]
    return Needs(fields=fields_of(uses))


def told(findings: tuple[Finding, ...]) -> set[tuple[str, str]]:
    return {(one.kind, one.name) for one in findings}


def test_what_holds_a_field_is_a_field_too() -> None:
    found = {one.path: one.kind for one in needs("order.lines[].price").fields}
    assert found == {"order": "group", "order.lines": "list", "order.lines[].price": "value"}


def test_what_lacks_and_what_is_not_used_are_told() -> None:
    assert told(check_data(needs("date", "place"), {"date": "", "colour": "red"})) == {
        ("missing", "place"),
        ("unused", "colour"),
    }


def test_a_slip_of_the_pen_is_told_as_one_and_not_twice() -> None:
    assert told(check_data(needs("client.name"), {"client": {"nmae": "Zoé"}})) == {("misspelt", "client.name")}


def test_each_row_of_a_list_is_looked_at() -> None:
    assert told(check_data(needs("lines[].price"), {"lines": [{"price": 1}, {"label": "x"}]})) == {
        ("missing", "lines[].price"), ("unused", "lines[].label"),
    }  # fmt: skip


def test_rows_that_are_words_lack_nothing() -> None:
    assert check_data(needs("names[]", "report.notes[]"), {"names": ["a"], "report": {"notes": []}}) == ()
    assert told(check_data(needs("names[]"), {})) == {("missing", "names")}


def test_an_empty_list_lacks_nothing() -> None:
    assert check_data(needs("lines[].price"), {"lines": []}) == ()


def test_of_a_group_that_lacks_only_the_group_is_told() -> None:
    assert told(check_data(needs("client.name", "client.town"), {})) == {("missing", "client")}


def test_what_the_template_does_without_may_lack() -> None:
    assert check_data(needs("note", optional=("note",)), {}) == ()


def test_a_thing_that_is_used_whole_has_no_unused_parts() -> None:
    assert check_data(needs("logo"), {"logo": {"picture": "a.png", "alt": "x"}, "properties": {"title": "x"}}) == ()


def test_a_word_where_a_list_is_wanted_is_told() -> None:
    assert ("wrong kind", "lines") in told(check_data(needs("lines[].price"), {"lines": "none"}))


def test_twins_that_drifted_are_told_from_both_sides() -> None:
    assert told(twin_findings(needs("a", "b"), needs("a", "c"), "en/x.docx")) == {("twin", "b"), ("twin", "c")}
    assert twin_findings(needs("a"), needs("a"), "en/x.docx") == ()


def test_needs_come_back_from_json_as_they_were() -> None:
    made = needs("lines[].price", "x", optional=("x",))
    assert Needs.from_json(made.to_json()) == made


def test_data_of_another_template_altogether_are_told_in_no_time() -> None:
    wanted = needs(*(f"wanted_{number}" for number in range(3_000)))
    found = within(3, lambda: told(check_data(wanted, {f"given_{number}": 1 for number in range(3_000)})))
    assert ("missing", "wanted_2999") in found
    assert ("unused", "given_2999") in found
