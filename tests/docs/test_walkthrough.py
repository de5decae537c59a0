"""The pages about one's own mailbox show what officebot really prints, command by command, on a real server."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from officebot.testing.dovecot import Dovecot

TOOL = Path(__file__).parents[2] / "tools" / "transcripts.py"


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("transcripts", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["transcripts"] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.live
@pytest.mark.timeout(180)
@pytest.mark.parametrize("page", ["docs/guide/en/mailbox.md", "docs/guide/fr/mailbox.md"], ids=["english", "french"])
def test_a_page_shows_what_its_commands_print(
    tool: ModuleType, dovecot_server: Dovecot, tmp_path: Path, page: str
) -> None:
    written, printed = tool.followed(dovecot_server, page, tmp_path / "office")
    assert tool.shape(written) == tool.shape(printed), "python tools/transcripts.py --write, then read what changed"


def test_times_and_hashes_do_not_count(tool: ModuleType) -> None:
    one = "  2  2026-11-24T04:48:07+01:00  proposal.made  7a7edb73f88e"
    other = "  2  2027-01-02T17:30:00+02:00  proposal.made  000000000000"
    assert tool.shape(one) == tool.shape(other)
    assert tool.shape(one) != tool.shape(one.replace("made", "done"))
