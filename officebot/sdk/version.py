"""The version of this interface, and which versions a plugin may have been written against."""

from __future__ import annotations

from typing import TYPE_CHECKING

from officebot.core.expressions import expression

if TYPE_CHECKING:
    from officebot.core.text import Text

#: By semantic versioning: a minor version adds and deprecates, a major one may take away.
VERSION = "1.1"
_WRITTEN = expression(r"(\d{1,4})\.(\d{1,4})(?:\.\d{1,6})?")


def parts_of(version: str) -> tuple[int, int] | None:
    """Major and minor of a version as it is written ("1.3", "1.3.2"); None where it is none."""
    found = _WRITTEN.fullmatch(version)
    return (int(found[1]), int(found[2])) if found else None


def unsupported(written_against: str, version: str = VERSION) -> Text | None:
    """Why a plugin written against this version cannot run here, in one sentence; None where it can.

    An older minor version of the same major one is fine: what it uses lives on, deprecated at worst.
    """
    from officebot.core.text import say

    wanted, here = parts_of(written_against), parts_of(version)
    if wanted is None or here is None:
        return say(
            "“{version}” is no version of the SDK: write it as “{here}”.", version=written_against, here=version
        )
    if wanted[0] != here[0]:
        return say(
            "It was written against version {version} of the SDK, and this officebot has {here}: it needs a release for {major}.",
            version=written_against, here=version, major=str(here[0]),
        )  # fmt: skip
    if wanted[1] > here[1]:
        return say(
            "It needs version {version} of the SDK, and this officebot has {here}: upgrade officebot first.",
            version=written_against, here=version,
        )  # fmt: skip
    return None


def is_supported(written_against: str, version: str = VERSION) -> bool:
    """Whether a plugin written against this version runs on this officebot."""
    return unsupported(written_against, version) is None
