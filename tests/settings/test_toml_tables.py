"""A table put at the end of a file and taken out again leaves it as it was, to the letter."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officebot.settings.toml_tables import with_table, without_table

OFFICE = """# The office.
[office]
name = "Atelier" # ours

# About triage.
[duties.mail_triage]
enabled = true

# About policy.
[[policy]]
action = "mail.*"
then = "ask"
# The end.
"""
AT = ("plugins", "visit-count")
VALUES = {"runs": "sandbox", "rights": ["mail desk/INBOX", 'file a "b"/*']}


@pytest.mark.parametrize("before", ["", '[office]\nname = "A"\n', OFFICE], ids=["empty", "small", "with comments"])
def test_what_was_put_there_is_taken_out_to_the_letter(before: str) -> None:
    made = with_table(with_table(before, AT, VALUES), ("duties", "visit_count"), {"enabled": True})
    assert tomllib.loads(made)["plugins"] == {"visit-count": VALUES}
    for order in ((AT, ("duties", "visit_count")), (("duties", "visit_count"), AT)):
        left = made
        for at in order:
            left = without_table(left, at)
        assert left == before


def test_what_stands_above_the_next_table_stays_there() -> None:
    left = without_table(OFFICE, ("duties", "mail_triage"))
    assert "# About policy.\n[[policy]]" in left
    assert "# About triage." in left
    assert "mail_triage" not in left


def test_tables_below_it_go_along_and_others_of_a_like_name_stay() -> None:
    text = '[duties.a]\nx = 1\n[duties.a.b]\ny = 1\n["duties".ab]\nz = 1\n'
    assert tomllib.loads(without_table(text, ("duties", "a"))) == {"duties": {"ab": {"z": 1}}}


@given(st.dictionaries(st.text(min_size=1, max_size=8), st.text(max_size=20) | st.booleans(), max_size=4),
       st.text(min_size=1, max_size=10))  # fmt: skip
def test_any_name_and_any_words_are_written_as_they_are(values: dict[str, str | bool], name: str) -> None:
    made = with_table(OFFICE, ("plugins", name), values)
    assert tomllib.loads(made)["plugins"] == {name: values}


@given(st.text(max_size=200))
def test_no_text_makes_it_fail(text: str) -> None:
    without_table(text, AT)
