"""How an office finds out about its plugins: without importing them, from what was kept, and open whatever they do."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from officebot.app.installed import Installed, consents_in
from officebot.core.problems import UserError
from officebot.isolation import standin
from tests.isolation.installing import install, run
from tests.isolation.whole import MANIFEST, WELCOME

AGREED = """
[plugins.welcome]
rights = ["mail desk/*", "action set-cells"]
"""
TRAP = "\nimport sys\n\nsys.modules['trapped'] = sys\n"


@pytest.fixture
def office(tmp_path: Path) -> Path:
    folder = tmp_path / "office"
    folder.mkdir()
    (folder / "office.toml").write_text(AGREED)
    return folder


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "plugins"
    folder.mkdir()
    monkeypatch.syspath_prepend(folder)
    return folder


def test_a_plugins_code_is_never_imported_here(path: Path, office: Path) -> None:
    import sys

    install(path, "welcome", WELCOME + TRAP, MANIFEST)
    installed = Installed(office)
    assert installed.duty("welcome").title.source == "Visitors"
    assert installed["welcome"].model_fields["host"].description == "Who welcomes."
    assert "welcome" not in sys.modules
    assert "trapped" not in sys.modules
    installed.close()


def test_its_rights_are_those_declared_and_agreed_to(path: Path, office: Path) -> None:
    install(path, "welcome", WELCOME, MANIFEST)
    assert Installed(office).rights("welcome").written() == ["mail desk/*"]
    assert Installed().rights("welcome").written() == []


def test_what_it_told_is_kept_until_its_files_change(path: Path, office: Path) -> None:
    package = install(path, "welcome", WELCOME, MANIFEST)
    first = Installed(office)
    assert first.title("welcome").render("en") == "welcome", "no process is started for a title"
    assert first.duty("welcome").triggers == ("mail", "mon-fri 08:00")
    first.close()
    second = Installed(office)
    assert second.title("welcome").source == "Visitors"
    second.duty("welcome")
    assert second._keeper.count == 0, "what is known is not asked again"
    (package / "__init__.py").write_text(WELCOME.replace('"mon-fri 08:00"', '"mon-fri 09:00"'))
    third = Installed(office)
    assert third.duty("welcome").triggers == ("mail", "mon-fri 09:00")
    third.close()


@pytest.mark.parametrize("kept", [b"", b"[]", b"{", b'{"of": "x", "said": {}}', b"\x00" * 100])
def test_what_is_kept_is_not_believed(path: Path, office: Path, kept: bytes) -> None:
    install(path, "welcome", WELCOME, MANIFEST)
    place = office / "state" / "plugins" / "welcome.description.json"
    place.parent.mkdir(parents=True)
    place.write_bytes(kept)
    installed = Installed(office)
    assert installed.duty("welcome").title.source == "Visitors"
    installed.close()


@pytest.mark.parametrize(
    ("code", "manifest"),
    [("raise RuntimeError('no')", MANIFEST), ("while True: pass", MANIFEST), ("DUTY = 3", MANIFEST), (WELCOME, "rights = 1"),
     (WELCOME.replace('name="welcome"', 'name="other"'), MANIFEST),
     (WELCOME.replace('"mon-fri 08:00"', '"sometimes"'), MANIFEST), (WELCOME, MANIFEST.replace("1.0", "9.0"))],
    ids=["raises", "hangs", "is no duty", "its manifest is wrong", "has another's name", "has no schedule", "is for another SDK"],
)  # fmt: skip
def test_a_faulty_plugin_stands_there_and_fails_alone(
    path: Path, office: Path, code: str, manifest: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(standin, "DESCRIBE_SECONDS", 5.0)
    install(path, "welcome", code, manifest)
    installed = Installed(office)
    duty = installed.duty("welcome")
    assert installed["welcome"].model_validate({"host": "kept as it is"})
    with pytest.raises(UserError):
        duty.observe(None, None, None)
    installed.close()


@pytest.mark.parametrize("name", ["deadline", "../../outside", "officebot breakers"])
def test_a_duty_whose_name_is_not_its_own_is_never_asked(path: Path, office: Path, name: str) -> None:
    install(path, "welcome", WELCOME, MANIFEST, duties=(name,))
    installed = Installed(office)
    with pytest.raises(UserError):
        installed.duty(name).observe(None, None, None)
    assert installed.title(name).render("en")
    installed.close()
    assert [one.name for one in office.rglob("*.json")] == []
    assert not list(office.parent.glob("outside*"))


def test_consents_are_read_whatever_else_is_wrong_with_the_settings(tmp_path: Path) -> None:
    def read(text: str) -> dict[str, Any]:
        (tmp_path / "office.toml").write_text(text)
        return {name: (one.runs, one.rights.written()) for name, one in consents_in(tmp_path).items()}

    assert read('[plugins.price-watch]\nruns = "process"\nrights = ["calendars"]\n[mail]\nx = 1\n') == {
        "price-watch": ("process", ["calendars"])
    }
    # A name that pip writes otherwise is refused with the settings, and consents to nothing.
    assert read('[plugins.Price_Watch]\nruns = "process"\nrights = ["calendars"]\n') == {}
    assert read('[plugins.x]\nruns = "everything"\nrights = ["calendars", "nonsense"]') == {"x": ("sandbox", [])}
    assert read("[plugins]\nx = 3") == {"x": ("sandbox", [])}
    assert read("[[") == {}


def test_officebots_own_duties_are_no_plugins() -> None:
    installed = Installed()
    assert installed.plugin_of("replies") is None
    assert installed.is_trusted("replies")
    assert version("officebot")


def test_the_commands_of_a_plugin_run_only_where_it_is_trusted(path: Path, office: Path) -> None:
    group = "import click\n\n\n@click.group()\ndef group() -> None:\n    pass\n\n\n"
    code = WELCOME.replace("def observe", group + "def observe", 1).replace(
        'triggers=("mail",', 'commands=lambda: group, triggers=("mail",'
    )
    install(path, "welcome", code, MANIFEST)
    told = run(path, "--office", office, "welcome", "--help", code=1)
    assert 'runs = "trusted"' in told
    (office / "office.toml").write_text('[plugins.welcome]\nruns = "trusted"\n')
    assert "Usage" in run(path, "--office", office, "welcome", "--help")
