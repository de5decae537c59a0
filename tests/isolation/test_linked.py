"""Packages that are installed as links into a store are seen where they lie, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import pytest

from officebot.isolation.linked import places_of


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Where an installer keeps two packages and a module."""
    for name in ("whole", "single"):
        (tmp_path / "store" / name).mkdir(parents=True)
        (tmp_path / "store" / name / "__init__.py").write_text("")
    (tmp_path / "store" / "module.py").write_text("")
    (tmp_path / "packages").mkdir()
    return tmp_path / "store"


def packages(store: Path) -> Path:
    return store.parent / "packages"


def test_a_package_that_is_a_link_is_seen_where_it_lies(store: Path) -> None:
    (packages(store) / "whole").symlink_to(store / "whole")
    (packages(store) / "module.py").symlink_to(store / "module.py")
    assert sorted(places_of([str(packages(store))])) == [str(store / "module.py"), str(store / "whole")]


def test_a_package_whose_files_are_links_is_seen_where_they_lie(store: Path) -> None:
    (packages(store) / "single").mkdir()
    (packages(store) / "single" / "__init__.py").symlink_to(store / "single" / "__init__.py")
    assert places_of([str(packages(store))]) == [str(store / "single")]


def test_a_package_of_files_adds_nothing(store: Path) -> None:
    (packages(store) / "plain").mkdir()
    (packages(store) / "plain" / "__init__.py").write_text("")
    assert places_of([str(packages(store)), str(store / "nowhere")]) == []


def test_a_link_to_the_home_or_to_what_holds_it_shows_nothing(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(store / "whole"))
    (packages(store) / "whole").symlink_to(store / "whole")
    (packages(store) / "store").symlink_to(store)
    assert places_of([str(packages(store))]) == []


def test_what_is_installed_later_is_seen(store: Path) -> None:
    assert places_of([str(packages(store))]) == []
    (packages(store) / "whole").symlink_to(store / "whole")
    assert places_of([str(packages(store))]) == [str(store / "whole")]
