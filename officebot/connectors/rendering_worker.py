"""The process that fills in templates: sandboxed, short of memory, and ended from outside when it takes too long."""

from __future__ import annotations

import json
import signal
import sys
from base64 import b64encode
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError, TemplateNotFound
from jinja2.sandbox import ImmutableSandboxedEnvironment

from officebot.connectors.rendering import receive, send

_MEMORY = 768 * 1024 * 1024
_ESCAPED = frozenset({".html", ".htm", ".xhtml", ".xml", ".svg"})


class _TooLarge(Exception):
    """The document grew beyond its limit."""


def main() -> None:
    """Answer requests from standard input until it ends."""
    # Ctrl-C in a terminal is for the process we work for, which then ends us.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _limit_memory()
    while (request := receive(sys.stdin.buffer)) is not None:
        send(sys.stdout.buffer, json.dumps(_answer(json.loads(request))).encode())


def _answer(asked: Mapping[str, Any]) -> dict[str, str]:
    """{"text"}, or {"fault"} with "missing", "limit" or "error". Whatever a template does must end here."""
    if asked["template"].endswith(".typ"):
        return _typeset(asked)
    try:
        environment = _environment(tuple(asked["folders"]), is_escaped(asked["template"]))
        chunks = environment.get_template(asked["template"]).generate(asked["data"])
        return {"text": _within(chunks, asked["largest"])}
    except TemplateNotFound as error:
        if error.name == asked["template"]:
            return {"fault": "missing"}
        return {"fault": "error", "error": f"{error.name}: no such template"}
    except (_TooLarge, MemoryError, OverflowError, RecursionError):
        return {"fault": "limit"}
    except TemplateError as error:
        line = getattr(error, "lineno", None)
        return {"fault": "error", "error": f"line {line}: {error}" if line else str(error)}
    except Exception as error:  # noqa: BLE001 - a template may raise anything, also from a filter
        return {"fault": "error", "error": f"{type(error).__name__}: {error}"}


def _typeset(asked: Mapping[str, Any]) -> dict[str, str]:
    """{"pdf"} in base64, or a fault. What a template may read lies in its own folder."""
    try:
        import typst
    except ImportError:
        return {"fault": "no typst"}
    name = asked["template"]
    folder = next((one for one in asked["folders"] if Path(one, name).is_file()), None)
    if folder is None:
        return {"fault": "missing"}
    try:
        made = typst.compile(str(Path(folder, name)), root=folder, sys_inputs={"data": json.dumps(asked["data"])})
    except (MemoryError, OverflowError):
        return {"fault": "limit"}
    except Exception as error:  # noqa: BLE001 - typst tells what is wrong in a template by exceptions of its own
        return {"fault": "error", "error": str(error)}
    return {"pdf": b64encode(made).decode()} if len(made) <= asked["largest"] else {"fault": "limit"}


def is_escaped(template: str) -> bool:
    """Whether values are escaped: in everything that a browser or an XML reader takes in."""
    return PurePosixPath(template).suffix.lower() in _ESCAPED


def _within(chunks: Any, largest: int) -> str:
    size, kept = 0, []
    for chunk in chunks:
        size += len(chunk)
        if size > largest:
            raise _TooLarge
        kept.append(chunk)
    return "".join(kept)


@lru_cache(maxsize=16)
def _environment(folders: Sequence[str], autoescape: bool) -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(folders),
        autoescape=autoescape,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    del environment.globals["lipsum"]
    return environment


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit: there, only time and size are watched
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


if __name__ == "__main__":
    main()
