"""Says what could do harm in an attachment, by its bytes and by its name as the mail gives it. Nothing is unpacked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from officebot.core.expressions import expression

_PROGRAMS = frozenset(
    {"application/x-msdownload", "application/x-executable", "application/x-mach-binary", "application/java-vm"}
    | {"application/x-msi", "application/vnd.ms-htmlhelp"}
)
_IMAGES_OF_DISKS = frozenset({"application/x-iso9660-image", "application/x-virtualbox-vhd"})
_PROGRAM_ENDINGS_WORDS = (
    "exe scr com pif cpl dll msi msp msix appx jar apk gadget application xll sys drv ocx hlp chm dmg pkg deb rpm run"
)
_PROGRAM_ENDINGS = frozenset(_PROGRAM_ENDINGS_WORDS.split())
_SCRIPT_ENDINGS_WORDS = "bat cmd ps1 psm1 vbs vbe js jse wsf wsh hta sh reg inf sct command ws py pl"
_SCRIPT_ENDINGS = frozenset(_SCRIPT_ENDINGS_WORDS.split())
_SHORTCUT_ENDINGS_WORDS = "lnk url scf desktop webloc library-ms search-ms settingcontent-ms"
_SHORTCUT_ENDINGS = frozenset(_SHORTCUT_ENDINGS_WORDS.split())
_DISK_ENDINGS_WORDS = "iso img vhd vhdx udf"
_DISK_ENDINGS = frozenset(_DISK_ENDINGS_WORDS.split())
_MACRO_ENDINGS_WORDS = "docm dotm xlsm xltm xlam pptm potm ppsm"
_MACRO_ENDINGS = frozenset(_MACRO_ENDINGS_WORDS.split())
_PAGE_ENDINGS_WORDS = "htm html shtml xhtml svg mht mhtml"
_PAGE_ENDINGS = frozenset(_PAGE_ENDINGS_WORDS.split())
# What a reader believes to be harmless: before the last ending it is there to deceive.
_TRUSTED_ENDINGS_WORDS = (
    "pdf doc docx xls xlsx ppt pptx odt ods txt csv rtf jpg jpeg png gif tif tiff bmp mp3 mp4 wav zip html htm"
)
_TRUSTED_ENDINGS = frozenset(_TRUSTED_ENDINGS_WORDS.split())
_ACTIVE = (
    _PROGRAM_ENDINGS | _SCRIPT_ENDINGS | _SHORTCUT_ENDINGS | _DISK_ENDINGS | {"htm", "html", "shtml", "xhtml", "svg"}
)
_SCRIPT_START = expression(
    rb"@echo off|powershell|wscript\.|createobject\s{0,3}\(|activexobject|invoke-expression|\biex\b|frombase64string"
    rb"|cmd(?:\.exe)? /c|regsvr32|rundll32|mshta|set-executionpolicy|new-object system\.|windows registry editor",
    re.IGNORECASE,
)
_PAGE_ACTS = expression(
    rb"<script|<form|type\s{0,3}=\s{0,3}[\"']?password|http-equiv\s{0,3}=\s{0,3}[\"']?refresh|javascript:|\bon(?:load|error)\s{0,3}=|<iframe"
    rb"|<embed|window\.location|unescape\(|atob\(",
    re.IGNORECASE,
)
# One of these words stands in whatever the expressions above find: looked for first, each in one quick step.
_SCRIPT_SIGNS = (
    b"@echo off", b"powershell", b"wscript.", b"createobject", b"activexobject", b"invoke-expression", b"iex",
    b"frombase64string", b"cmd", b"regsvr32", b"rundll32", b"mshta", b"set-executionpolicy", b"new-object system.",
    b"windows registry editor",
)  # fmt: skip
_PAGE_SIGNS = (
    b"<script", b"<form", b"password", b"http-equiv", b"javascript:", b"onload", b"onerror", b"<iframe", b"<embed",
    b"window.location", b"unescape(", b"atob(",
)  # fmt: skip
_HEX = expression(rb"#([0-9A-Fa-f]{2})")
_INTERNET_SHORTCUT = expression(rb"^\[(?:internetshortcut|desktop entry)\]", re.IGNORECASE | re.MULTILINE)
_TO_THE_WEB = expression(rb"^url\s{0,3}=\s{0,3}https?://", re.IGNORECASE | re.MULTILINE)
_VBA = tuple(name.encode("utf-16-le") for name in ("_VBA_PROJECT", "VBA_PROJECT_CUR", "Macros"))
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_MOST_ENTRIES = 2_000
_BEGINNING = 65_536


def dangers(name: str, content: bytes, media_type: str, declared: str, *, turns: bool = False) -> tuple[str, ...]:
    """The names of all that could do harm, sorted; none for nearly all attachments.

    `turns` says whether the name turned the reading direction before it was cleaned.
    """
    endings = _endings(name)
    found = set(_by_name(endings))
    if turns:
        found.add("direction")
    last = endings[-1] if endings else ""
    found.update(_by_type(media_type, content))
    if last in _MACRO_ENDINGS:
        found.add("macros")
    head = content[:_BEGINNING]
    if (
        _is_text(media_type)
        and last not in ("txt", "log", "md", "eml")
        and _holds(head[:8192], _SCRIPT_SIGNS, _SCRIPT_START)
    ):
        found.add("script")
    if _INTERNET_SHORTCUT.search(head[:256]):
        found.discard("shortcut")
        found.add("web shortcut" if _TO_THE_WEB.search(head[:2048]) else "shortcut")
    is_page = media_type in ("text/html", "image/svg+xml") or last in _PAGE_ENDINGS
    if is_page and _holds(content[:1_000_000], _PAGE_SIGNS, _PAGE_ACTS):
        found.add("form")
    if _is_disguised(last, media_type, declared):
        found.add("disguise")
    return tuple(sorted(found))


def _holds(content: bytes, signs: tuple[bytes, ...], pattern: re.Pattern[bytes]) -> bool:
    lowered = content.lower()
    return any(sign in lowered for sign in signs) and pattern.search(content) is not None


def _endings(name: str) -> list[str]:
    """The endings of a file name, lower case: `facture.pdf.exe` has two. Blanks before an ending hide it as well."""
    words = name.strip(" .").lower()
    pieces = [piece.strip() for piece in words.rpartition("/")[2].rsplit(".", 3)]
    return [piece for piece in pieces[1:] if 0 < len(piece) <= 20]


def _by_name(endings: list[str]) -> Iterator[str]:
    last = endings[-1] if endings else ""
    for known, danger in (
        (_PROGRAM_ENDINGS, "program"), (_SCRIPT_ENDINGS, "script"), (_SHORTCUT_ENDINGS, "shortcut"),
        (_DISK_ENDINGS, "disk image"),
    ):  # fmt: skip
        if last in known:
            yield danger
    if len(endings) > 1 and last in _ACTIVE and endings[-2] in _TRUSTED_ENDINGS and endings[-2] != last:
        yield "double ending"


def _by_type(media_type: str, content: bytes) -> Iterator[str]:
    if media_type in _PROGRAMS:
        yield "program"
    elif media_type == "text/x-shellscript":
        yield "script"
    elif media_type == "application/x-ms-shortcut":
        yield "shortcut"
    elif media_type in _IMAGES_OF_DISKS:
        yield "disk image"
    elif media_type == "application/pdf":
        yield from _in_pdf(content)
    elif media_type == "application/x-ole-storage":
        yield from _in_ole(content)
    elif media_type == "application/rtf":
        if b"\\objdata" in content or b"\\objupdate" in content:
            yield "object"
    elif content.startswith(b"PK\x03\x04"):
        yield from _in_zip(content, media_type)
    elif media_type in ("application/vnd.rar", "application/x-7z-compressed"):
        yield from _in_other_archive(content)


def _in_pdf(content: bytes) -> Iterator[str]:
    """The actions of a PDF by their names (ISO 32000-1 §12.6), also where letters are written as `#4A`."""
    plain = _HEX.sub(lambda match: bytes([int(match[1], 16)]), content) if b"#" in content else content
    if b"/Launch" in plain:
        yield "launching pdf"
    if b"/JavaScript" in plain or re.search(rb"/JS\s{0,8}[(<\d]", plain):
        yield "active pdf"
    if re.search(rb"/Encrypt\s{0,8}(?:\d|<<)", plain):
        yield "locked"


def _in_ole(content: bytes) -> Iterator[str]:
    if any(mark in content for mark in _VBA):
        yield "macros"
    if _ENCRYPTED_PACKAGE in content:
        yield "locked"


def _in_zip(content: bytes, media_type: str) -> Iterator[str]:
    found: set[str] = set()
    is_office = "macroEnabled" in media_type or "openxmlformats" in media_type
    for name, is_encrypted in _entries(content):
        ending = name.rpartition(".")[2].lower().strip()
        if is_encrypted:
            found.add("locked")
        if name.lower().endswith("vbaproject.bin"):
            found.add("macros")
        elif is_office:
            if "/embeddings/oleobject" in name.lower():
                found.add("object")
        elif (
            ending in _PROGRAM_ENDINGS
            or ending in _SCRIPT_ENDINGS
            or ending in _SHORTCUT_ENDINGS
            or ending in _DISK_ENDINGS
        ):
            found.add("program inside")
        elif name == "META-INF/MANIFEST.MF" and b".class" in content:
            found.add("program")
    yield from found


def _entries(content: bytes) -> Iterator[tuple[str, bool]]:
    """The names in a zip and whether each is encrypted, by its central directory, else by its local headers."""
    for mark, flags_at, length_at, name_at in ((b"PK\x01\x02", 8, 28, 46), (b"PK\x03\x04", 6, 26, 30)):
        at, count = content.find(mark), 0
        while at >= 0 and count < _MOST_ENTRIES:
            length = int.from_bytes(content[at + length_at : at + length_at + 2], "little")
            name = content[at + name_at : at + name_at + min(length, 500)].decode("utf-8", "replace")
            yield name, bool(int.from_bytes(content[at + flags_at : at + flags_at + 2], "little") & 1)
            count += 1
            at = content.find(mark, at + name_at)


def _in_other_archive(content: bytes) -> Iterator[str]:
    """RAR 5 with an encryption header, RAR 4 with locked headers or files, 7z with its AES codec."""
    if content.startswith(b"7z\xbc\xaf") and b"\x06\xf1\x07\x01" in content:
        yield "locked"
    if content.startswith(b"Rar!\x1a\x07\x01\x00") and content[13:14] == b"\x04":
        yield "locked"
    if content.startswith(b"Rar!\x1a\x07\x00") and content[10:12] and content[10] & 0x80:
        yield "locked"
    if re.search(rb"\.(?:exe|scr|js|vbs|bat|cmd|lnk|iso|hta|ps1)\b", content[:4096], re.IGNORECASE):
        yield "program inside"


def _is_text(media_type: str) -> bool:
    return media_type.startswith("text/") or media_type in ("application/xml", "application/octet-stream")


def _is_disguised(last: str, media_type: str, declared: str) -> bool:
    """Whether name or type promise a picture or a document, and the bytes are a program, a page or an archive."""
    promises = last in _TRUSTED_ENDINGS - {"zip", "html", "htm", "txt", "csv"} or declared.startswith(
        (
            "image/",
            "audio/",
            "video/",
            "application/pdf",
            "application/msword",
            "application/vnd.openxml",
            "application/vnd.oasis",
            "application/vnd.ms-excel",
        )
    )
    if not promises or (last == "svg" and media_type in ("image/svg+xml", "application/xml")):
        return False
    if media_type in _PROGRAMS or media_type in _IMAGES_OF_DISKS:
        return True
    if media_type in (
        "text/x-shellscript",
        "application/x-ms-shortcut",
        "application/x-7z-compressed",
        "application/vnd.rar",
    ):
        return True
    if media_type == "text/html":
        # Old systems export tables as pages named .xls; a page instead of a PDF or a picture is a trap.
        return last not in ("xls", "doc", *_PAGE_ENDINGS) and "excel" not in declared
    return media_type == "application/zip" and (
        last in ("pdf", "jpg", "jpeg", "png", "gif", "rtf") or declared.startswith("image/")
    )
