"""Word templates filled in: run by the process apart that fills in all templates, never by the service itself.

A template is a .docx in which people wrote Jinja's signs: `{{ supplier.name }}`, `{%tr for line in lines %}`. It is
trusted, the values are not: they are escaped for XML, and nothing in them is taken for a sign.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from typing import Any

from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

# What XML 1.0 does not have, and what docxtpl takes for a new paragraph or page: outside words make neither.
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def filled(template: bytes, data: Mapping[str, Any]) -> bytes:
    """The document with these values. Raises ImportError without docxtpl, anything else for a template that is wrong."""
    from docxtpl import DocxTemplate

    environment = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    del environment.globals["lipsum"]
    document = DocxTemplate(io.BytesIO(template))
    # Without autoescape, all that follows "<" in a value would vanish; docxtpl asks for it here once more.
    document.render(_clean(data), environment, autoescape=True)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _clean(value: Any) -> Any:
    match value:
        case str():
            return _UNWRITABLE.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
        case Mapping():
            return {name: _clean(one) for name, one in value.items()}
        case list() | tuple():
            return [_clean(one) for one in value]
    return value
