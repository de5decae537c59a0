"""The process that fills in templates: sandboxed, short of memory, and ended from outside when it takes too long."""

from __future__ import annotations

import json
import signal
import sys
import tempfile
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any

from jinja2 import BaseLoader, DictLoader, FileSystemLoader, TemplateError, TemplateNotFound, meta

from officebot.connectors.rendering import OFFICE_ENDINGS, receive, send
from officebot.connectors.templates.environment import TEXT_SYNTAX, TemplateEnvironment, in_page, in_text
from officebot.connectors.templates.environment import environment as environment_of
from officebot.core.problems import UserError
from officebot.core.text import say

_MEMORY = 768 * 1024 * 1024
#: No template is made of so many files.
_MOST_FILES = 200
_ESCAPED = frozenset({".html", ".htm", ".xhtml", ".xml", ".svg"})


class _TooLarge(Exception):
    """The document grew beyond its limit."""


def main() -> None:
    """Answer requests from standard input until it ends."""
    # Ctrl-C in a terminal is for the process we work for, which then ends us.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _limit_memory()
    while (request := receive(sys.stdin.buffer)) is not None:
        asked = json.loads(request)
        _limit_work(float(asked.get("seconds", 0)))
        answer = json.dumps(_answer(asked)).encode()
        _limit_work(0)
        send(sys.stdout.buffer, answer)


def _answer(asked: Mapping[str, Any]) -> dict[str, Any]:
    """{"text"}, {"pdf"}, {"office"}, {"files"}, or {"fault"} with "missing", "limit" or "error".

    Whatever a template does must end here.
    """
    if "keep" in asked:
        return _keep(asked)
    if "inspect" in asked:
        return _inspect(asked)
    suffix = PurePosixPath(asked["template"]).suffix.lower()
    if suffix == ".typ":
        return _typeset(asked)
    if suffix in OFFICE_ENDINGS:
        return _office_file(asked, suffix)
    try:
        is_safe = is_escaped(asked["template"])
        if "files" in asked:
            texts = {name: data.decode("utf-8") for name, data in _files_of(asked).items()}
            environment = _made_environment(DictLoader(texts), is_safe, asked["language"])
        else:
            environment = _environment(tuple(asked["folders"]), is_safe, asked["language"])
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
    except UnicodeDecodeError:
        return _said(_not_utf_8())
    except UserError as refused:
        return _said(refused)
    except Exception as error:  # noqa: BLE001 - a template may raise anything, also from a filter
        return {"fault": "error", "error": f"{type(error).__name__}: {error}"}


def _typeset(asked: Mapping[str, Any]) -> dict[str, Any]:
    """{"pdf"} in base64, or a fault. What a template may read lies in its own folder."""
    try:
        import typst
    except ImportError:
        return {"fault": "no typst"}
    name = asked["template"]
    try:
        with _folder_with(asked, name) as folder:
            if folder is None:
                return {"fault": "missing"}
            inputs = {"data": json.dumps(asked["data"])}
            made = typst.compile(str(Path(folder, name)), root=folder, sys_inputs=inputs)
    except (MemoryError, OverflowError):
        return {"fault": "limit"}
    except Exception as error:  # noqa: BLE001 - typst tells what is wrong in a template by exceptions of its own
        return {"fault": "error", "error": str(error)}
    return {"pdf": b64encode(made).decode()} if len(made) <= asked["largest"] else {"fault": "limit"}


@contextmanager
def _folder_with(asked: Mapping[str, Any], name: str) -> Iterator[str | None]:
    """The folder in which the template lies; one made for it, where it was kept."""
    if "files" not in asked:
        yield next((one for one in asked["folders"] if Path(one, name).is_file()), None)
        return
    with tempfile.TemporaryDirectory(prefix="officebot-") as made:
        for one, data in _files_of(asked).items():
            place = Path(made, one)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
        yield made


def _files_of(asked: Mapping[str, Any]) -> dict[str, bytes]:
    return {name: b64decode(data) for name, data in asked["files"].items()}


def _office_file(asked: Mapping[str, Any], suffix: str) -> dict[str, Any]:
    """{"office"} in base64: a Word document or a workbook, filled in."""
    try:
        from officebot.connectors import sheet_templates
        from officebot.connectors.templates import word
    except ImportError:
        return {"fault": "no documents"}
    try:
        fill = sheet_templates.filled if suffix == ".xlsx" else word.filled
        made = fill(_files_of(asked)[asked["template"]], asked["data"], asked["language"])
    except (MemoryError, OverflowError, RecursionError):
        return {"fault": "limit"}
    except ImportError:
        return {"fault": "no documents"}
    except UserError as refused:
        return _said(refused)
    except Exception as error:  # noqa: BLE001 - a template may raise anything, and so may a damaged file
        return {"fault": "error", "error": f"{type(error).__name__}: {error}"}
    return {"office": b64encode(made).decode()} if len(made) <= asked["largest"] else {"fault": "limit"}


def _said(refused: UserError) -> dict[str, Any]:
    """All that is wrong, each in a sentence that the asking process says in the reader's language."""
    return {"fault": "error", "said": [one.what.to_json() for one in refused.problems[:20]]}


def _not_utf_8() -> UserError:
    return UserError(say("It, or a template that it includes, is not stored as UTF-8: save it anew as UTF-8."))


def _inspect(asked: Mapping[str, Any]) -> dict[str, Any]:
    """{"needs"}: what a template needs of its data."""
    try:
        from officebot.connectors.templates.inspecting import needs_of

        return {"needs": needs_of(asked["template"], _files_of(asked), asked["language"]).to_json()}
    except ImportError:
        return {"fault": "no documents"}
    except (MemoryError, OverflowError, RecursionError):
        return {"fault": "limit"}
    except Exception as error:  # noqa: BLE001 - a damaged file may raise anything
        return {"fault": "error", "error": f"{type(error).__name__}: {error}"}


# ── a template kept as it is ──────────────────────────────────────────────────────────────────────────────


def _keep(asked: Mapping[str, Any]) -> dict[str, Any]:
    """{"files"} by name, in base64: all that the template is made of."""
    name, folders = asked["template"], asked["folders"]
    folder = next((one for one in folders if _is_within(one, name)), None)
    if folder is None:
        return {"fault": "missing"}
    files: dict[str, str] = {}
    left = int(asked["keep"])
    try:
        for one, place in _parts(name, folder, folders):
            data = place.read_bytes()
            left -= len(data)
            if left < 0 or len(files) >= _MOST_FILES:
                return {"fault": "kept"}
            files[one] = b64encode(data).decode()
    except TemplateError as error:
        return {"fault": "error", "error": str(error)}
    except UnicodeDecodeError:
        return _said(_not_utf_8())
    except OSError as error:
        return {"fault": "error", "error": type(error).__name__}
    return {"files": files}


def _is_within(folder: str, name: str) -> bool:
    place = Path(folder, name)
    return place.is_file() and place.resolve().is_relative_to(Path(folder).resolve())


def _parts(name: str, folder: str, folders: Sequence[str]) -> Iterator[tuple[str, Path]]:
    """The files of a template: of typst's those in its folder, of the others those that it includes by their names."""
    suffix = PurePosixPath(name).suffix.lower()
    if suffix == ".typ":
        within = Path(folder, name).parent
        for place in sorted(within.rglob("*")):
            if place.is_file() and _is_within(str(within), str(place.relative_to(within))):
                yield place.relative_to(folder).as_posix(), place
        return
    wanted, seen = [name], set[str]()
    while wanted:
        one = wanted.pop()
        found = next((other for other in folders if _is_within(other, one)), None)
        if one in seen or found is None:
            continue  # what is missing is told when the template is filled in
        seen.add(one)
        yield one, Path(found, one)
        if suffix not in OFFICE_ENDINGS:
            parsed = _made_environment(DictLoader({}), False).parse(Path(found, one).read_text("utf-8"))
            wanted += [other for other in meta.find_referenced_templates(parsed) if other is not None]


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
def _environment(folders: Sequence[str], autoescape: bool, language: str) -> TemplateEnvironment:
    return _made_environment(FileSystemLoader(folders), autoescape, language)


def _made_environment(loader: BaseLoader, autoescape: bool, language: str = "en") -> TemplateEnvironment:
    return environment_of(loader, autoescape, language, finalize=in_page if autoescape else in_text, **TEXT_SYNTAX)


def _limit_work(seconds: float) -> None:
    """End this process once it has worked so long on one document, whatever it does; 0 for no limit.

    Told in the time of the processor, so that a busy machine ends nothing; the asking process watches the clock.
    """
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, seconds)


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit: there, only time and size are watched
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


if __name__ == "__main__":
    main()
