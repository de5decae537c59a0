"""backup, restore: the whole office as one file, and back."""

from __future__ import annotations

from pathlib import Path

import click

from officebot.cli.opening import called, opened
from officebot.cli.output import emit, tell
from officebot.cli.table import COMMANDS
from officebot.cli.words import argument, command, language, option
from officebot.core.text import counted, say

_JSON = say("One JSON object.")


@command("backup", COMMANDS["backup"][1])
@option(
    "--to",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    spoken=say("Into this folder instead of state/backups: best on another disk."),
)
@option("--with-documents", is_flag=True, spoken=say("Hold the documents of archive and documents, too."))
@option("--json", "as_json", is_flag=True, spoken=_JSON)
def backup(to: Path | None, with_documents: bool, as_json: bool) -> None:
    with opened() as app:
        made = app.backup(to, with_documents=with_documents)
    contents = made.contents
    if as_json:
        emit({"file": str(made.file), "size": made.file.stat().st_size, "files": len(contents.files),
              "documents": len(contents.documents), "left_out": list(contents.left_out),
              "journal": list(contents.head)})  # fmt: skip
        return
    tell(say("Backed up to {file}: {files}, the ledger among them. Secrets are not in it: keep them elsewhere.",
             file=str(made.file),
             files=counted("{count} file", "{count} files", len(contents.files))))  # fmt: skip
    if contents.documents:
        tell(counted("{count} document is only named in it: --with-documents takes it along.",
                     "{count} documents are only named in it: --with-documents takes them along.",
                     len(contents.documents)))  # fmt: skip
    if contents.left_out:
        tell(say("These could not be read and are not in it: {files}.", files=list(contents.left_out)))


@command("restore", COMMANDS["restore"][1])
@argument("file", metavar="FILE", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@option(
    "--to",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    spoken=say("Into this folder instead of the office that is named by --office."),
)
@option("--force", is_flag=True, spoken=say("Into a folder that is not empty: what stands there is moved aside."))
@option("--json", "as_json", is_flag=True, spoken=_JSON)
def restore(file: Path, to: Path | None, force: bool, as_json: bool) -> None:
    from officebot.app import backups
    from officebot.core.clock import SystemClock

    restored = backups.restore(file, to or Path(called().folder), SystemClock(), force=force)
    if as_json:
        emit({"folder": str(restored.folder), "made": restored.contents.made.isoformat(),
              "files": len(restored.contents.files), "journal": list(restored.contents.head),
              "before": str(restored.before) if restored.before else None,
              "documents_missing": restored.documents_missing, "names_database": restored.names_database,
              "wanting": [one.render(language()) for one in restored.wanting]})  # fmt: skip
        return
    for sentence in backups.said(restored):
        tell(sentence)
