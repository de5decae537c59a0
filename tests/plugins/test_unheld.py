"""What of an installed plugin no sandbox holds is said before anybody agrees to it."""

from __future__ import annotations

from importlib.metadata import distributions
from pathlib import Path

import pytest

from officebot.plugins.origin import origin_of
from tests.plugins.packages import install


@pytest.mark.parametrize(
    ("more", "is_said"),
    [
        pytest.param({"visits.pth": "import visit_count\n"}, True, id="run at each start"),
        pytest.param({"visits.pth": "../visits/src\n"}, False, id="only a folder named"),
        pytest.param({"sitecustomize.py": "pass\n"}, True, id="imported at each start"),
        pytest.param({"officebot/core/text.py": "pass\n"}, True, id="in officebot's own folder"),
        pytest.param({"officebot-9.egg-info/entry_points.txt": ""}, True, id="called like officebot"),
        pytest.param({"visit_count/sitecustomize.py": "pass\n"}, False, id="in its own folder"),
    ],
)
def test_what_no_sandbox_holds_is_said(tmp_path: Path, more: dict[str, str], is_said: bool) -> None:
    install(tmp_path)
    record = tmp_path / "visit_count-1.0.dist-info" / "RECORD"
    for name, words in more.items():
        place = tmp_path / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(words)
        record.write_text(f"{record.read_text()}{name},,\n")
    (found,) = distributions(name="visit-count", path=[str(tmp_path)])
    warning = origin_of(found).warning()
    assert (warning is not None) == is_said
    assert warning is None or next(iter(more)) in warning.render("en")
