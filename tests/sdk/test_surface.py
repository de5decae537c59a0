"""The SDK as a versioned interface: nothing changes unseen, and each name is typed, described and shown in use."""

from __future__ import annotations

import ast
import dataclasses
import importlib
import importlib.util
import inspect
import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from officebot import sdk
from officebot.sdk.added import ADDED
from officebot.sdk.deprecated import DEPRECATED, Deprecated, overdue
from officebot.sdk.lazily import HOMES
from officebot.sdk.version import VERSION

ROOT = Path(__file__).parents[2]
#: Where a type cannot be said, and why.
JSON = "JSON: any value that it holds"
SETTINGS = "the duty's own settings model, which only the duty knows"
WHERE_ANY_IS = {
    "AmendItem.source": JSON,
    "AnswerByMail.notes": JSON,
    "AskByMail.questions": JSON,
    "Claim.data": JSON,
    "Done.receipt": JSON,
    "Duty.report": SETTINGS,
    "Item.source": JSON,
    "Job.receipt": JSON,
    "Look": SETTINGS,
    "Migration.fact": JSON,
    "Migration.source": JSON,
    "NoteItem.source": JSON,
    "Office.all_remembered": JSON,
    "Office.looked": SETTINGS,
    "Office.remembered": JSON,
    "Office.stored_rows": JSON,
    "Panel.show": SETTINGS,
    "Reason.from_json": JSON,
    "Reason.to_json": JSON,
    "Recogniser.__call__": SETTINGS,
    "Remember.value": JSON,
    "SeenMail.verdict": JSON,
    "WriteDocument.data": JSON,
    "panels.Panel.show": SETTINGS,
    "reports.Tally.flow": "the fields of `Measure` that are not named here",
    "reports.Tally.money": "the fields of `Measure` that are not named here",
    "reports.Tally.state": "the fields of `Measure` that are not named here",
    "reports.Tally.waits": "the fields of `Measure` that are not named here",
}


def loaded(name: str) -> ModuleType:
    """One of the tools, which are no package."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    return loaded("sdk_api")


# ── nothing changes unseen ────────────────────────────────────────────────────────────────────────────────


def test_the_interface_is_the_one_that_was_written_down(tool: ModuleType) -> None:
    written = (ROOT / "tests" / "sdk" / f"api-{VERSION}.txt").read_text("utf-8").splitlines()
    assert tool.complaints(written, tool.surface(), (VERSION, VERSION)) == [], "see tools/sdk_api.py"


def test_each_version_goes_on_from_the_one_before(tool: ModuleType) -> None:
    files = sorted(
        (ROOT / "tests" / "sdk").glob("api-*.txt"), key=lambda one: [int(n) for n in re.findall(r"\d+", one.stem)]
    )
    assert files[-1].stem == f"api-{VERSION}"
    for old, new in pairwise(files):
        versions = (old.stem.removeprefix("api-"), new.stem.removeprefix("api-"))
        told = tool.complaints(old.read_text("utf-8").splitlines(), new.read_text("utf-8").splitlines(), versions)
        assert told == []


def test_what_a_version_added_is_told_with_the_version(tool: ModuleType) -> None:
    folder = ROOT / "tests" / "sdk"
    first = {tool.name_in(line) for line in (folder / "api-1.0.txt").read_text("utf-8").splitlines()}
    now = {(module, name) for module, name, _ in tool.public()}
    assert set(ADDED) == {(module, name) for module, name in now if f"{module}.{name}" not in first}
    for (module, name), version in ADDED.items():
        written = (folder / f"api-{version}.txt").read_text("utf-8")
        assert f"\n{module}.{name}" in written


OLD = Deprecated(name="Office.letters", since="1.1", replacement="Office.mails", edit="Write office.mails(…).")
BEFORE = ["officebot.sdk.Office.letters(self)", "officebot.sdk.Office.mails(self, since: 'datetime')"]


@pytest.mark.parametrize(
    ("after", "versions", "table", "count"),
    [
        pytest.param(BEFORE, ("1.0", "1.0"), (), 0, id="nothing changed"),
        pytest.param([*BEFORE, "officebot.sdk.New: class"], ("1.0", "1.0"), (), 1, id="a new name without a step"),
        pytest.param([*BEFORE, "officebot.sdk.New: class"], ("1.0", "1.1"), (), 0, id="a new name in a minor version"),
        pytest.param(BEFORE[1:], ("1.0", "1.1"), (), 1, id="a name taken away"),
        pytest.param(BEFORE[1:], ("1.0", "1.2"), (OLD,), 1, id="a deprecated name taken away too soon"),
        pytest.param(BEFORE[1:], ("1.0", "1.3"), (OLD,), 0, id="a deprecated name taken away in time"),
        pytest.param(["officebot.sdk.Office.letters(self)", "officebot.sdk.Office.mails(self)"], ("1.0", "1.3"), (OLD,), 1,
                     id="another signature"),
        pytest.param([], ("1.4", "2.0"), (), 0, id="a major version"),
    ],
)  # fmt: skip
def test_what_is_new_takes_a_step_and_what_goes_was_deprecated(
    tool: ModuleType, after: list[str], versions: tuple[str, str], table: tuple[Deprecated, ...], count: int
) -> None:
    assert len(tool.complaints(BEFORE, after, versions, table)) == count


def test_nothing_deprecated_lives_past_its_time() -> None:
    assert overdue(DEPRECATED) == []


# ── each name ─────────────────────────────────────────────────────────────────────────────────────────────


def functions_of(place: str, thing: Any) -> Iterator[tuple[str, Any]]:
    """The functions behind a public name: itself, or the methods that its class or one of officebot's above it has."""
    if inspect.isfunction(thing):
        yield place, thing
    if isinstance(thing, type) and not issubclass(thing, BaseException):
        for owner in thing.__mro__:
            if owner.__module__.startswith("officebot."):
                for name, member in vars(owner).items():
                    inner = member.fget if isinstance(member, property) else getattr(member, "__func__", member)
                    if inspect.isfunction(inner) and not name.startswith("_"):
                        yield f"{place}.{name}", inner


def test_each_name_is_typed(tool: ModuleType) -> None:
    untyped = []
    for module, name, thing in tool.public():
        for place, function in functions_of(f"{module}.{name}", thing):
            signature = inspect.signature(function)
            told = [one.annotation for key, one in signature.parameters.items() if key not in ("self", "cls")]
            if inspect.Signature.empty in (*told, signature.return_annotation):
                untyped.append(place)
    assert untyped == []


def test_nothing_is_of_any_type_but_where_it_is_said_why(tool: ModuleType) -> None:
    found = {
        tool.name_in(line).removeprefix("officebot.sdk.") for line in tool.surface() if re.search(r"\bAny\b", line)
    }
    assert found == set(WHERE_ANY_IS)


def test_each_name_is_described(tool: ModuleType) -> None:
    silent = []
    for module, name, thing in tool.public():
        place = f"{module}.{name}"
        if isinstance(thing, type) or inspect.isfunction(thing):
            is_bare = dataclasses.is_dataclass(thing) and str(thing.__doc__).startswith(f"{thing.__name__}(")
            if not thing.__doc__ or is_bare:
                silent.append(place)
        elif not has_comment(module, name):
            silent.append(place)
        inherited = {"recipients", "message", "carried"}
        silent += [
            where for where, one in functions_of(place, thing)
            if not one.__doc__ and where.rpartition(".")[2] not in inherited
        ]  # fmt: skip
    assert silent == []


def has_comment(module: str, name: str) -> bool:
    """Whether a value or another name for a type has a `#:` comment above it, where it is made."""
    for home in (module, *[one for one, names in HOMES.items() if name in names], *_origins(module, name)):
        source = inspect.getsource(importlib.import_module(home))
        if re.search(rf"^#: .*\n(?:#:? .*\n)*{name}(?:: \S[^=\n]*)? = ", source, re.MULTILINE):
            return True
    return False


def _origins(module: str, name: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(inspect.getsource(importlib.import_module(module)))):
        if (
            isinstance(node, ast.ImportFrom)
            and node.module
            and any((one.asname or one.name) == name for one in node.names)
        ):
            yield node.module


def test_the_names_are_the_same_for_python_and_for_type_checkers() -> None:
    tree = ast.parse((ROOT / "officebot" / "sdk" / "__init__.py").read_text("utf-8"))
    (checked,) = [node for node in tree.body if isinstance(node, ast.If)]
    seen = {
        node.module: tuple(one.name for one in node.names)
        for node in checked.body
        if isinstance(node, ast.ImportFrom)
    }
    assert seen == dict(HOMES)
    assert {name for names in HOMES.values() for name in names} | {"VERSION", "is_supported", "unsupported"} == set(
        sdk.__all__
    )
    assert set(sdk.__all__) <= set(dir(sdk))


def test_a_name_that_never_was_is_not_there() -> None:
    with pytest.raises(AttributeError, match="Ofice"):
        _ = sdk.Ofice


def test_importing_the_sdk_costs_little_and_loads_nothing_heavy() -> None:
    code = (
        "import sys, time; began = time.process_time(); import officebot.sdk; spent = time.process_time() - began; "
        "heavy = {'pydantic', 'sqlalchemy', 'click', 'icalendar', 'lxml', 'orjson', 'holidays'} & set(sys.modules); "
        "print(spent, *heavy)"
    )
    spent = []
    for _ in range(3):
        told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
        spent.append(float(told[0]))
        assert told[1:] == []
    assert min(spent) <= 0.05
