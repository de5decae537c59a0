"""The duties of installed distributions are found as Python finds them, and a second start opens none of them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from importlib.metadata import distributions
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officebot.entrypoints import Entry, duties
from officebot.entrypoints.reading import DUTIES, entries_in
from tests.entrypoints.distributions import install, settle

ROOT = Path(__file__).parents[2]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Where distributions are installed: so far, none is."""
    (tmp_path / "site").mkdir()
    return tmp_path / "site"


@pytest.fixture
def memory(tmp_path: Path) -> Path:
    """Where what was found is remembered."""
    return tmp_path / "cache" / "entrypoints"


def values(site: Path | list[Path], memory: Path | None = None) -> dict[str, str]:
    folders = site if isinstance(site, list) else [site]
    return {name: entry.value for name, entry in duties(list(map(str, folders)), memory).items()}


# ── what is found ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_duty_is_found_with_the_distribution_that_brings_it(site: Path, memory: Path) -> None:
    install(site, "Open_Questions-1.2.dist-info", open_questions="open_questions:DUTY")
    found = Entry(name="open_questions", value="open_questions:DUTY", distribution="open-questions", version="1.2")
    assert duties([str(site)], memory) == {"open_questions": found}
    assert not found.is_own


def test_a_distribution_earlier_on_the_path_hides_the_later_one(site: Path, memory: Path, tmp_path: Path) -> None:
    install(site, "lists-2.0.dist-info", lists="new:DUTY")
    install(tmp_path / "later", "lists-1.0.dist-info", lists="old:DUTY", more="old:MORE")
    assert values([site, tmp_path / "later"], memory) == {"lists": "new:DUTY"}
    assert values([tmp_path / "later", site], memory) == {"lists": "old:DUTY", "more": "old:MORE"}


def test_no_plugin_takes_the_name_of_one_of_our_own_duties(site: Path, memory: Path, tmp_path: Path) -> None:
    install(site, "aaa-1.0.dist-info", replies="aaa:DUTY", other="aaa:OTHER")
    install(tmp_path / "later", "officebot-1.0.dist-info", replies="officebot.duties.replies:DUTY")
    found = duties([str(site), str(tmp_path / "later")], memory)
    assert {name: entry.is_own for name, entry in found.items()} == {"replies": True, "other": False}


def test_no_plugin_is_officebot_by_bringing_its_name(site: Path, memory: Path) -> None:
    install(site, "helpful-1.0.dist-info", hello="helpful:DUTY")
    install(site, "Officebot-9.egg-info", helpful="helpful:DUTY")
    assert not duties([str(site)], memory)["helpful"].is_own


def test_what_was_only_installed_takes_no_duty_from_what_was_agreed_to(
    site: Path, memory: Path, tmp_path: Path
) -> None:
    install(site, "aaa-1.0.dist-info", welcome="aaa:DUTY")
    install(tmp_path / "later", "welcome-1.0.dist-info", welcome="welcome:DUTY")
    path = [str(site), str(tmp_path / "later")]
    assert duties(path, memory)["welcome"].distribution == "aaa"
    assert duties(path, memory, lambda: ["welcome"])["welcome"].distribution == "welcome"


def test_what_an_installer_left_half_removed_is_no_distribution(site: Path, memory: Path) -> None:
    install(site, "~ists-1.0.dist-info", lists="lists:DUTY")
    assert values(site, memory) == {}


def test_a_distribution_within_a_zip_file_is_found(site: Path, memory: Path) -> None:
    with zipfile.ZipFile(site / "packed.zip", "w") as packed:
        packed.writestr("lists-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: lists\nVersion: 1.0\n")
        packed.writestr("lists-1.0.dist-info/entry_points.txt", "[officebot.duties]\nlists = lists:DUTY\n")
    assert values(site / "packed.zip", memory) == {"lists": "lists:DUTY"}


def test_a_distribution_that_cannot_be_read_hides_no_other(site: Path, memory: Path) -> None:
    (site / "broken-1.0.dist-info").write_text("a file")
    (site / "bytes-1.0.dist-info").mkdir()
    (site / "bytes-1.0.dist-info" / "entry_points.txt").write_bytes(b"\xff\xfe[officebot.duties]\0")
    install(site, "lists-1.0.dist-info", lists="lists:DUTY")
    assert values([site, site / "missing"], memory) == {"lists": "lists:DUTY"}


def test_in_this_environment_just_that_is_found_which_python_itself_finds() -> None:
    told = {
        entry.name: entry.value
        for one in distributions()
        if one.name == "officebot"
        for entry in one.entry_points.select(group=DUTIES)
    }
    assert len(told) >= 20
    assert {name: entry.value for name, entry in duties().items() if entry.is_own} == told


def test_a_found_duty_is_imported_only_when_it_is_asked_for() -> None:
    found = duties()["stock"]
    assert found.load() is sys.modules["officebot.duties.stock"].DUTY


@given(st.text(max_size=400) | st.text(alphabet="[]=#; \nofficebot.duties:", max_size=400))
def test_any_text_can_be_read_for_entry_points(text: str) -> None:
    for name, value in entries_in(f"[{DUTIES}]\n{text}"):
        assert name == name.strip()
        assert value == value.strip()


def test_comments_and_other_groups_are_passed_over() -> None:
    text = (
        "[other]\nx = x:x\n[officebot.duties]\n# a = a:a\n; b = b:b\nc=c:C\n d.e = d:E \nnothing\n[last]\nf = f:f\n"
    )
    assert list(entries_in(text)) == [("c", "c:C"), ("d.e", "d:E")]


# ── what is remembered ────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def known(site: Path, memory: Path) -> Path:
    """An installed distribution whose folder was read and remembered; its entry points then changed behind its back."""
    place = install(site, "lists-1.0.dist-info", lists="lists:DUTY")
    settle(site)
    assert values(site, memory) == {"lists": "lists:DUTY"}
    (place / "entry_points.txt").write_text("[officebot.duties]\nlists = changed:DUTY\n")
    return place


BEFORE, NOW = {"lists": "lists:DUTY"}, {"lists": "changed:DUTY"}


def test_a_folder_that_did_not_change_is_not_read_again(known: Path, site: Path, memory: Path) -> None:
    assert values(site, memory) == BEFORE


def test_one_more_distribution_makes_a_folder_be_read_again(known: Path, site: Path, memory: Path) -> None:
    install(site, "more-1.0.dist-info", more="more:DUTY")
    assert values(site, memory) == {**NOW, "more": "more:DUTY"}


def test_a_folder_that_changed_just_now_is_not_remembered(site: Path, memory: Path) -> None:
    install(site, "lists-1.0.dist-info", lists="lists:DUTY")
    values(site, memory)
    assert not memory.exists()


def test_entry_points_that_setuptools_rewrote_in_place_are_noticed(site: Path, memory: Path) -> None:
    place = install(site, "lists.egg-info", lists="lists:DUTY")
    settle(site)
    assert values(site, memory) == BEFORE
    assert list(memory.iterdir())
    (place / "entry_points.txt").write_text("[officebot.duties]\nlists = changed:DUTY\n")
    assert values(site, memory) == NOW


@pytest.mark.parametrize("mode", [0o620, 0o602])
def test_a_file_that_others_may_write_to_is_not_believed(known: Path, site: Path, memory: Path, mode: int) -> None:
    (file,) = memory.iterdir()
    file.chmod(mode)
    assert values(site, memory) == NOW


def test_a_folder_that_others_may_write_to_is_not_believed(known: Path, site: Path, memory: Path) -> None:
    memory.chmod(0o702)
    assert values(site, memory) == NOW


def test_what_another_user_wrote_is_not_believed(known: Path, site: Path, memory: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can give files away")
    (file,) = memory.iterdir()
    os.chown(file, 65534, 65534)
    assert values(site, memory) == NOW


def test_a_link_is_not_followed_to_what_is_remembered(known: Path, site: Path, memory: Path, tmp_path: Path) -> None:
    (file,) = memory.iterdir()
    file.symlink_to(file.rename(tmp_path / "elsewhere.json"))
    assert values(site, memory) == NOW


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"form": 0}, id="another form"),
        pytest.param({"path": "elsewhere"}, id="another folder"),
        pytest.param({"found": [["lists", "evil:DUTY", "lists"]]}, id="too few words"),
        pytest.param({"found": [["lists", "evil:DUTY", "lists", 7]]}, id="a number for a word"),
        pytest.param({"found": 3}, id="no list"),
        pytest.param({"eggs": [["gone.egg-info", 5]]}, id="an egg that is gone"),
    ],
)
def test_what_is_not_as_it_was_written_is_not_believed(
    known: Path, site: Path, memory: Path, change: dict[str, object]
) -> None:
    (file,) = memory.iterdir()
    file.write_text(json.dumps(json.loads(file.read_text()) | change))
    assert values(site, memory) == NOW


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b"\xff", b"[" * 100_000, b"null"])
def test_a_damaged_memory_is_as_none(known: Path, site: Path, memory: Path, content: bytes) -> None:
    (file,) = memory.iterdir()
    file.write_bytes(content)
    assert values(site, memory) == NOW


def test_where_nothing_can_be_written_all_is_found_all_the_same(site: Path, tmp_path: Path) -> None:
    install(site, "lists-1.0.dist-info", lists="lists:DUTY")
    settle(site)
    (tmp_path / "file").write_text("in the way")
    assert values(site, tmp_path / "file" / "cache") == BEFORE
    assert values(site, tmp_path / "file") == BEFORE


def test_only_so_many_folders_are_remembered(memory: Path, tmp_path: Path) -> None:
    for number in range(20):
        install(tmp_path / str(number), "lists-1.0.dist-info", lists="lists:DUTY")
        settle(tmp_path / str(number))
        values(tmp_path / str(number), memory)
    assert len(list(memory.iterdir())) == 16


# ── at the start of a command ─────────────────────────────────────────────────────────────────────────────

_COUNTING = """
import sys
opened = []
def note(event, words):
    if event == "open" and isinstance(words[0], str) and words[0].endswith("entry_points.txt"):
        opened.append(words[0])
sys.addaudithook(note)
sys.argv = ["officebot", *sys.argv[1:]]
from officebot.cli import main
try:
    main()
finally:
    print("opened", len(opened), file=sys.stderr)
"""


@pytest.mark.parametrize("words", [("--help",), ("stock", "--help"), ("no-such-command",), ("duties",)])
def test_a_second_start_opens_none_of_the_installed_distributions(words: tuple[str, ...], tmp_path: Path) -> None:
    plugins, office = tmp_path / "plugins", tmp_path / "office"
    for number in range(30):
        install(plugins, f"plugin_{number}-1.0.dist-info", **{f"plugin_{number}": "nowhere:DUTY"})
    settle(plugins)
    office.mkdir()
    (office / "office.toml").write_text('[office]\nname = "Atelier"\n')
    for name in ("people.csv", "contacts.csv"):
        (office / name).write_bytes((ROOT / "config" / name).read_bytes())
    environment = {
        **os.environ, "PYTHONPATH": str(plugins), "XDG_CACHE_HOME": str(tmp_path / "cache"), "LANGUAGE": "en",
    }  # fmt: skip
    counts = []
    for _ in range(2):
        ended = subprocess.run(
            [sys.executable, "-c", _COUNTING, "--office", str(office), *words],
            env=environment, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        assert "Traceback" not in ended.stderr, ended.stderr
        counts.append(int(ended.stderr.rpartition("opened ")[2]))
    assert counts[1] == 0
    assert (counts[0] >= 30) is (words in {("duties",), ("no-such-command",)})
