"""The page with all built-in duties in one table, and what their recognisers say of mails."""

from __future__ import annotations

import ast
import importlib
import inspect
from collections.abc import Iterator
from typing import Any, get_args

import translations

from officebot.core.panels import PAGES
from officebot.duties.mail_triage.settings import Kind

_HEAD = """\
# Every duty

The duties that come with officebot. One that is not named in `office.toml` does not work, and is not loaded. A duty that
an installed plugin brings has the same parts, and stands in `officebot duties` beside them. This page is written from the
sources by `python tools/reference.py`.

| duty | is | en français | its own times | on the dashboard | in [reports](../duties/activity_report.md) | settings |
|---|---|---|---|---|---|---|
"""
_CLAIMS = """\

## What recognisers say of mails

A recogniser says what a mail is, as *claims*; any duty may run for one: `triggers = ["mail invoice"]`.

| claim | said by |
|---|---|
"""


def page(installed: dict[str, Any]) -> str:
    """The whole of docs/reference/duties.md, of these duties by name."""
    french = translations.translations(translations.catalogue())
    rows = [_row(name, duty, french) for name, duty in sorted(installed.items())]
    claims = [
        f"| `{kind}` | {', '.join(f'[`{one}`](../duties/{one}.md)' for one in said)} |"
        for kind, said in claimed(installed).items()
    ]
    return _HEAD + "\n".join(rows) + "\n" + _CLAIMS + "\n".join(claims) + "\n"


def _row(name: str, duty: Any, french: dict[str, str]) -> str:
    title = duty.title.render("en")
    times = "<br>".join(f"`{one}`" for one in duty.triggers)
    pages = dict.fromkeys(
        PAGES[one.page].render("en") if one.page in PAGES else one.title.render("en") for one in duty.panels
    )
    told = "yes" if duty.report else "–"
    return (
        f"| [`{name}`](../duties/{name}.md) | {title} | {french.get(title, '')} | {times} | {', '.join(pages) or '–'} | {told} "
        f"| [`[duties.{name}]`](settings.md#duties{name}) |"
    )


def claimed(installed: dict[str, Any]) -> dict[str, list[str]]:
    """Every kind of claim that a built-in recogniser makes, with the duties that make it."""
    found: dict[str, list[str]] = {}
    for name, duty in sorted(installed.items()):
        for kind in dict.fromkeys(_kinds(duty)):
            found.setdefault(kind, []).append(name)
    return dict(sorted(found.items()))


def _kinds(duty: Any) -> Iterator[str]:
    for recogniser in (duty.recogniser, duty.sent_recogniser):
        if recogniser is None:
            continue
        module = importlib.import_module(recogniser.__module__)
        for node in ast.walk(ast.parse(inspect.getsource(module))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Claim":
                yield from _named(node, vars(module))


def _named(call: ast.Call, names: dict[str, Any]) -> Iterator[str]:
    """The kinds that this call may give its claim; for triage's own, each kind of mail there is."""
    (said,) = [one.value for one in call.keywords if one.arg == "kind"]
    if isinstance(said, ast.Constant):
        yield str(said.value)
    elif isinstance(said, ast.Name):
        yield str(names[said.id])
    else:
        yield from get_args(Kind)
