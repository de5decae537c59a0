"""A name that goes is deprecated first, lives two minor versions, and says the edit to make."""

from __future__ import annotations

import pytest

from officebot.core.text import say as new_say
from officebot.sdk.deprecated import Deprecated, by_name, looked_up, overdue, renamed, renamed_argument
from officebot.sdk.version import is_supported, unsupported

TOLD = Deprecated(
    name="tell",
    since="1.1",
    replacement="say",
    home="officebot.core.text",
    edit="Import say, and call it the same way.",
)
TABLE = by_name([TOLD])


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_a_deprecated_name_still_works_and_says_the_edit(version: str) -> None:
    with pytest.warns(DeprecationWarning, match=r"since 1\.1 and gone in 1\.3: use say\. Import say, and") as told:
        assert looked_up("tell", TABLE, version, levels=2) is new_say
    assert told[0].filename == __file__


def test_a_deprecated_name_is_gone_two_minor_versions_later() -> None:
    assert overdue([TOLD], "1.2") == []
    assert overdue([TOLD], "1.3") == [TOLD]
    with pytest.raises(AttributeError, match="tell"):
        looked_up("tell", TABLE, "1.3")


def test_a_name_that_nobody_deprecated_is_not_there() -> None:
    with pytest.raises(AttributeError, match="other"):
        looked_up("other", TABLE, "1.1")


ARGUMENT = Deprecated(
    name="seen(office=)", since="1.1", replacement="facts=", edit="Write facts= where office= stands."
)


@renamed_argument(ARGUMENT, "office", "facts")
def seen(*, facts: str) -> str:
    return facts


def test_an_argument_keeps_its_old_name_for_a_while() -> None:
    assert seen(facts="new") == "new"
    with pytest.warns(DeprecationWarning, match="Write facts= where office= stands"):
        assert seen(office="old") == "old"
    with (
        pytest.warns(DeprecationWarning, match="Write facts="),
        pytest.raises(TypeError, match="both office and facts"),
    ):
        seen(office="old", facts="new")


def test_a_method_keeps_its_old_name_for_a_while() -> None:
    old = renamed(
        Deprecated(name="Office.letters", since="1.4", replacement="Office.mails", edit="Write mails."), seen
    )
    with pytest.warns(DeprecationWarning, match=r"gone in 1\.6"):
        assert old(facts="the same") == "the same"


@pytest.mark.parametrize(
    ("written", "here", "because"),
    [
        pytest.param("1.0", "1.0", "", id="the same"),
        pytest.param("1.0", "1.4", "", id="an older minor version"),
        pytest.param("1.0.7", "1.0", "", id="one with a patch number"),
        pytest.param("1.5", "1.4", "upgrade officebot first", id="a newer minor version"),
        pytest.param("1.4", "2.0", "needs a release for 2", id="an older major version"),
        pytest.param("2.0", "1.4", "needs a release for 1", id="a newer major version"),
        pytest.param("one", "1.4", "is no version of the SDK", id="no version"),
        pytest.param("1" * 5000, "1.4", "is no version of the SDK", id="a number without end"),
    ],
)
def test_a_plugin_says_which_version_it_was_written_against(written: str, here: str, because: str) -> None:
    told = unsupported(written, here)
    assert is_supported(written, here) is (told is None) is (not because)
    assert because in str(told or "")
