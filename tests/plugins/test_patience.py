"""Bounds of a check are told for a machine that is free; on one that is busy everybody gets their share, and more time."""

from __future__ import annotations

import pytest

from officebot.plugins.checking.patience import patience


@pytest.mark.parametrize(
    ("load", "seconds"),
    [
        pytest.param(0.0, 60, id="nothing to do"),
        pytest.param(2.0, 60, id="as many as there are processors"),
        pytest.param(6.0, 180, id="three for each processor"),
        pytest.param(900.0, 480, id="more than anybody waits for"),
    ],
)
def test_who_gets_a_share_of_a_processor_is_waited_for_so_much_longer(
    load: float, seconds: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.getloadavg", lambda: (load, 0.0, 0.0))
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    assert patience(60) == seconds


def test_where_the_system_tells_no_load_the_bound_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    def untold() -> tuple[float, float, float]:
        raise OSError

    monkeypatch.setattr("os.getloadavg", untold)
    assert patience(60) == 60
