"""The documentation says all there is, says nothing that is not, and its links lead somewhere."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Iterator
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType

import click
import pytest

from officebot.cli.root import officebot
from officebot.cli.table import (
    CALENDAR,
    COMMANDS,
    DOCUMENT,
    GATHER,
    INVOICE,
    MAIL,
    ORDERS,
    PLUGIN,
    SECRET,
    SERVICE,
    SHEET,
)
from officebot.core.schedule import parse

ROOT = Path(__file__).parents[2]
PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")])
_LINK = re.compile(r"(?<!!)\[(?:[^\[\]]|\[[^\[\]]*\])*\]\(([^)\s]+)\)")
_CALLED = re.compile(r"(?<!inject )\bofficebot (?:--\S+ (?:[A-Z]+|[\w./-]+) )*([a-z]+(?:-[a-z]+)*)\b")


def page_id(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def text(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("reference", ROOT / "tools" / "reference.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["reference"] = module
    spec.loader.exec_module(module)
    return module


def section(page: str, heading: str) -> str:
    """The part of a page below a heading, down to the next one of its level."""
    level = heading.partition(" ")[0]
    _, found, rest = page.partition(f"\n{heading}\n")
    assert found, heading
    return re.split(rf"\n#{{1,{len(level)}}} ", rest)[0]


def anchors(page: Path) -> set[str]:
    """The headings of a page as a link names them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", one.lower()).strip().replace(" ", "-") for one in headings}


# ── settings and errors ───────────────────────────────────────────────────────────────────────────────────


def test_the_pages_made_from_the_sources_are_current(tool: ModuleType) -> None:
    assert tool.main(["--check"]) == 0, "python tools/reference.py"


def test_each_setting_stands_in_the_docs_below_its_table(tool: ModuleType) -> None:
    page = text("docs/reference/settings.md")
    found = list(tool.settings_keys())
    assert len(found) > 80
    for table, key in found:
        heading = f"## `[[{table}]]`" if table == "policy" else f"## `[{table}]`"
        below = f"`[{table}.{key}]`" in page or f"`[{table}.{key}.NAME]`" in page
        assert f"| `{key}` |" in section(page, heading) or below, f"{table}.{key}"


def test_each_schedule_in_the_docs_is_understood() -> None:
    rows = re.findall(
        r"^\| (`.+?`) \|", section(text("docs/reference/settings.md"), "## When a duty is due"), re.MULTILINE
    )
    written = [words for row in rows for words in re.findall(r"`([^`]+)`", row)]
    assert len(written) > 12
    for words in written:
        assert parse(words).source == words


def test_each_error_stands_in_the_docs(tool: ModuleType) -> None:
    page = text("docs/reference/errors.md")
    said = sys.modules["errors"].sentences()
    assert len(said) > 100
    for sentence in ("This key is unknown: did you mean {near}?", "Port {port} of {host} is taken: stop the other "
                     "program, or choose another port under [service]."):  # fmt: skip
        assert sentence in said
    missing = [one for one in said if f"| {sys.modules['errors'].cell(one)} |" not in page]
    assert missing == []


def test_each_duty_stands_in_the_docs() -> None:
    page = text("docs/reference/settings.md")
    for duty in entry_points(group="officebot.duties"):
        assert f"## `[duties.{duty.name}]`" in page
        assert (ROOT / "docs" / "duties" / f"{duty.name}.md").is_file()


# ── commands ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_stands_in_the_docs_with_each_option(name: str) -> None:
    found = officebot.get_command(click.Context(officebot), name)
    assert found is not None
    about = section(text("docs/reference/commands.md"), f"### {name}")
    for parameter in found.params:
        for option in (*parameter.opts, *parameter.secondary_opts):
            if option.startswith("--"):
                assert f"{option}" in about, option


@pytest.mark.parametrize("name", MAIL)
def test_a_command_for_mails_stands_in_the_docs_with_each_option(name: str) -> None:
    group = officebot.get_command(click.Context(officebot), "mail")
    found = group.get_command(click.Context(group), name)
    about = section(text("docs/reference/commands.md"), f"#### mail {name}")
    options = [option for parameter in found.params for option in parameter.opts if option.startswith("--")]
    assert options
    assert [option for option in options if option not in about] == []


@pytest.mark.parametrize("name", CALENDAR)
def test_a_command_for_calendars_stands_in_the_docs_with_each_option(name: str) -> None:
    group = officebot.get_command(click.Context(officebot), "calendar")
    found = group.get_command(click.Context(group), name)
    about = section(text("docs/reference/commands.md"), f"#### calendar {name}")
    options = [option for parameter in found.params for option in parameter.opts if option.startswith("--")]
    assert options
    assert [option for option in options if option not in about] == []


@pytest.mark.parametrize("name", DOCUMENT)
def test_a_command_for_documents_stands_in_the_docs_with_each_option(name: str) -> None:
    group = officebot.get_command(click.Context(officebot), "document")
    found = group.get_command(click.Context(group), name)
    about = section(text("docs/reference/commands.md"), f"#### document {name}")
    options = [option for parameter in found.params for option in parameter.opts if option.startswith("--")]
    assert options
    assert [option for option in options if option not in about] == []


@pytest.mark.parametrize("name", SERVICE)
def test_a_command_for_the_service_stands_in_the_docs_with_each_option(name: str) -> None:
    group = officebot.get_command(click.Context(officebot), "service")
    found = group.get_command(click.Context(group), name)
    about = section(text("docs/reference/commands.md"), f"#### service {name}")
    options = [option for parameter in found.params for option in parameter.opts if option.startswith("--")]
    assert options
    assert [option for option in options if option not in about] == []


@pytest.mark.parametrize("name", GATHER)
def test_a_command_for_gatherings_stands_in_the_docs_with_each_option(name: str) -> None:
    group = officebot.get_command(click.Context(officebot), "gather")
    found = group.get_command(click.Context(group), name)
    about = section(text("docs/reference/commands.md"), f"#### gather {name}")
    options = [option for parameter in found.params for option in parameter.opts if option.startswith("--")]
    assert options
    assert [option for option in options if option not in about] == []


@pytest.mark.parametrize("name", SHEET)
def test_a_command_for_workbooks_stands_in_the_docs_with_each_option(name: str) -> None:
    group = officebot.get_command(click.Context(officebot), "sheet")
    found = group.get_command(click.Context(group), name)
    about = section(text("docs/reference/commands.md"), f"#### sheet {name}")
    options = [option for parameter in found.params for option in parameter.opts if option.startswith("--")]
    assert options
    assert [option for option in options if option not in about] == []


@pytest.mark.parametrize("name", ORDERS)
def test_a_command_for_orders_stands_in_the_docs_with_each_option(name: str) -> None:
    group = officebot.get_command(click.Context(officebot), "orders")
    found = group.get_command(click.Context(group), name)
    about = section(text("docs/reference/commands.md"), f"#### orders {name}")
    options = [option for each in found.params for option in (*each.opts, *each.secondary_opts) if option[:2] == "--"]
    assert options
    assert [option for option in options if option not in about] == []


@pytest.mark.parametrize("name", INVOICE)
def test_a_command_for_invoices_stands_in_the_docs_with_each_option(name: str) -> None:
    group = officebot.get_command(click.Context(officebot), "invoice")
    found = group.get_command(click.Context(group), name)
    about = section(text("docs/reference/commands.md"), f"#### invoice {name}")
    options = [option for each in found.params for option in (*each.opts, *each.secondary_opts) if option[:2] == "--"]
    assert options
    assert [option for option in options if option not in about] == []


@pytest.mark.parametrize("name", SECRET)
def test_a_command_for_secrets_stands_in_the_docs_with_each_option(name: str) -> None:
    group = officebot.get_command(click.Context(officebot), "secret")
    found = group.get_command(click.Context(group), name)
    about = section(text("docs/reference/commands.md"), f"#### secret {name}")
    options = [option for each in found.params for option in each.opts if option.startswith("--")]
    assert options
    assert [option for option in options if option not in about] == []


@pytest.mark.parametrize("name", PLUGIN)
def test_a_command_for_plugins_stands_in_the_docs_with_each_option(name: str) -> None:
    group = officebot.get_command(click.Context(officebot), "plugin")
    found = group.get_command(click.Context(group), name)
    about = section(text("docs/reference/commands.md"), f"#### plugin {name}")
    options = [option for each in found.params for option in (*each.opts, *each.secondary_opts) if option[:2] == "--"]
    assert options
    assert [option for option in options if option not in about] == []


def test_no_page_names_a_command_that_does_not_exist() -> None:
    for page in PAGES:
        code = re.findall(r"`+([^`]+)`+", page.read_text("utf-8"))
        # A user, a group, a package and a folder have the program's own name.
        called = {name for part in code for name in _CALLED.findall(part)} - {"officebot"}
        assert called <= set(COMMANDS), page_id(page)


def test_the_readme_begins_with_two_commands_that_make_knows() -> None:
    readme = text("README.md")
    first = re.search(r"```sh\n(.*?)\n```", readme, re.DOTALL)
    assert first is not None
    assert first[1].splitlines() == ["make demo", "make test"]
    assert readme[: first.end()].count("\n") < 12
    targets = re.findall(r"^([a-z]+):(.*)$", text("Makefile"), re.MULTILINE)
    for name in ("demo", "test"):
        assert "setup" in dict(targets)[name].split()
    assert "`python3-venv`" in readme
    assert "`make`" in readme


def test_each_make_target_in_the_docs_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", text("Makefile"), re.MULTILINE))
    for page in PAGES:
        asked = set(re.findall(r"`make ([a-z]+)", page.read_text("utf-8")))
        assert asked <= targets, page_id(page)


# ── links and places ──────────────────────────────────────────────────────────────────────────────────────


def links(page: Path) -> Iterator[tuple[Path, str]]:
    """Where the links of a page lead within the repository, with their anchors."""
    for target in _LINK.findall(page.read_text("utf-8")):
        if not re.match(r"[a-z]+:", target):
            place, _, anchor = target.partition("#")
            yield ((page.parent / place).resolve() if place else page), anchor


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_the_links_of_a_page_lead_somewhere(page: Path) -> None:
    for target, anchor in links(page):
        assert target.exists(), target
        assert target.is_relative_to(ROOT)
        if anchor:
            assert anchor in anchors(target), f"{target.name}#{anchor}"


#: Files of a plugin's own folder, of which the pages for plugin authors speak.
OF_PLUGINS = ("tests/samples.py", "tests/facts.py", "templates/my_plugin")


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_the_files_that_a_page_names_exist(page: Path) -> None:
    for name in re.findall(
        r"`((?:officebot|tests|tools|benchmarks|templates|config|docs)/[\w./-]+)`", page.read_text("utf-8")
    ):
        assert name in OF_PLUGINS or (ROOT / name).exists(), name


def test_each_page_is_reached_from_the_readme() -> None:
    reached, waiting = {ROOT / "README.md"}, [ROOT / "README.md"]
    while waiting:
        for target, _ in links(waiting.pop()):
            pages = sorted(target.glob("*.md")) if target.is_dir() else [target]
            waiting += [one for one in pages if one.suffix == ".md" and one not in reached]
            reached.update(pages)
    assert set(PAGES) <= reached


def test_both_walkthroughs_ask_the_questions_of_init() -> None:
    catalogue = text("officebot/locale/fr/LC_MESSAGES/officebot.po")
    for page, first in (("docs/guide/en/mailbox.md", "msgid"), ("docs/guide/fr/mailbox.md", "msgstr")):
        dialogue = re.search(r"```text\n\$ officebot.* init.*?\n(.*?)```", text(page), re.DOTALL)
        assert dialogue is not None
        asked = [line.partition(":")[0] for line in dialogue[1].splitlines()[:7]]
        for question in asked:
            assert f'{first} "{question}' in catalogue, question
