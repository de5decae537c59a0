"""Writes the pages of docs/reference/ from the sources, so that none ever says what is no longer so.

python tools/reference.py           writes them
python tools/reference.py --check   writes nothing; exit 1 when one of them is out of date
"""

from __future__ import annotations

import argparse
import sys
import types
from collections.abc import Iterator, Mapping
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from annotated_types import Ge, Gt, Le
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from officebot.settings import calendars, fields, oauth, tables
from officebot.settings.office import OfficeSettings

sys.path.insert(0, str(Path(__file__).parent))
import errors
from references import actions, duties, events, interface, plugin_check, testing

ROOT = Path(__file__).parents[1]
PAGES = ROOT / "docs" / "reference"

_SETTINGS_HEAD = """\
# Every setting

An office is a folder. `office.toml` holds its settings; each key that is left out has the default named here. After a
change, run `officebot check`: it names every mistake at once, with its place, what was read and what is allowed. A
running service reads the file again by itself; a faulty one leaves the old settings in force.

A complete example with comments is [config/office.toml](../../config/office.toml). This page is written from the sources by
`python tools/reference.py`.
"""
_WHEN = """\
## When a duty is due

`triggers` is a list of sentences, in English or French. One is enough for the duty to run; several may stand together.

| written | means |
|---|---|
| `mon-fri 08:00` · `lun-ven 8h` | at this local time on these days |
| `mon,thu 09:00 14:00` | several days, several times |
| `daily 07:30` · `chaque jour 7h30` | every day |
| `1st 09:00` · `le 1er à 9h` | that day of each month; one that a month lacks means its last |
| `last day 17:00` · `first working day 09:00` · `dernier jour ouvré 17h` | days of the month without a number |
| `every 15 minutes` · `toutes les 2 heures` | by the clock of UTC, from one minute to a week |
| `mail` · `mail invoice` | each mail that comes in · each that a recogniser called an invoice |
| `after mail` · `après le courrier` | once for all that came in together, and what the office sent |
| `after answer` · `après réponse` | once an answer by mail to what waits was carried out |
| `file stock.xlsx` | whenever this file of the office's folder has changed |
| `start` | when the service starts |

`working days` at the end (`mon-fri 08:00 working days`) leaves out holidays and closed days. A local time happens once a
day, also in the nights when the clock is changed. What was missed while officebot did not run is caught up once.
"""
_WORDS: tuple[tuple[Any, str], ...] = (
    (fields.Address, "an address"),
    (fields.OptionalAddress, "an address, or `\"\"`"),
    (fields.Recipient, "`inside`, `outside`, an address, `@domain`"),
    (fields.Host, "a server's name"),
    (fields.Zone, "a time zone, as `Europe/Paris`"),
    (fields.Hours, "hours, as `09:00-12:30 13:30-18:00`"),
    (fields.Day, "a day, as `2026-12-24`"),
    (fields.Amount, "an amount"),
    (fields.SecretPlace, '`{ file = … }`, `{ env = … }`, `{ command = […] }`, `{ keyring = … }` or `{ credential = … }`'),
    (oauth.Issuer, "`google`, `microsoft`, or an address as `https://issuer.example`"),
    (calendars.Url, "an address, as `https://server.example/calendar/`"),
    (fields.Filled, "text, not empty"),
    (fields.Line, "a line of text"),
    (fields.AccountName, "a name"),
)  # fmt: skip
_PLAIN = {str: "text", bool: "`true`, `false`", int: "a number", float: "a number"}


def settings_page() -> str:
    """The whole of docs/reference/settings.md."""
    parts = [_SETTINGS_HEAD, *_tables(OfficeSettings, ""), *_duties(), _WHEN, _people()]
    return "\n".join(parts)


def settings_keys() -> Iterator[tuple[str, str]]:
    """Every (table, key) that office.toml may hold, the duties' own included."""
    for table, model in _models(OfficeSettings, ""):
        yield from ((table, _written(key, field)) for key, field in model.model_fields.items())
    for name, duty in sorted(_installed().items()):
        yield from ((f"duties.{name}", _written(key, field)) for key, field in duty.settings.model_fields.items())


def _models(model: type[BaseModel], place: str) -> Iterator[tuple[str, type[BaseModel]]]:
    """The model with its place in the file, and all models below it."""
    if place:
        yield place, model
    for key, hint in get_type_hints(model, include_extras=True).items():
        if key in model.model_fields:
            inner, repeats = _model_in(hint)
            if inner is not None:
                below = f"{place}.{key}".strip(".")
                yield from _models(inner, f"{below}.NAME" if repeats == "dict" else below)


def _model_in(hint: Any) -> tuple[type[BaseModel] | None, str]:
    """The model that a key's values are, and whether it is a table ("") or the values of a "dict" or "tuple"."""
    bare = _bare(hint)
    if isinstance(bare, type) and issubclass(bare, BaseModel):
        return bare, ""
    origin = get_origin(bare)
    if origin in (dict, tuple):
        inner, _ = _model_in([one for one in get_args(bare) if one is not Ellipsis][-1])
        return inner, origin.__name__
    return None, ""


def _bare(hint: Any) -> Any:
    """The type without `Annotated` and without `| None`."""
    while hasattr(hint, "__metadata__"):
        hint = hint.__origin__
    if get_origin(hint) in (Union, types.UnionType):
        return _bare(next(one for one in get_args(hint) if one is not type(None)))
    return hint


def _tables(model: type[BaseModel], place: str) -> Iterator[str]:
    for where, table in _models(model, place):
        heading = f"[[{where}]]" if where == "policy" else f"[{where}]"
        about = (table.__doc__ or "").partition(": ")[2].strip()
        yield f"## `{heading}`\n\n{about[:1].upper()}{about[1:]}\n\n{_rows(table)}"


def _rows(model: type[BaseModel]) -> str:
    hints = get_type_hints(model, include_extras=True)
    lines = ["| key | what it says | allowed | default |", "|---|---|---|---|"]
    for key, field in model.model_fields.items():
        if _model_in(hints[key])[0] is None or _is_row(hints[key]):
            words = _range(tuple(field.metadata)) or allowed(hints[key])
            about = _cell(field.description or "")
            lines.append(f"| `{_written(key, field)}` | {about} | {words} | {_default(field, hints[key])} |")
    return "\n".join(lines) + "\n"


def _is_row(hint: Any) -> bool:
    """Whether a list of tables is written in line, as triage's rules are."""
    model, repeats = _model_in(hint)
    ours = ("officebot.duties", "officebot.travel_settings")
    return repeats == "tuple" and model is not None and model.__module__.startswith(ours)


def _written(key: str, field: FieldInfo) -> str:
    return field.alias or key


def allowed(hint: Any) -> str:
    """What may be written, in a few words."""
    for known, words in _WORDS:
        if hint == known:
            return words
    metadata = getattr(hint, "__metadata__", ())
    bare = _bare(hint)
    if get_origin(hint) in (Union, types.UnionType):
        return allowed(next(one for one in get_args(hint) if one is not type(None)))
    if get_origin(bare) is Literal:
        return ", ".join(f"`{one}`" for one in get_args(bare))
    if get_origin(bare) is tuple:
        return f"a list: {allowed(get_args(bare)[0])}"
    if get_origin(bare) is dict:
        name, value = get_args(bare)
        return f"a table: {allowed(name)} = {allowed(value)}"
    if isinstance(bare, type) and issubclass(bare, BaseModel):
        return ", ".join(f"`{_written(key, field)}`" for key, field in bare.model_fields.items())
    if bare in (int, float):
        return _range(metadata) or _PLAIN[bare]
    if hasattr(hint, "__origin__") and metadata:
        return allowed(hint.__origin__)
    return _PLAIN.get(bare, "text")


def _range(metadata: tuple[Any, ...]) -> str:
    limits = [one for field in metadata for one in getattr(field, "metadata", (field,))]
    least = next((f"{one.ge}" for one in limits if isinstance(one, Ge)), "")
    above = next((f"more than {one.gt}" for one in limits if isinstance(one, Gt)), "")
    most = next((f"{one.le}" for one in limits if isinstance(one, Le)), "")
    if above and most:
        return f"{above}, at most {most}"
    return f"{least} to {most}" if least and most else ""


def _default(field: FieldInfo, hint: Any) -> str:
    if field.is_required():
        return "**needed**"
    value = field.get_default(call_default_factory=True)
    if hint == fields.Hours:
        return "not worked"
    if value is None:
        return "none"
    return f"`{_toml(value)}`"


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return "'" + value + "'" if "\\" in value else f'"{value}"'
    if isinstance(value, tuple):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {_toml(inner)}" for key, inner in value.items()) + " }" if value else "{}"
    return str(value)


def _installed() -> dict[str, Any]:
    """The built-in duties."""
    found = entry_points(group="officebot.duties")
    return {one.name: one.load() for one in found if one.value.startswith("officebot.duties.")}


def _duties() -> Iterator[str]:
    yield (
        "## `[duties.NAME]`\n\nWhat every duty has. A duty that is not named here does not work, and is not loaded.\n\n"
        "| key | what it says | allowed | default |\n|---|---|---|---|\n"
        "| `enabled` | Whether the duty works. | `true`, `false` | `true` |\n"
        "| `triggers` | When it works, instead of at its own times. | a list: [schedules](#when-a-duty-is-due) "
        "| the duty's own |\n"
    )
    for name, duty in sorted(_installed().items()):
        own = ", ".join(f"`{one}`" for one in duty.triggers)
        yield f"## `[duties.{name}]`\n\n{duty.title.render('en')}. Its own times: {own}. [More](../duties/{name}.md).\n"
        yield _rows(duty.settings)
        for key, hint in get_type_hints(duty.settings, include_extras=True).items():
            model, repeats = _model_in(hint) if key in duty.settings.model_fields else (None, "")
            if model is None:
                continue
            place = f"duties.{name}.{key}"
            said = {"dict": f"`[{place}.NAME]`", "tuple": f"Each of `{key}`"}.get(repeats, f"`[{place}]`")
            yield f"{said}:\n\n{_rows(model)}"


def _people() -> str:
    def listed(columns: tuple[str, ...]) -> str:
        return ", ".join(f"`{one}`" for one in columns)

    return (
        "## The tables of people and contacts\n\n"
        f"`people.csv` (or `people.toml`): {listed(tables.PEOPLE_COLUMNS)}; the first two are needed. `login` is the "
        "name under which that person uses this machine: it says who answers. `circle` is the part of the office they "
        "belong to: it decides over what is meant for it. `responsibilities` are separated by `;`; `may_approve` is yes, "
        "if empty.\n\n"
        f"`contacts.csv`: {listed(tables.CONTACT_COLUMNS)}; `name` is needed, `kind` is one of "
        f"{listed(tables.CONTACT_KINDS)}, `addresses` are separated by `;`. Commas or semicolons, with or without a BOM: "
        "as a spreadsheet saves them.\n"
    )


def _cell(words: str) -> str:
    return words.replace("|", "\\|").replace("\n", " ")


def pages() -> dict[str, str]:
    """Every page that is made from the sources, by its name in docs/reference."""
    installed = _installed()
    return {
        "settings.md": settings_page(),
        "errors.md": errors.errors_page(),
        "duties.md": duties.page(installed),
        "actions.md": actions.page(),
        "events.md": events.page(),
        "sdk.md": interface.page(),
        "plugin-check.md": plugin_check.page(),
        "testing.md": testing.page(),
    }


def main(arguments: list[str]) -> int:
    """0 when all pages are as the sources want them."""
    parser = argparse.ArgumentParser(description="Write the pages of docs/reference from the sources.")
    parser.add_argument("--check", action="store_true", help="write nothing")
    options = parser.parse_args(arguments)
    stale = 0
    for name, page in pages().items():
        path = PAGES / name
        if not path.exists() or path.read_text("utf-8") != page:
            stale += 1
            print(
                f"{path.relative_to(ROOT)} is out of date" if options.check else f"{path.relative_to(ROOT)} written"
            )
            if not options.check:
                path.write_text(page, "utf-8")
    return int(options.check and stale > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
