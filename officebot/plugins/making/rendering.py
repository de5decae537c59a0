"""A new plugin's files as text, made of the templates beside this module. Pure but for reading these."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

from officebot.core.expressions import expression
from officebot.core.problems import UserError
from officebot.core.text import Text, say
from officebot.plugins.making.names import Names
from officebot.plugins.texts import file_of, texts_of
from officebot.sdk.version import VERSION

if TYPE_CHECKING:
    from jinja2 import Environment

#: What a plugin may have beside its duty.
Part: TypeAlias = Literal["action", "recogniser", "panel", "report"]
PARTS: tuple[Part, ...] = get_args(Part)
#: Under which terms it may be shared: a licence by its SPDX name, or none.
License: TypeAlias = Literal["MIT", "BSD-2-Clause", "none"]
LICENSES: tuple[License, ...] = get_args(License)

#: What a title or a name may not hold: it stands in Python, TOML, Markdown and in sentences with places.
_UNFIT = expression(r'[{}"\\`<>\[\]|#*]')
_LONGEST = 60
#: Template → the file that it makes, and the part that wants it ("" for all).
_FILES: tuple[tuple[str, str, str], ...] = (
    ("pyproject.toml", "pyproject.toml", ""),
    ("README.md", "README.md", ""),
    ("CHANGELOG.md", "CHANGELOG.md", ""),
    ("LICENSE", "LICENSE", ""),
    ("gitignore", ".gitignore", ""),
    ("check.yml", ".github/workflows/check.yml", ""),
    ("plugin.toml", "src/{package}/plugin.toml", ""),
    ("fr.po", "src/{package}/locale/fr.po", ""),
    ("package.py", "src/{package}/__init__.py", ""),
    ("duty.py", "src/{package}/duty.py", ""),
    ("settings.py", "src/{package}/settings.py", ""),
    ("texts.py", "src/{package}/texts.py", ""),
    ("action.py", "src/{package}/action.py", "action"),
    ("recognise.py", "src/{package}/recognise.py", "recogniser"),
    ("panel.py", "src/{package}/panel.py", "panel"),
    ("report.py", "src/{package}/report.py", "report"),
    ("py.typed", "src/{package}/py.typed", ""),
    ("facts.py", "tests/facts.py", ""),
    ("test_decide.py", "tests/test_decide.py", ""),
    ("test_office.py", "tests/test_office.py", ""),
    ("test_action.py", "tests/test_action.py", "action"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What a new plugin is to be: its names, its titles in both languages, its author, its parts."""

    names: Names
    title: str
    title_fr: str
    author: str = ""
    license: License = "MIT"
    parts: frozenset[Part] = frozenset()
    year: int

    def __post_init__(self) -> None:
        """Raises UserError where a title or the author cannot stand in its files."""
        for words in (self.title, self.title_fr, *filter(None, [self.author])):
            if (problem := _unfit(words)) is not None:
                raise UserError(problem)


def _unfit(words: str) -> Text | None:
    is_one_line = words.isprintable() and words.strip() == words and 0 < len(words) <= _LONGEST
    if is_one_line and not _UNFIT.search(words):
        return None
    return say(
        "“{read}” cannot stand in the plugin's files: write one line of {most} letters at most, without quotes, brackets "
        "and signs.",
        read=words[:80], most=_LONGEST,
    )  # fmt: skip


def rendered(wishes: Wishes) -> Mapping[str, str]:
    """The plugin's files: their texts by their paths, relative to its folder."""
    templates = _templates()
    values: dict[str, object] = {
        "names": wishes.names,
        "title": wishes.title,
        "title_fr": wishes.title_fr,
        "author": wishes.author,
        "license": wishes.license,
        "year": wishes.year,
        "sdk": VERSION,
        **{part: part in wishes.parts for part in PARTS},
    }
    made = {
        path.format(package=wishes.names.package): templates.get_template(f"{name}.j2").render(values)
        for name, path, part in _FILES
        if not part or part in wishes.parts
    }
    return {path: _in_step(text, made) if path.endswith("/fr.po") else text for path, text in made.items()}


def _in_step(catalogue: str, made: Mapping[str, str]) -> str:
    """The French as “officebot plugin texts” would write it: of what is said, in the order of the sources."""
    sources = {path: text for path, text in sorted(made.items()) if path.startswith("src/") and path.endswith(".py")}
    return file_of(texts_of(sources, catalogue).entries)


@lru_cache(maxsize=1)
def _templates() -> Environment:
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    def source(name: str) -> str:
        return (files("officebot.plugins.making") / "templates" / name).read_text("utf-8")

    made = Environment(
        loader=FunctionLoader(source),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 - Python, TOML and Markdown are made, and what stands in them was looked at
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["quoted"] = _quoted
    return made


def _quoted(words: str) -> str:
    """A text of Python, TOML or a catalogue: what JSON writes is one of each."""
    return json.dumps(words, ensure_ascii=False)
