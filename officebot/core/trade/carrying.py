"""Which mails may carry a business document: by the files that hang on them."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import PurePosixPath

from officebot.core.mail import Attachment, Mail

#: The endings of files that hold business documents.
PAPERS = frozenset({".pdf", ".xml", ".xlsx", ".xls", ".xlsm", ".ods", ".csv"})


def paper_files(mail: Mail, endings: Collection[str] = PAPERS) -> list[Attachment]:
    """The attachments that may hold a business document, in their order; none that could do harm."""
    return [one for one in mail.attachments if _ending(one) in endings and not one.dangers]


def _ending(attachment: Attachment) -> str:
    return PurePosixPath(attachment.name.lower()).suffix
