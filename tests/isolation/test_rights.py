"""Rights are read from one written form, and give exactly what they name."""

from __future__ import annotations

import ast
from contextlib import suppress
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officebot.core.problems import UserError
from officebot.isolation import manifest
from officebot.isolation.rights import (
    NO_RIGHTS,
    OWN_ITEMS,
    Right,
    host_of,
    is_own,
    kind_of,
    parsed,
    unfit,
    word_of,
)
from officebot.sdk import MessageRef
from tests.speed import within

WRITTEN = ["action set-cells", "calendars", "file incoming/prices/*", "item visit", "mail desk/INBOX",
           "network prices.example", "workbook stock"]  # fmt: skip


def test_each_right_is_written_as_it_is_read() -> None:
    assert parsed(WRITTEN).written() == WRITTEN
    assert [Right.parse(one).problem() for one in WRITTEN] == [None] * len(WRITTEN)


@pytest.mark.parametrize(
    "written",
    ["", "mail", "mail desk", "mail /INBOX", "everything", "calendars all", "file ../x", "file secrets/*", "file state/x",
     "file office.toml", "file */ledger.db", "file /etc/passwd", "network https://x.example", "network *",
     "action answer-by-mail", "action proposal.answer", "item ", "item a\nb", "workbook " + "x" * 300],
)  # fmt: skip
def test_what_is_no_right_is_refused_with_a_sentence(written: str) -> None:
    with pytest.raises(UserError):
        parsed([written])


@pytest.mark.parametrize(
    ("pattern", "folder", "may"),
    [
        ("mail desk/INBOX", "INBOX", True),
        ("mail desk/INBOX", "INBOX/Private", False),
        ("mail desk/*", "Clients/2026", True),
        ("mail desk/Cli*", "Clients/2026", True),
        ("mail desk/*/2026", "Clients/2026", True),
        ("mail desk/*/2026", "Clients/2025", False),
        ("mail director/*", "INBOX", False),
        ("mail */INBOX", "INBOX", True),
    ],
)
def test_a_folders_mails_are_seen_by_its_pattern(pattern: str, folder: str, may: bool) -> None:
    assert parsed([pattern]).may_see(MessageRef("desk", folder, 1, 1, "x")) is may


@pytest.mark.parametrize(
    ("path", "may"),
    [
        ("incoming/prices/list.csv", True),
        ("incoming/prices/old/list.csv", False),
        ("incoming/prices", False),
        ("incoming/prices/../../secrets/mailbox", False),
        ("incoming\\prices\\list.csv", False),
        ("Secrets/mailbox", False),
    ],
)
def test_a_file_is_read_by_its_pattern_and_no_way_leads_out(path: str, may: bool) -> None:
    assert parsed(["file incoming/prices/*"]).may_read_file(path) is may


def test_without_rights_nothing_is_given() -> None:
    ref = MessageRef("desk", "INBOX", 1, 1, "x")
    assert not any((
        NO_RIGHTS.may_see(ref), NO_RIGHTS.may_note("deadline"), NO_RIGHTS.may_use_workbook("stock"), NO_RIGHTS.calendars,
        NO_RIGHTS.may_read_file("incoming/x"), NO_RIGHTS.may_fetch_from("x.example"), NO_RIGHTS.may_propose("mail.send"),
    ))  # fmt: skip


def test_what_was_agreed_to_bounds_what_is_declared() -> None:
    declared, agreed = parsed(WRITTEN), parsed(["calendars", "workbook wages"])
    assert declared.only(agreed).written() == ["calendars"]
    assert "calendars" not in declared.beyond(agreed).written()


def test_actions_are_named_by_words() -> None:
    assert kind_of("set-cells") == "workbook.set"
    assert word_of("workbook.set") == "set-cells"
    assert kind_of("visitors.welcome") == word_of("visitors.welcome") == "visitors.welcome"


def test_what_is_a_duties_own_begins_with_its_name() -> None:
    assert all(
        is_own(one, "price_watch") for one in ("price_watch", "price-watch", "price_watch.seen", "price-watch:x")
    )
    assert not any(is_own(one, "price_watch") for one in ("price", "price_watcher", "deadline", ""))


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://prices.example/a?b", "prices.example"),
        ("https://Prices.example:443/", "prices.example"),
        ("https://prices.example:8443/", "prices.example:8443"),
        ("http://prices.example/", ""),
        ("https://prices.example@evil.example/", ""),
        ("file:///etc/passwd", ""),
        ("https://[", ""),
        ("https://x:99999/", ""),
    ],
)
def test_an_address_has_one_host_or_none(url: str, host: str) -> None:
    assert host_of(url) == host


@given(st.text(max_size=300))
def test_nothing_that_is_written_breaks_the_reading_of_rights(written: str) -> None:
    with suppress(UserError):
        right = Right.parse(written)
        assert Right.parse(str(right)) == right
        assert right.sentence().render("fr")


def test_patterns_with_many_stars_take_no_time() -> None:
    rights = parsed(["mail desk/" + "*a" * 90])

    def run() -> None:
        assert not rights.may_see(MessageRef("desk", "a" * 100_000 + "b", 1, 1, "x"))

    within(0.05, run)


def test_a_manifest_says_all_its_mistakes_at_once() -> None:
    written = b"sdk = 1\n[rights]\nmail = ['desk']\nworkbook = ['x']\ncalendars = 'yes'\nitems = 'visit'\nfiles = ['../x']\n"
    with pytest.raises(UserError) as caught:
        manifest.of_text(written)
    assert len(caught.value.problems) == 6
    assert all(one.where.startswith("plugin.toml: ") for one in caught.value.problems)


def test_a_manifest_gives_its_rights_and_leaves_other_tables_to_others() -> None:
    found = manifest.of_text(
        b'sdk = "1.0"\n[rights]\ncalendars = true\nactions = ["set-cells"]\n[check]\nfacts = "x"\n'
    )
    assert (found.sdk, found.rights.written()) == ("1.0", ["action set-cells", "calendars"])
    assert found.others == {"check": {"facts": "x"}}


def test_a_package_without_a_manifest_has_no_rights(tmp_path: Path) -> None:
    assert manifest.read(tmp_path).rights == NO_RIGHTS
    assert manifest.read(None).rights == NO_RIGHTS
    assert not manifest.read(tmp_path).is_there


def test_a_package_is_found_without_importing_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "never_imported").mkdir()
    (tmp_path / "never_imported" / "__init__.py").write_text("raise AssertionError('imported')")
    monkeypatch.syspath_prepend(tmp_path)
    assert manifest.package_of("never_imported.duty") == tmp_path / "never_imported"
    assert manifest.package_of("no_such_package_at_all") is None


@pytest.mark.parametrize(
    "name",
    ["../../x", "officebot breakers", "deadline", "action-reminder", "action_reminder", "", "a" * 90, "wel.come"],
)
def test_a_name_that_leads_elsewhere_or_owns_officebots_items_is_no_plugins(name: str) -> None:
    assert unfit(name) is not None


def test_a_usual_name_is_a_plugins() -> None:
    assert all(unfit(name) is None for name in ("welcome", "open_questions", "price-watch", "deadlines2"))


def test_all_kinds_of_items_that_officebot_notes_are_its_own() -> None:
    noted = set()
    root = Path(manifest.__file__).parents[2]
    for path in (root / "officebot" / "duties").rglob("*.py"):
        names = [one for one in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(one, ast.keyword)]
        module = import_module(".".join(path.relative_to(root).with_suffix("").parts))
        for one in names:
            if one.arg == "item_kind" and isinstance(one.value, ast.Constant):
                noted.add(one.value.value)
            elif one.arg == "item_kind" and isinstance(one.value, ast.Name) and hasattr(module, one.value.id):
                noted.add(getattr(module, one.value.id))
    assert len(noted) > 10
    assert noted <= OWN_ITEMS
