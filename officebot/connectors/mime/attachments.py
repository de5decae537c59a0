"""What hangs on a mail: its type judged by its bytes, its name cleaned, its content only hashed."""

from __future__ import annotations

import hashlib
import re
import unicodedata

from officebot.connectors.mime.dangers import dangers
from officebot.connectors.mime.headers import safe_line
from officebot.connectors.mime.parts import Part
from officebot.core.expressions import expression
from officebot.core.mail import Attachment

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"\x7fELF", "application/x-executable"),
    (b"#!", "text/x-shellscript"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"{\\rtf", "application/rtf"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\x1f\x8b", "application/gzip"),
    (b"BEGIN:VCALENDAR", "text/calendar"),
    (b"BEGIN:VCARD", "text/vcard"),
    (b"L\x00\x00\x00\x01\x14\x02\x00", "application/x-ms-shortcut"),
    (b"\x78\x9f\x3e\x22", "application/ms-tnef"),
    (b"\xca\xfe\xba\xbe", "application/java-vm"),
    (b"\xcf\xfa\xed\xfe", "application/x-mach-binary"),
    (b"\xce\xfa\xed\xfe", "application/x-mach-binary"),
    (b"\xfe\xed\xfa\xce", "application/x-mach-binary"),
    (b"\xfe\xed\xfa\xcf", "application/x-mach-binary"),
    (b"ITSF", "application/vnd.ms-htmlhelp"),
    (b"MSCF", "application/vnd.ms-cab-compressed"),
    (b"vhdxfile", "application/x-virtualbox-vhd"),
    (b"conectix", "application/x-virtualbox-vhd"),
    (b"ID3", "audio/mpeg"),
    (b"OggS", "audio/ogg"),
    (b"fLaC", "audio/flac"),
    (b"BZh", "application/x-bzip2"),
    (b"\xfd7zXZ\x00", "application/x-xz"),
    (b"\x28\xb5\x2f\xfd", "application/zstd"),
    (b"wOFF", "font/woff"),
    (b"wOF2", "font/woff2"),
    (b"SQLite format 3\x00", "application/vnd.sqlite3"),
    (b"%!PS", "application/postscript"),
)
_OFFICE = {
    b"word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    b"xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    b"ppt/": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
_MACROS = {
    b"word/": "application/vnd.ms-word.document.macroEnabled.12",
    b"xl/": "application/vnd.ms-excel.sheet.macroEnabled.12",
    b"ppt/": "application/vnd.ms-powerpoint.presentation.macroEnabled.12",
}
_RESERVED = expression(r"^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
_UNWANTED = expression(r'[<>:"|?*]')
_SIGNED_DATA = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07"


def attachment(part: Part, is_complete: bool) -> Attachment:
    """The part as an attachment; an incomplete one has no hash, since its bytes are not all here."""
    content = part.content()
    declared = part.content_type.main
    kind = media_type(content, declared)
    return Attachment(
        name=clean_name(part.name),
        media_type=kind,
        declared_type=declared,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest() if is_complete else "",
        part=part.number,
        dangers=dangers(part.name, content, kind, declared, turns=part.disposition.turns or part.content_type.turns),
    )


def clean_name(name: str) -> str:
    """A file name without path, controls and direction overrides, at most 120 characters; "" stays ""."""
    words = unicodedata.normalize("NFC", safe_line(name)).replace("\\", "/").rpartition("/")[2]
    words = _UNWANTED.sub("_", words).strip(". ")
    if _RESERVED.match(words):
        words = "_" + words
    if len(words) > 120:
        stem, dot, ending = words.rpartition(".")
        words = stem[: 119 - len(ending)] + dot + ending if dot and len(ending) <= 10 else words[:120]
    return words


def media_type(content: bytes, declared: str) -> str:
    """The type that the bytes show; for plain text and unknown bytes what the mail declares, when that may be."""
    head = content[:1024].removeprefix(b"\xef\xbb\xbf")
    for signature, kind in _SIGNATURES:
        if head.startswith(signature):
            return kind
    if head.startswith(b"PK\x03\x04"):
        return _zip_type(content)
    if (by_layout := _type_by_layout(content, head)) is not None:
        return by_layout
    if head[:1] == b"\x30" and _SIGNED_DATA in head[:64]:
        return "application/pkcs7-mime"
    if b"%PDF-" in head:
        return "application/pdf"
    return _text_type(head, declared)


def _type_by_layout(content: bytes, head: bytes) -> str | None:
    """A type that shows by more than how the bytes begin: two letters alone could begin a text."""
    if head.startswith(b"MZ") and (min(head[2:64], default=32) < 9 or b"\x00" in head):
        return "application/x-msdownload"
    if head.startswith(b"BM") and head[6:10] == b"\x00\x00\x00\x00":
        return "image/bmp"
    if head.startswith(b"RIFF"):
        return {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}.get(head[8:12])
    if head[4:8] == b"ftyp":
        return "image/heic" if head[8:12] in (b"heic", b"heix", b"mif1", b"avif") else "video/mp4"
    if head.startswith(b"\x1aE\xdf\xa3"):
        return "video/webm"
    if head[:2] in (b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"):
        return "audio/mpeg"
    if content[257:262] == b"ustar":
        return "application/x-tar"
    # ECMA-119 §8.1, ECMA-167: the sixteenth sector of 2,048 bytes names the format.
    if content[32_769:32_774] in (b"CD001", b"BEA01", b"NSR02", b"NSR03"):
        return "application/x-iso9660-image"
    return None


def _zip_type(content: bytes) -> str:
    """Which kind of zip, by the names in it; nothing is unpacked."""
    if content[30:38] == b"mimetype":
        kind = content[38:120].partition(b"PK")[0]
        if re.fullmatch(rb"application/[a-z0-9.+-]{3,70}", kind):
            return kind.decode("ascii")
    if b"[Content_Types].xml" in content:
        has_macros = b"vbaProject.bin" in content
        for folder, kind_name in (_MACROS if has_macros else _OFFICE).items():
            if b"PK" in content and folder in content:
                return kind_name
    return "application/zip"


def _text_type(head: bytes, declared: str) -> str:
    start = head.lstrip()[:512].lower()
    if start.startswith((b"<!doctype html", b"<html")) or b"<script" in start:
        return "text/html"
    if start.startswith(b"<svg") or (start.startswith(b"<?xml") and b"<svg" in start):
        return "image/svg+xml"
    if start.startswith(b"<?xml") or declared in ("application/xml", "text/xml"):
        return "application/xml"
    if b"\x00" in head or _is_binary_claim(declared):
        return "application/octet-stream"
    if start.startswith((b"from: ", b"received: ", b"return-path: ")):
        return "message/rfc822"
    return declared if declared.startswith(("text/", "message/")) or declared == "application/json" else "text/plain"


def _is_binary_claim(declared: str) -> bool:
    """A type that would show a signature if it were true."""
    return declared.startswith(("image/", "application/pdf", "application/vnd.openxml", "application/zip"))
