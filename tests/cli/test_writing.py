"""Files that commands write where a person names them: over nothing without --force, whole or not at all."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from officebot.cli.root import officebot as root
from officebot.cli.writing import keep, put
from officebot.core.problems import UserError


def commands(group: click.Group, context: click.Context, named: str = "") -> Iterator[tuple[str, click.Command]]:
    """Every command with its name."""
    for name in group.list_commands(context):
        one = group.get_command(context, name)
        if isinstance(one, click.Group):
            yield from commands(one, context, f"{named}{name} ")
        elif one is not None:
            yield f"{named}{name}", one


def test_each_command_that_writes_a_document_asks_before_it_writes_over_one() -> None:
    options = {
        name: {word: option for option in one.params if isinstance(option, click.Option) for word in option.opts}
        for name, one in commands(root, click.Context(root))
    }
    writing = {
        name: known for name, known in options.items() if "--out" in known and known["--out"].metavar == "FILE"
    }
    assert {"report", "budget report", "budget draft", "invoice export", "document render"} <= set(writing)
    assert [name for name, known in writing.items() if "--force" not in known] == []


def test_a_file_is_kept_unless_force_is_said_and_written_through_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real.txt", tmp_path / "link.txt"
    real.write_bytes(b"old")
    link.symlink_to(real)
    with pytest.raises(UserError, match="add --force"):
        keep(link, force=False)
    keep(link, force=True)
    put(link, b"new")
    assert (link.is_symlink(), real.read_bytes()) == (True, b"new")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["link.txt", "real.txt"]


def test_what_is_no_file_is_written_to_and_a_folder_is_refused(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    keep(pipe, force=False)
    heard: list[bytes] = []
    reader = threading.Thread(target=lambda: heard.append(pipe.read_bytes()))
    reader.start()
    put(pipe, b"words")
    reader.join(10)
    assert heard == [b"words"]
    with pytest.raises(UserError, match="folder"):
        put(tmp_path, b"words")
