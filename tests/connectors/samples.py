"""Small files of many kinds, built byte by byte: what they are, what they claim to be, what they hold."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DOCM = "application/vnd.ms-word.document.macroEnabled.12"
XLSM = "application/vnd.ms-excel.sheet.macroEnabled.12"
SEVEN = "application/x-7z-compressed"
OLE = "application/x-ole-storage"
RAR = "application/vnd.rar"
JAR = "application/java-archive"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A file: its name and its claim, its bytes, the type that they show and the dangers that they hold."""

    name: str
    declared: str
    content: bytes
    media_type: str
    dangers: tuple[str, ...] = ()


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A zip of these files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def locked(content: bytes) -> bytes:
    """A zip whose entries say that they are encrypted (APPNOTE 4.4.4, bit 0)."""
    data = bytearray(content)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(mark)
        while place >= 0:
            data[place + at] |= 1
            place = data.find(mark, place + 4)
    return bytes(data)


def office(folder: str, *more: str) -> bytes:
    """A document of an office suite, with further parts."""
    parts = {"[Content_Types].xml": b"<Types/>", f"{folder}/document.xml": b"<x/>"}
    return zipped({**parts, **{f"{folder}/{name}": b"\x00" * 40 for name in more}})


def ole(*names: str) -> bytes:
    """A compound file (MS-CFB) with these entries in its directory."""
    directory = b"".join(name.encode("utf-16-le").ljust(128, b"\x00") for name in ("Root Entry", *names))
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504 + directory


def pdf(body: bytes = b"") -> bytes:
    """A PDF with something in it."""
    return b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog " + body + b" >>\nendobj\n%%EOF\n"


def png() -> bytes:
    """A picture of one point."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\x00\x00\x00\x00"))
        + chunk(b"IEND", b"")
    )


EXE = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00" + b"\x00" * 54 + b"PE\x00\x00" + b"\x00" * 200
ISO = b"\x00" * 32_768 + b"\x01CD001\x01" + b"\x00" * 100
LNK = b"L\x00\x00\x00\x01\x14\x02\x00" + b"\x00" * 68
PAGE = b"<!DOCTYPE html><html><body>Bonjour</body></html>"
TRAP = b"<html><form action='http://x.example'><input type=password></form></html>"

SAMPLES: tuple[Sample, ...] = tuple(
    Sample(name=name, declared=declared, content=content, media_type=media_type, dangers=dangers)
    for name, declared, content, media_type, dangers in (
        # ── harmless ──────────────────────────────────────────────────────────────────────────────────────
        ("a.pdf", "application/pdf", pdf(), "application/pdf", ()),
        ("a.pdf", "application/octet-stream", pdf(), "application/pdf", ()),
        ("a.png", "image/png", png(), "image/png", ()),
        ("a.jpg", "image/jpeg", b"\xff\xd8\xff\xe0\x00\x10JFIF", "image/jpeg", ()),
        ("a.jpg", "image/jpeg", png(), "image/png", ()),
        ("a.gif", "image/gif", b"GIF89a\x01\x00\x01\x00", "image/gif", ()),
        ("a.tif", "image/tiff", b"II*\x00\x08\x00\x00\x00", "image/tiff", ()),
        ("a.bmp", "image/bmp", b"BM\x46\x00\x00\x00\x00\x00\x00\x00\x36", "image/bmp", ()),
        ("a.webp", "image/webp", b"RIFF\x24\x00\x00\x00WEBPVP8 ", "image/webp", ()),
        ("a.heic", "image/heic", b"\x00\x00\x00\x18ftypheic\x00\x00", "image/heic", ()),
        ("a.docx", DOCX, office("word"), DOCX, ()),
        ("a.xlsx", XLSX, office("xl"), XLSX, ()),
        ("a.pptx", PPTX, office("ppt"), PPTX, ()),
        ("a.doc", "application/msword", ole("WordDocument"), OLE, ()),
        ("a.xls", "application/vnd.ms-excel", ole("Workbook"), OLE, ()),
        ("a.xls", "application/vnd.ms-excel", b"<html><table></table></html>", "text/html", ()),
        ("a.rtf", "application/rtf", b"{\\rtf1 Bonjour}", "application/rtf", ()),
        ("a.txt", "text/plain", b"BMW et MZ sont des marques", "text/plain", ()),
        ("a.txt", "text/plain", b"MZ 250, moto de 1979", "text/plain", ()),
        ("a.csv", "text/csv", b"a;b\n1;2\n", "text/csv", ()),
        ("a.ics", "text/calendar", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR", "text/calendar", ()),
        ("a.vcf", "text/vcard", b"BEGIN:VCARD\r\nEND:VCARD", "text/vcard", ()),
        ("a.zip", "application/zip", zipped({"lisez-moi.txt": b"x"}), "application/zip", ()),
        ("a.7z", SEVEN, b"7z\xbc\xaf\x27\x1c\x00\x04", SEVEN, ()),
        ("a.gz", "application/gzip", b"\x1f\x8b\x08\x00", "application/gzip", ()),
        ("a.mp3", "audio/mpeg", b"ID3\x03\x00", "audio/mpeg", ()),
        ("a.mp4", "video/mp4", b"\x00\x00\x00\x18ftypisom", "video/mp4", ()),
        ("a.xml", "application/xml", b"<?xml version='1.0'?><a/>", "application/xml", ()),
        ("a.html", "text/html", PAGE, "text/html", ()),
        ("a.tar", "application/x-tar", b"\x00" * 257 + b"ustar\x0000", "application/x-tar", ()),
        # ── harmful ───────────────────────────────────────────────────────────────────────────────────────
        ("a.exe", "application/octet-stream", EXE, "application/x-msdownload", ("program",)),
        ("a.scr", "application/octet-stream", EXE, "application/x-msdownload", ("program",)),
        ("a.pdf", "application/pdf", EXE, "application/x-msdownload", ("disguise", "program")),
        ("a.jpg", "image/jpeg", EXE, "application/x-msdownload", ("disguise", "program")),
        ("a.pdf.exe", "application/pdf", EXE, "application/x-msdownload", ("disguise", "double ending", "program")),
        ("a.pdf   .exe", "application/octet-stream", EXE, "application/x-msdownload", ("double ending", "program")),
        ("a", "application/octet-stream", b"\x7fELF\x02\x01\x01", "application/x-executable", ("program",)),
        ("a", "application/octet-stream", b"\xcf\xfa\xed\xfe\x07\x00", "application/x-mach-binary", ("program",)),
        ("a.class", "application/octet-stream", b"\xca\xfe\xba\xbe\x00\x00", "application/java-vm", ("program",)),
        ("a.jar", JAR, zipped({"META-INF/MANIFEST.MF": b"", "A.class": b""}), "application/zip", ("program",)),
        ("a.sh", "text/plain", b"#!/bin/sh\nrm -r x\n", "text/x-shellscript", ("script",)),
        ("a.bat", "text/plain", b"@echo off\r\ndel x\r\n", "text/plain", ("script",)),
        ("a.ps1", "text/plain", b"Invoke-Expression $x", "text/plain", ("script",)),
        ("a.js", "text/javascript", b"var w = new ActiveXObject('WScript.Shell')", "text/javascript", ("script",)),
        ("a.vbs", "text/plain", b"Set x = CreateObject(\"WScript.Shell\")", "text/plain", ("script",)),
        ("facture", "application/octet-stream", b"powershell -enc AAAA", "text/plain", ("script",)),
        ("a.lnk", "application/octet-stream", LNK, "application/x-ms-shortcut", ("shortcut",)),
        ("a.pdf.lnk", "application/octet-stream", LNK, "application/x-ms-shortcut", ("double ending", "shortcut")),
        ("a.url", "text/plain", b"[InternetShortcut]\r\nURL=file://x.example/a", "text/plain", ("shortcut",)),
        ("a.url", "text/plain", b"[InternetShortcut]\r\nURL=https://x.example/a", "text/plain", ("web shortcut",)),
        ("a.iso", "application/octet-stream", ISO, "application/x-iso9660-image", ("disk image",)),
        ("a.pdf", "application/pdf", ISO, "application/x-iso9660-image", ("disguise", "disk image")),
        ("a.docm", "application/msword", office("word", "vbaProject.bin"), DOCM, ("macros",)),
        ("a.xlsx", XLSX, office("xl", "vbaProject.bin"), XLSM, ("macros",)),
        ("a.docx", DOCX, office("word", "embeddings/oleObject1.bin"), DOCX, ("object",)),
        ("a.doc", "application/msword", ole("WordDocument", "Macros", "_VBA_PROJECT"), OLE, ("macros",)),
        ("a.rtf", "application/rtf", b"{\\rtf1{\\object\\objdata 0105}}", "application/rtf", ("object",)),
        ("a.html", "text/html", TRAP, "text/html", ("form",)),
        ("a.pdf", "application/pdf", TRAP, "text/html", ("disguise", "form")),
        ("a.svg", "image/svg+xml", b"<svg><script>1</script></svg>", "text/html", ("form",)),
        ("a.pdf", "application/pdf", pdf(b"/OpenAction << /S /JavaScript /JS (x) >>"), "application/pdf", ("active pdf",)),
        ("a.pdf", "application/pdf", pdf(b"/A << /S /J#61vaScript >>"), "application/pdf", ("active pdf",)),
        ("a.pdf", "application/pdf", pdf(b"/A << /S /Launch /F (cmd.exe) >>"), "application/pdf", ("launching pdf",)),
        ("a.pdf", "application/pdf", pdf(b"/Encrypt 5 0 R"), "application/pdf", ("locked",)),
        ("a.zip", "application/zip", locked(zipped({"a.txt": b"x"})), "application/zip", ("locked",)),
        ("a.zip", "application/zip", zipped({"facture.pdf.js": b"x"}), "application/zip", ("program inside",)),
        ("a.zip", "application/zip", locked(zipped({"a.exe": b"x"})), "application/zip", ("locked", "program inside")),
        ("a.docx", DOCX, ole("EncryptionInfo", "EncryptedPackage"), OLE, ("locked",)),
        ("a.7z", SEVEN, b"7z\xbc\xaf\x27\x1c" + b"\x00" * 40 + b"\x06\xf1\x07\x01", SEVEN, ("locked",)),
        ("a.rar", RAR, b"Rar!\x1a\x07\x01\x00" + b"\x00" * 5 + b"\x04", RAR, ("locked",)),
        ("a.rar", RAR, b"Rar!\x1a\x07\x01\x00" + b"\x00" * 5 + b"a.exe\x00", RAR, ("program inside",)),
    )
)  # fmt: skip
