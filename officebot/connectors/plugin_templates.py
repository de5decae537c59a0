"""Where a plugin's templates lie: “open_questions:letter.typ” is a file in the folder `templates` of that package."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from officebot.core.catalogues import folder_of
from officebot.core.expressions import expression
from officebot.core.problems import UserError
from officebot.core.text import say

#: The folder in a package that holds its templates, in those of languages or in itself.
FOLDER = "templates"
_NAME = expression(r"([A-Za-z_][A-Za-z0-9_]{0,99}):([^/\\:\x00-\x1f]{1,100}(?:/[^/\\:\x00-\x1f]{1,100}){0,9})")


def whereabouts(template: str, folders: Sequence[Path]) -> tuple[str, Sequence[Path]]:
    """The template's name within its folders, and these folders, in the order in which they are looked into.

    Of a plugin's template, the office's own of the same name comes first: `templates/open_questions/letter.typ`. `folders` are
    those of the office and the shipped ones. Raises UserError for a name that leads elsewhere, or to no plugin.
    """
    if ":" not in template:
        return template, folders
    found = _NAME.fullmatch(template)
    if found is None or any(part.strip(". ") == "" for part in found[2].split("/")):
        raise UserError(say("“{template}” is no template: write it as “letter.typ” or “plugin:letter.typ”.",
                            template=template[:200]))  # fmt: skip
    package = folder_of(found[1])
    if package is None:
        raise UserError(say("The plugin “{plugin}” that brings the template “{template}” is not installed.",
                            plugin=found[1], template=template[:200]))  # fmt: skip
    return found[2], [*(folder / found[1] for folder in folders), package / FOLDER]
