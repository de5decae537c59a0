"""Which plugins are installed is told by their metadata alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from officebot.plugins.listing import installed


def install(folder: Path, distribution: str, *duties: str) -> None:
    """Metadata of a distribution as pip leaves it, of code that is not there."""
    place = folder / f"{distribution.replace('-', '_')}-2.1.dist-info"
    place.mkdir()
    (place / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {distribution}\nVersion: 2.1\n")
    lines = "".join(f"{name} = nowhere.{name}:DUTY\n" for name in duties)
    (place / "entry_points.txt").write_text(f"[officebot.duties]\n{lines}")


def test_a_plugin_is_listed_with_its_duties_and_is_not_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path, "open-questions", "open_questions", "closed_questions")
    monkeypatch.syspath_prepend(tmp_path)
    (found,) = installed()
    assert (found.distribution, found.version) == ("open-questions", "2.1")
    assert found.duties == ("closed_questions", "open_questions")


def test_officebots_own_duties_are_no_plugins() -> None:
    assert "officebot" not in {one.distribution for one in installed()}
