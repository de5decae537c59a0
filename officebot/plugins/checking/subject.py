"""The plugin under check, as its files say it is: nothing of it is imported here."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from officebot.core.problems import UserError
from officebot.core.text import Text, say
from officebot.plugins.listing import GROUP

#: Files longer than this are no sources of a duty.
MOST_BYTES = 1_000_000
MOST_FILES = 500


@dataclass(frozen=True, slots=True)
class Source:
    """A Python file of the plugin: its path relative to the project, its text and its tree."""

    path: str
    text: str
    tree: ast.Module


@dataclass(frozen=True, kw_only=True, eq=False)
class Subject:
    """A plugin's project folder: its metadata, the module that holds its duties, its sources and tests."""

    folder: Path
    distribution: str
    version: str
    entries: Mapping[str, str]
    root: Path
    package: str

    @cached_property
    def sources(self) -> list[Source]:
        """The plugin's own Python files, tests not among them, by path. Raises UserError for one that is no Python."""
        place = self.root / self.package
        paths = sorted(place.rglob("*.py")) if place.is_dir() else [self.root / f"{self.package}.py"]
        return [self._source(path) for path in paths[:MOST_FILES]]

    @cached_property
    def tests(self) -> list[Path]:
        """The files of its tests, wherever they lie in the project; those of an environment inside it are left out."""
        found = [*self.folder.rglob("test_*.py"), *self.folder.rglob("*_test.py")]
        return sorted(path for path in found if not _is_hidden(path.relative_to(self.folder)))

    @cached_property
    def samples(self) -> Path | None:
        """The module that gives facts for a trial: `tests/facts.py`, or `facts.py` beside the tests."""
        for place in (self.folder / "tests" / "facts.py", self.folder / "facts.py"):
            if place.is_file():
                return place
        return None

    @cached_property
    def kept(self) -> ExitStack:
        """What is let go of when the check is over: processes, and folders that they write to."""
        return ExitStack()

    @cached_property
    def scratch(self) -> Path:
        """A folder outside the project that its processes may write to, until `close`."""
        return self.folder_apart()

    def folder_apart(self) -> Path:
        """A new folder outside the project, until `close`."""
        return Path(self.kept.enter_context(TemporaryDirectory(prefix="officebot-check-")))

    def close(self) -> None:
        """End its processes, and take away what they wrote."""
        self.kept.close()

    @cached_property
    def home(self) -> Path:
        """The folder of the package, or that of its only module."""
        place = self.root / self.package
        return place if place.is_dir() else self.root

    def _source(self, path: Path) -> Source:
        shown = path.relative_to(self.folder).as_posix()
        if path.stat().st_size > MOST_BYTES:
            raise UserError(say("“{file}” is too long for the source of a duty.", file=shown))
        try:
            text = path.read_text("utf-8")
            return Source(shown, text, ast.parse(text))
        except (SyntaxError, ValueError, RecursionError) as error:
            raise UserError(
                say("“{file}” cannot be read as Python: {error}", file=shown, error=str(error)[:200])
            ) from None


def subject_at(folder: Path) -> Subject:
    """The plugin whose project lies in this folder. Raises UserError where there is none, or more than one package."""
    if not folder.is_dir():
        raise UserError(say("There is no folder {folder}: give that of a plugin’s sources.", folder=str(folder)))
    project = _project(folder)
    entries = project.get("entry-points", {}).get(GROUP, {})
    if not isinstance(entries, dict) or not entries:
        raise UserError(say("“{folder}” makes no duty known: its pyproject.toml needs a table “{table}”.",
                            folder=folder.name, table=f'[project.entry-points."{GROUP}"]'))  # fmt: skip
    if not project.get("version") and "version" not in project.get("dynamic", ()):
        raise UserError(say("The pyproject.toml of “{folder}” says no version: write {example} below [project].",
                            folder=folder.name, example='version = "0.1.0"'))  # fmt: skip
    packages = {str(target).partition(":")[0].partition(".")[0] for target in entries.values()}
    if len(packages) != 1:
        raise UserError(say("The duties of “{folder}” lie in several packages: {names}. Put them into one.",
                            folder=folder.name, names=sorted(packages)))  # fmt: skip
    package = packages.pop()
    for root in (folder / "src", folder):
        if (root / package / "__init__.py").is_file() or (root / f"{package}.py").is_file():
            return Subject(folder=folder, distribution=str(project.get("name", "")), version=str(project.get("version", "")),
                           entries={str(k): str(v) for k, v in entries.items()}, root=root, package=package)  # fmt: skip
    raise UserError(say("“{folder}” names the module “{module}”, which is neither in it nor in its “src”.",
                        folder=folder.name, module=package))  # fmt: skip


def _project(folder: Path) -> dict[str, Any]:
    try:
        told = tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))
    except FileNotFoundError:
        missing: Text = say("There is no pyproject.toml in “{folder}”: give the folder of a plugin’s sources.",
                            folder=folder.name or str(folder))  # fmt: skip
        raise UserError(missing) from None
    except (OSError, ValueError) as error:
        raise UserError(say("The pyproject.toml of “{folder}” cannot be read: {error}", folder=folder.name,
                            error=str(error)[:200])) from None  # fmt: skip
    project = told.get("project")
    return project if isinstance(project, dict) else {}


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") or part in ("node_modules", "build", "dist") for part in path.parts)
