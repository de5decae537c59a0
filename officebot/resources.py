"""The files that travel with the package: the sample office and the templates."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent
#: What travels with it, by folder.
NAMES = ("config", "templates")


def packaged(name: str) -> Path:
    """The folder of one of `NAMES`: inside an installed package, else beside it in a checkout."""
    for folder in (_PACKAGE / "data" / name, _PACKAGE.parent / name):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"this installation of officebot has no folder {name!r}: install it again")
