"""What binds the office to pay says how much, or that nobody knows: else no limit of policy, mail or page would hold."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from officebot import duties

#: What tells a proposal that binds the office: it takes a number, or asks for more people than others do.
_BOUND = {"number_series", "approvals"}
#: What has a number and binds nobody: a request for offers.
_ASKS_ONLY = "orders/sourcing.py"


def _proposals(folder: Path) -> dict[str, set[str]]:
    """The keywords of each proposal that is made in these modules, by where."""
    return {
        f"{path.relative_to(folder)}:{call.lineno}": {one.arg for one in call.keywords if one.arg}
        for path in sorted(folder.rglob("*.py"))
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "Proposal"
    }


def _silent(folder: Path) -> dict[str, set[str]]:
    """Those that bind the office and name no amount, or not whether it is known in full."""
    sums = {"amount", "amount_is_least"}
    return {
        place: said
        for place, said in _proposals(folder).items()
        if said & _BOUND and not sums <= said and not place.startswith(_ASKS_ONLY)
    }


def test_every_proposal_of_a_duty_that_binds_the_office_says_how_much_and_whether_that_is_all() -> None:
    folder = Path(duties.__file__).parent
    bound = [place.split("/")[0] for place, said in _proposals(folder).items() if said & _BOUND]
    assert {"orders", "invoices"} <= set(bound)
    assert _silent(folder) == {}


@pytest.mark.parametrize("more", ["", ", amount=1", ", amount_is_least=True"])
def test_one_that_does_not_is_found(tmp_path: Path, more: str) -> None:
    (tmp_path / "a.py").write_text(f"Proposal(key='k', number_series='orders'{more})\nProposal(key='k')\n", "utf-8")
    assert list(_silent(tmp_path)) == ["a.py:1"]
