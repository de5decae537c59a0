"""A duty that was stopped, on the dashboard: what happened in a sentence, and who may let it try again."""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from officebot.app import App
from officebot.core.text import say
from officebot.engine.ledger import marks
from officebot.engine.running.migrating import VERSIONS
from tests.app.offices import edit
from tests.cli.test_contract import inside
from tests.plugins.packages import MORE, install, office
from tests.web.browser import entered
from tests.web.chromium import PHONE, WIDE, let_in, photographed, served, window

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ViewportSize

PAGES = ("/duties", "/health-of-the-office")


@pytest.fixture(scope="module")
def plugins(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The plugin visit-count on Python's path."""
    with pytest.MonkeyPatch.context() as changed:
        place = tmp_path_factory.mktemp("plugins")
        install(place)
        changed.syspath_prepend(str(place))
        changed.delitem(sys.modules, "visit_count", raising=False)
        yield place


@pytest.fixture
def here(tmp_path: Path, plugins: Path) -> Path:
    """An office with the plugin agreed to, a person who only looks, and a duty of its own."""
    folder = office(tmp_path / "office")
    with (folder / "people.csv").open("a", encoding="utf-8") as file:
        file.write("Malik Benali,malik@atelier.example,,en,direction,,\n")
    edit(folder, duties={"daily_brief": {"enabled": True}})
    assert inside("plugin", "add", "visit-count", "--yes", office=folder).code == 0
    return folder


def stop(app: App, *duties: str) -> None:
    """Let these duties fail until they are stopped."""
    for duty in duties:
        for _ in range(5):
            why = say("The duty “{duty}” failed ({error}): its log says more.", duty=duty, error="KeyError")
            with app.ledger.writing() as tx:
                app.breakers.failed(tx, duty, why, app.clock.now())


def test_a_stopped_duty_is_shown_with_its_repair_and_tried_again(here: Path) -> None:
    with served(here) as (app, address):
        browser = entered(address, app, app.answer(None).person)
        for page in PAGES:
            assert "Try again" not in browser.get(f"{page}?lang=en").text
        stop(app, "visit_count")
        for page in PAGES:
            shown = browser.get(f"{page}?lang=en").text
            for part in ("failed 5 times in a row", "KeyError", "Try again", "Leave it off", "visit-count 1.0",
                         "https://visits.example/issues"):  # fmt: skip
                assert part in shown
        browser.act("/duties/visit_count/try-again")
        assert "visit_count" not in app.breakers.stopped(app.clock.now())
        assert browser.act("/duties/visit_count/leave-off").status == 200
        shown = browser.get("/health-of-the-office?lang=en").text
        assert "Nadia Lefort left it off" in shown
        assert "Leave it off" not in shown
        assert "visit_count" in app.breakers.stopped(app.clock.now())
        browser.act("/duties/visit_count/run")
        assert "visit_count" not in app.breakers.stopped(app.clock.now())
        assert browser.act("/duties/daily_brief/leave-off").status >= 400


def test_who_only_looks_sees_what_happened_and_mends_nothing(here: Path) -> None:
    with served(here) as (app, address):
        stop(app, "daily_brief")
        malik = app.facts.people.named("malik")
        assert malik is not None
        browser = entered(address, app, malik)
        shown = browser.get("/duties?lang=en").text
        assert "failed 5 times in a row" in shown
        assert "Try again" not in shown
        assert browser.act("/duties/daily_brief/try-again").status >= 400
        assert "daily_brief" in app.breakers.stopped(app.clock.now())


def test_the_office_looks_at_itself_and_tells_of_what_is_stopped(here: Path) -> None:
    with App(here) as app:
        stop(app, "daily_brief", "visit_count")
        app.breakers.leave_off("visit_count", "Nadia Lefort", app.clock.now())
        signs = {one.what: one.well for one in app.wellbeing.signs(with_servers=False)}
    assert (signs["duty daily_brief"], signs["duty visit_count"]) == (False, True)
    told = inside("status", office=here)
    assert "“The evening's brief” is stopped" in told.err
    assert sorted(inside("status", "--json", office=here).facts[0]["stopped"]) == ["daily_brief", "visit_count"]
    assert inside("duties", "--try-again", "daily_brief", office=here).code == 0
    assert inside("duties", "--leave-off", "daily_brief", office=here).code == 0
    assert "left it off" in inside("duties", office=here).err
    states = {one["duty"]: one.get("stopped") for one in inside("duties", "--json", office=here).facts}
    assert states["daily_brief"] is True


def test_a_plugin_that_asks_for_more_is_told_of_on_both_pages(here: Path, plugins: Path) -> None:
    install(plugins, "1.1", MORE)
    try:
        with served(here) as (app, address):
            browser = entered(address, app, app.answer(None).person)
            for page in PAGES:
                assert "network prices.example" in browser.get(f"{page}?lang=en").text
    finally:
        install(plugins)


def test_a_plugin_whose_memory_a_newer_version_wrote_is_told_of_wherever_one_looks(here: Path) -> None:
    why = "was written by a newer version of it: install that version again. It does not run."
    with App(here) as app, app.ledger.writing() as tx:
        marks.put_fact(tx, VERSIONS, "visit_count", 3)
    with served(here) as (app, address):
        browser = entered(address, app, app.answer(None).person)
        for page in PAGES:
            assert why in browser.get(f"{page}?lang=en").text
        signs = {one.what: one for one in app.wellbeing.signs(with_servers=False)}
    assert (signs["duty visit_count"].well, why in str(signs["duty visit_count"].said)) == (False, True)
    for command in (["status"], ["duties"], ["plugin", "list"], ["plugin", "show", "visit-count"]):
        assert why in inside(*command, office=here).err
    assert [one["health"] for one in inside("plugin", "list", "--json", office=here).facts] == ["a duty stands still"]


def test_what_was_agreed_to_is_read_and_changed_on_the_settings_pages(here: Path) -> None:
    with served(here) as (app, address):
        browser = entered(address, app, app.answer(None).person)
        assert "visit-count" in browser.get("/settings?lang=en").text
        form = "/settings/form?at=plugins/visit-count"
        shown = browser.get(f"{form}&lang=en").text
        for part in ("mail desk/INBOX", "What it may see, propose and reach", "trusted"):
            assert part in shown
        found = re.search(r'name="hash" value="([0-9a-f]+)"', shown)
        assert found is not None
        fields = {"at": "plugins/visit-count", "hash": found[1], "v.runs": "process", "v.rights": "mail desk"}
        assert "account and the folder" in browser.act("/settings/form", fields).text
        fields["v.rights"] = "mail desk/*"
        browser.act("/settings/form", fields)
    table = tomllib.loads((here / "office.toml").read_text("utf-8"))["plugins"]
    assert table == {"visit-count": {"runs": "process", "rights": ["mail desk/*"]}}


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["desk", "phone"])
def test_the_repair_is_seen_whole_and_open_to_everybody(
    here: Path, chromium: Browser, pictures: Path | None, language: str, size: ViewportSize
) -> None:
    with served(here) as (app, address):
        stop(app, "visit_count", "daily_brief")
        shown = let_in(window(chromium, address, language, size=size), app, app.answer(None).person, language)
        for page in PAGES:
            assert shown.go(page) == 200
            for more in shown.page.locator(".repair summary").all():
                more.click()
            name = f"repair-{page.strip('/')}-{language}-{size['width']}"
            photographed(shown, pictures, name)
            assert shown.is_too_wide() == []
            assert shown.barriers() == []
        shown.noted.assert_quiet()
        shown.page.get_by_role("button", name="Réessayer" if language == "fr" else "Try again").first.click()
        shown.page.wait_for_load_state()
        assert len(app.breakers.stopped(app.clock.now())) == 1
        shown.close()
