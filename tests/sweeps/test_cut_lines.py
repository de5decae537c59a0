"""TRUST 27 on PostgreSQL: the line to the server is cut at any byte, amid statements, commits and their answers: nothing
is half or lost, and told again the story ends as if nothing had happened.
"""

from __future__ import annotations

import gc
import shutil
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from officebot.engine.ledger import open_sqlite, open_url
from officebot.sdk import Unavailable, UserError
from officebot.testing.postgres import Postgres
from tests.engine import stores
from tests.engine.stores import Databases, name_in
from tests.sweeps.lines import line_to
from tests.sweeps.test_disk_faults import half_in, not_as_it_should_end, story

pytestmark = [
    pytest.mark.sweep, pytest.mark.live, pytest.mark.timeout(3600),
    # What stood open at the server when the line was cut cannot be closed there.
    pytest.mark.filterwarnings("ignore:.*ServerCursor.*deleted while still open:ResourceWarning"),
]  # fmt: skip


class Cut:
    """One database, a folder, and a line between them."""

    def __init__(self, folder: Path, postgres: Postgres, url: str) -> None:
        self.folder, self.url, self._postgres = folder, url, postgres
        self.passed = 0

    def told(self, after: int | None) -> bool:
        """Tell the story over a line that is cut after so many bytes; whether it was."""
        self.folder.mkdir()
        with line_to(self._postgres.port) as line:
            (self.folder / "ledger.url").write_text(self._postgres.tcp_url(name_in(self.url), port=line.port))
            if after is not None:
                line.cut_after(after)
            try:
                story(self.folder)
            except (Unavailable, UserError):
                assert line.cuts, "nothing was cut, and yet it is said"
            self.passed = line.passed
            return bool(line.cuts)

    def wrong(self) -> Iterator[str]:
        """What the cut left behind, and what is different at the end of the story told again."""
        (self.folder / "ledger.url").write_text(self.url)
        with closing(open_url(self.url)) as ledger:
            yield from half_in(ledger, self.folder)
            with ledger.writing() as tx:
                # Whoever held a lease has lost the line; here its process is our own, and lives.
                tx.exec_driver_sql("DELETE FROM leases")
        if (self.folder / "copy.db").exists() and open_sqlite(self.folder / "copy.db").check():
            yield "the copy is broken"
        story(self.folder)
        yield from not_as_it_should_end(self.folder)


def test_a_line_that_is_cut_at_any_byte_halves_and_loses_nothing(
    tmp_path: Path, postgres: Postgres, databases: Databases, is_sweep: bool
) -> None:
    whole = Cut(tmp_path / "whole", postgres, postgres.ledger())
    with stores.on(databases):
        assert not whole.told(None)
        assert list(whole.wrong()) == []
    points = 400 if is_sweep else 10
    step, first = whole.passed // points, 37
    began, cuts, wrong = time.perf_counter(), 0, []
    for after in range(first, whole.passed, step):
        with stores.on(databases):
            cut = Cut(tmp_path / f"after{after}", postgres, databases.url_for(tmp_path / "urls" / f"{after}.url"))
            cuts += cut.told(after)
            wrong += [f"cut after {after} bytes: {what}" for what in cut.wrong()]
        shutil.rmtree(cut.folder)
    gc.collect()
    print(
        f"\nTRUST 27, PostgreSQL: {len(wrong)} broken, half or lost of {cuts} cuts, one each {step} of {whole.passed} "
        f"bytes; {time.perf_counter() - began:.1f} s"
    )
    assert wrong == []
    assert cuts >= points - 2
