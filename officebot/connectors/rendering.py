"""Renders templates from trusted folders with outside values, which can neither run nor vanish."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from officebot.core.problems import UserError
from officebot.core.text import LANGUAGES, say

if TYPE_CHECKING:
    from jinja2.sandbox import SandboxedEnvironment

LARGEST = 20_000_000
SECONDS = 5.0
_ESCAPED = (".html", ".htm", ".xhtml", ".xml", ".svg")


def render(template: str, data: Mapping[str, Any], language: str, folders: Sequence[Path]) -> str:
    """The text of a template with these values, in the reader's language.

    `template`, and what it includes, is looked for in each of `folders` in turn: in its folder of the language,
    then in itself.
    Raises UserError where it is missing, wrong, too slow or too large.
    """
    from jinja2 import TemplateError, TemplateNotFound

    own = [language] if language in LANGUAGES else []
    environment = _environment([folder / name for folder in folders for name in (*own, "")], template)
    try:
        return _within_limits(environment.get_template(template).generate(dict(data)), template)
    except TemplateNotFound:
        sentence = "There is no template “{template}”: put it into the folder templates, or name another."
        raise UserError(say(sentence, template=template)) from None
    except TemplateError as error:
        sentence = "The template “{template}” cannot be filled in: {error}"
        raise UserError(say(sentence, template=template, error=str(error)[:300])) from None


def _within_limits(chunks: Any, template: str) -> str:
    until, size, kept = time.monotonic() + SECONDS, 0, []
    for chunk in chunks:
        size += len(chunk)
        if size > LARGEST or time.monotonic() > until:
            sentence = "The template “{template}” makes a document that is too large or takes too long."
            raise UserError(say(sentence, template=template))
        kept.append(chunk)
    return "".join(kept)


def _environment(folders: Sequence[Path], template: str) -> SandboxedEnvironment:
    from jinja2 import FileSystemLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    return ImmutableSandboxedEnvironment(
        loader=FileSystemLoader([str(folder) for folder in folders], followlinks=False),
        autoescape=PurePosixPath(template).suffix.lower() in _ESCAPED,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
