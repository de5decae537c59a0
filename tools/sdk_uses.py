"""Says on the page of examples where officebot itself uses those names of the SDK that no piece of code there shows.

python tools/sdk_uses.py           writes the list at the end of docs/reference/sdk-examples.md
python tools/sdk_uses.py --check   writes nothing; exit 1 where it is out of date, or a name is used nowhere
"""

from __future__ import annotations

import ast
import importlib
import inspect
import re
import sys
from functools import cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import sdk_api

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "reference" / "sdk-examples.md"
#: Where a use is looked for: duties first, since authors write duties.
_PLACES = ("officebot/duties", "officebot/connectors", "officebot/engine", "officebot/app", "officebot/web")
_BLOCK = re.compile(r"^```python[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_HEAD = "| name | for one |\n|---|---|\n"


def shown(page: str) -> set[str]:
    """The names that pieces of code on the page use."""
    return {
        word
        for block in _BLOCK.findall(page)
        for node in ast.walk(ast.parse(block))
        for word in (
            [node.id] if isinstance(node, ast.Name) else [node.attr] if isinstance(node, ast.Attribute) else []
        )
    }


@cache
def used() -> dict[str, str]:
    """The first file of officebot that imports each of the SDK's names, or what it stands for."""
    things = {name: thing for _, name, thing in sdk_api.public()}
    found: dict[str, str] = {}
    for place in _PLACES:
        for path in sorted((ROOT / place).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.ImportFrom) and str(node.module).startswith(
                    ("officebot.sdk", "officebot.core")
                ):
                    held = importlib.import_module(str(node.module))
                    for one in node.names:
                        if one.name in things and inspect.unwrap(getattr(held, one.name)) is things[one.name]:
                            found.setdefault(one.name, path.relative_to(ROOT).as_posix())
    return found


def written(page: str) -> tuple[str, list[str]]:
    """The page with its list, and the names that nothing shows."""
    there, uses = shown(page), used()
    names = sorted({name for _, name, _ in sdk_api.public()} - there)
    rows = "".join(f"| `{name}` | `{uses[name]}` |\n" for name in names if name in uses)
    return page.partition(_HEAD)[0].rstrip() + "\n\n" + _HEAD + rows, [name for name in names if name not in uses]


def main(arguments: list[str]) -> int:
    """0 when each name is shown somewhere, and the list says where."""
    page = PAGE.read_text("utf-8")
    made, missing = written(page)
    for name in missing:
        print(f"used nowhere: {name}")
    if "--check" in arguments:
        return 1 if missing or made != page else 0
    PAGE.write_text(made, "utf-8")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
