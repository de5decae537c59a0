"""The template that a command names, by its path or its name in the office, and the data that are put into it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from officebot.cli.opening import called
from officebot.cli.words import language as reader_language
from officebot.cli.writing import why
from officebot.connectors import rendering
from officebot.core.problems import UserError
from officebot.core.text import LANGUAGES, say
from officebot.resources import packaged

#: The largest template and the largest data that a command takes, in bytes.
LARGEST_TEMPLATE, LARGEST_DATA = 25_000_000, 20_000_000
_DEEPEST, _LONGEST_NAME = 100, 255
_ENDINGS = (".docx", ".dotx", ".xlsx", ".html", ".htm", ".txt", ".md", ".typ")
_NOT_TAKEN = {".doc": ".docx", ".docm": ".docx", ".dot": ".docx", ".rtf": ".docx", ".odt": ".docx", ".xls": ".xlsx",
              ".xlsm": ".xlsx", ".ods": ".xlsx"}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A template: its name within the folders it is looked for in, and its language where its folder says one."""

    name: str
    folders: Sequence[Path]
    language: str

    def kept(self, language: str) -> rendering.Kept:
        """The template as it is now, for this language. Raises UserError."""
        return rendering.keep(self.name, language, self.folders, LARGEST_TEMPLATE)

    def twin(self) -> Named | None:
        """The same template in the other language, where templates lie in folders `fr` and `en`."""
        other = next((one for one in LANGUAGES if one != self.language), "")
        for folder in self.folders:
            for place, part in enumerate(parts := (folder / self.name).parts):
                if part == self.language and (twin := Path(*parts[:place], other, *parts[place + 1 :])).is_file():
                    return _of_path(twin)
        return None


def named(template: str) -> Named:
    """The template of a path, or of a name in the office's templates, else in those that come with officebot.

    Raises UserError where there is none, or of a kind that is not filled in.
    """
    ending = Path(template).suffix.lower()
    if ending in _NOT_TAKEN:
        sentence = "“{file}” cannot be a template: save it as {ending}."
        raise UserError(say(sentence, file=template, ending=_NOT_TAKEN[ending]))
    if ending not in _ENDINGS:
        raise UserError(
            say("A template ends in {endings}, not in “{ending}”.", endings=list(_ENDINGS), ending=ending[:20])
        )
    path = Path(template)
    if len(path.name.encode()) > _LONGEST_NAME:
        raise UserError(say("The name of the template is too long: no file has one of more than 255 letters."))
    if path.is_file():
        return _of_path(path)
    folders = (Path(called().folder) / "templates", packaged("templates"))
    reader = reader_language()
    for language in (reader, *LANGUAGES):
        for folder in folders:
            if (folder / language / template).is_file():
                return Named(name=template, folders=(folder / language, *folders), language=language)
    if any((folder / template).is_file() for folder in folders):
        return Named(name=template, folders=folders, language=_told_by(Path(template)))
    raise UserError(
        say(
            "There is no template “{template}”: give its path, or its name in the folder templates.",
            template=template,
        )
    )


def _of_path(path: Path) -> Named:
    path = path.resolve()
    return Named(name=path.name, folders=(path.parent, *_above(path)), language=_told_by(path))


def _above(path: Path) -> tuple[Path, ...]:
    """The folders of templates that a template lies in, from which it may include: at most three steps up."""
    steps = [one for one in list(path.parents)[1:4] if one.name in ("templates", *LANGUAGES)]
    return tuple(steps)


def _told_by(path: Path) -> str:
    """The language by the folder: the last that is `fr` or `en`."""
    return next((one for one in reversed(path.parts[:-1]) if one in LANGUAGES), "")


def data_of(file: str) -> dict[str, Any]:
    """The data of a JSON file. Raises UserError where it cannot be read, or is no object."""
    path = Path(file)
    try:
        with path.open("rb") as opened:
            read = opened.read(LARGEST_DATA + 1)
        if len(read) > LARGEST_DATA:
            raise UserError(say("{file} is too large: data of up to 20 MB are taken.", file=file))
        told = json.loads(read.decode("utf-8-sig"))
    except OSError as error:
        raise UserError(say("{file} cannot be read: {error}.", file=file, error=why(error))) from None
    except (UnicodeDecodeError, RecursionError):
        raise UserError(say("{file} is no JSON file in UTF-8.", file=file)) from None
    except json.JSONDecodeError as error:
        sentence = "{file} is no whole JSON: line {line}, column {column}."
        raise UserError(say(sentence, file=file, line=error.lineno, column=error.colno)) from None
    except ValueError:
        # Python reads no whole number of more than 4,300 digits.
        raise UserError(
            say("{file} holds a number that is too long: write it as text, between quotes.", file=file)
        ) from None
    if _is_deep(told):
        raise UserError(say("{file} is nested deeper than 100 levels: no template needs that.", file=file))
    if not isinstance(told, dict):
        raise UserError(say("{file} must hold one JSON object: names and their values.", file=file))
    return told


def _is_deep(told: Any) -> bool:
    """Whether data are nested deeper than any template goes through."""
    level, left = 0, [told]
    while left and level <= _DEEPEST:
        level += 1
        inner = (one.values() if isinstance(one, dict) else one for one in left if isinstance(one, dict | list))
        left = [one for several in inner for one in several if isinstance(one, dict | list)]
    return bool(left)


def language_for(asked: str | None, data: Mapping[str, Any], template: Named) -> str:
    """The document's language: asked for, else told by the data, by the template's folder, else the reader's."""
    properties = data.get("properties")
    of_properties = properties.get("language") if isinstance(properties, Mapping) else None
    for one in (asked, data.get("language"), of_properties, template.language, reader_language()):
        if isinstance(one, str) and one[:2].lower() in LANGUAGES:
            return one[:2].lower()
    return "en"
