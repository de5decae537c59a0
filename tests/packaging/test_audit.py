"""A locked version that is known to be weak stops the audit, and so does everything by which it could not tell."""

from __future__ import annotations

import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.packaging.tools import ROOT, tool

audit, locks = tool("audit"), tool("locks")
NOW = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
SUM = "0" * 64
LOCK = f"paper-mill==1.4.2 \\\n    --hash=sha256:{SUM}\n    # via officebot (pyproject.toml)\n"


def record(**more: Any) -> dict[str, Any]:
    """An advisory on the package paper-mill below 1.5."""
    affected = {
        "package": {"ecosystem": "PyPI", "name": "Paper_Mill"},
        "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "1.5"}]}],
    }
    return {"id": "PYSEC-2026-1", "modified": "2026-11-26T10:00:00Z", "affected": [affected]} | more


def affecting(**more: Any) -> dict[str, Any]:
    return record(affected=[{"package": {"ecosystem": "PyPI", "name": "paper-mill"}, **more}])


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    place = tmp_path / "small.lock"
    place.write_text(LOCK)
    return place


def audited(lock: Path, said: object, *words: str) -> int:
    """The exit code for this content of the file of advisories."""
    file = lock.with_name("advisories.json")
    file.write_text(said if isinstance(said, str) else json.dumps(said))
    return int(audit.main(["--advisories", str(file), "--lock", str(lock), *words], NOW))


# ── what is weak ──────────────────────────────────────────────────────────────────────────────────────────


def test_a_version_known_to_be_weak_stops_it_and_is_named(lock: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert audited(lock, [record(summary="Reads beyond the page")]) == 1
    assert capsys.readouterr().out == "paper-mill 1.4.2: PYSEC-2026-1 Reads beyond the page\n"


def test_a_version_that_is_mended_passes(lock: Path) -> None:
    lock.write_text(LOCK.replace("1.4.2", "1.5"))
    assert audited(lock, [record()]) == 0


def test_another_package_of_an_advisory_passes(lock: Path) -> None:
    lock.write_text(LOCK.replace("paper-mill", "paper-millet"))
    assert audited(lock, [record()]) == 0


@pytest.mark.parametrize(
    ("events", "weak"),
    [
        pytest.param([{"introduced": "1.4.2"}], True, id="from this very version on"),
        pytest.param([{"introduced": "1.4.3"}], False, id="from the next one on"),
        pytest.param([{"introduced": "0"}, {"fixed": "1.4.2"}], False, id="mended in this very version"),
        pytest.param([{"introduced": "0"}, {"last_affected": "1.4.2"}], True, id="this is the last"),
        pytest.param([{"introduced": "0"}, {"last_affected": "1.4.1"}], False, id="the one before is the last"),
        pytest.param([{"fixed": "1.2"}, {"introduced": "0"}, {"introduced": "1.4"}], True, id="again, in any order"),
        pytest.param([{"introduced": "0"}, {"fixed": "1.4.2rc1"}], False, id="mended in a candidate before"),
        pytest.param([{"introduced": "0"}, {"fixed": "1.10"}], True, id="ten is more than four"),
        pytest.param([{"introduced": "0"}, {"fixed": "soon"}], True, id="a version that nobody can read"),
    ],
)
def test_a_range_of_versions_is_read_as_osv_says(lock: Path, events: list[dict[str, str]], weak: bool) -> None:
    assert audited(lock, affecting(ranges=[{"type": "ECOSYSTEM", "events": events}])) == int(weak)


@pytest.mark.parametrize(
    ("versions", "weak"),
    [(["1.4.2"], True), (["1.4.2.0"], True), (["1.4.1", "soon"], False), (["v1.4.2"], True)],
)
def test_versions_in_a_list_are_compared_as_versions(lock: Path, versions: list[str], weak: bool) -> None:
    assert audited(lock, affecting(versions=versions)) == int(weak)


def test_an_advisory_that_names_no_version_means_each(lock: Path) -> None:
    assert audited(lock, affecting()) == 1
    assert audited(lock, affecting(ranges=[{"type": "GIT", "events": [{"introduced": "0"}]}])) == 1


def test_a_withdrawn_advisory_is_passed_over(lock: Path) -> None:
    other = record(
        id="PYSEC-2026-2", affected=[{"package": {"ecosystem": "PyPI", "name": "other"}, "versions": ["1"]}]
    )
    assert audited(lock, [record(withdrawn="2026-11-20T00:00:00Z"), other]) == 0


def test_the_forms_in_which_osv_publishes_are_read(lock: Path, tmp_path: Path) -> None:
    assert audited(lock, record()) == 1
    assert audited(lock, {"vulns": [record()]}) == 1
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as packed:
        packed.writestr("PYSEC-2026-1.json", json.dumps(record()))
    assert audit.main(["--advisories", str(tmp_path / "all.zip"), "--lock", str(lock)], NOW) == 1


def test_every_lock_of_the_project_is_held_against_the_advisories(tmp_path: Path) -> None:
    names = {pin.name: pin.version for file in (ROOT / "requirements").glob("*.lock") for pin in locks.read(file)}
    assert len(names) > 100
    file = tmp_path / "advisories.json"
    for name in ("icalendar", "hypothesis"):
        affected = [{"package": {"ecosystem": "PyPI", "name": name}, "versions": [names[name]]}]
        file.write_text(json.dumps(record(affected=affected)))
        assert audit.main(["--advisories", str(file)], NOW) == 1


# ── what cannot be told ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "said",
    [
        pytest.param("", id="nothing"),
        pytest.param("{", id="cut off"),
        pytest.param("[" * 100_000, id="a bomb"),
        pytest.param([], id="no records"),
        pytest.param({"vulns": []}, id="no records in an answer"),
        pytest.param(["PYSEC-2026-1"], id="names for records"),
        pytest.param({"message": "not found"}, id="a server's complaint"),
        pytest.param(record(modified="2026-11-19T08:00:00Z"), id="older than a week"),
        pytest.param(record(modified="2026-12-03T08:00:00Z"), id="from the future"),
        pytest.param(record(modified=None), id="without a day"),
        pytest.param(record(affected=[{"package": {"ecosystem": "npm", "name": "paper-mill"}}]), id="not of PyPI"),
        pytest.param(record(affected=[{"package": {"ecosystem": "PyPI"}}]), id="a package without a name"),
        pytest.param(affecting(ranges=[{"type": "ECOSYSTEM"}]), id="a range without events"),
        pytest.param(affecting(ranges=[{"type": "ECOSYSTEM", "events": [{"fixed": "2"}]}]), id="without a beginning"),
        pytest.param(record(withdrawn="2026-11-20T00:00:00Z"), id="all of it withdrawn"),
    ],
)
def test_a_file_that_tells_nothing_stops_it(lock: Path, said: object, capsys: pytest.CaptureFixture[str]) -> None:
    lock.write_text(LOCK.replace("1.4.2", "9"))
    assert audited(lock, said) == 2
    assert "audit: it cannot be told: " in capsys.readouterr().err


def test_a_missing_file_or_none_at_all_stops_it(lock: Path, tmp_path: Path) -> None:
    assert audit.main(["--advisories", str(tmp_path / "none.json"), "--lock", str(lock)], NOW) == 2
    with pytest.raises(SystemExit) as ended:
        audit.main(["--lock", str(lock)], NOW)
    assert ended.value.code == 2


def test_a_damaged_archive_stops_it(lock: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as packed:
        packed.writestr("PYSEC-2026-1.json", json.dumps(record()))
    whole = (tmp_path / "all.zip").read_bytes()
    (tmp_path / "all.zip").write_bytes(whole.replace(b"introduced", b"introDuced", 1))
    assert audit.main(["--advisories", str(tmp_path / "all.zip"), "--lock", str(lock)], NOW) == 2


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("paper-mill==9\n", id="not hashed"),
        pytest.param(f"paper-mill>=9 \\\n    --hash=sha256:{SUM}\n", id="not pinned"),
        pytest.param(f"paper-mill==9 \\\n    --hash=md5:{SUM[:32]}\n", id="a weak hash"),
        pytest.param(f"paper-mill @ https://mill.example/9.whl \\\n    --hash=sha256:{SUM}\n", id="from an address"),
        pytest.param(f"paper-mill==9 \\\n    --hash=sha256:{SUM}\n-r other.txt\n", id="goes on elsewhere"),
        pytest.param(f"-e .\npaper-mill==9 \\\n    --hash=sha256:{SUM}\n", id="editable"),
        pytest.param(f"paper-mill==9 \\\n    --hash=sha256:{SUM}\n" * 2, id="twice"),
    ],
)
def test_a_lock_that_is_not_whole_stops_it(lock: Path, text: str) -> None:
    lock.write_text(text)
    assert audited(lock, record()) == 2


def test_a_file_may_be_as_old_as_is_said(lock: Path) -> None:
    old = record(modified="2026-11-19T08:00:00Z")
    assert audited(lock, old, "--days", "9") == 1
    assert audited(lock, old, "--days", "8") == 2
