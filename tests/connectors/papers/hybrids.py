"""PDFs with files in them, made for tests byte by byte."""

from __future__ import annotations

import zlib
from collections.abc import Sequence


def hybrid(*files: tuple[str, bytes], xmp: str = "", trailer: str = "", packed: Sequence[bytes] = ()) -> bytes:
    """A PDF of one empty page with these files in it; `packed` are the files' bytes already deflated, in their place."""
    first = 5
    names = " ".join(f"({name}) {first + 2 * place} 0 R" for place, (name, _) in enumerate(files))
    related = " ".join(f"{first + 2 * place} 0 R" for place in range(len(files)))
    objects = [
        f"<</Type/Catalog/Pages 2 0 R/Metadata 4 0 R/AF[{related}]/Names<</EmbeddedFiles<</Names[{names}]>>>>>>".encode(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]>>",
        _stream("/Type/Metadata/Subtype/XML", f"<x:xmpmeta>{xmp}</x:xmpmeta>".encode()),
    ]
    for place, (name, data) in enumerate(files):
        number = first + 2 * place
        objects.append(
            f"<</Type/Filespec/F({name})/UF({name})/AFRelationship/Data/EF<</F {number + 1} 0 R>>>>".encode()
        )
        content = packed[place] if packed else zlib.compress(data)
        objects.append(_stream("/Type/EmbeddedFile/Subtype/text#2Fxml/Filter/FlateDecode", content))
    return _file(objects, trailer)


def _stream(words: str, content: bytes) -> bytes:
    return f"<<{words}/Length {len(content)}>>stream\n".encode() + content + b"\nendstream"


def _file(objects: Sequence[bytes], trailer: str) -> bytes:
    data, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    at = len(data)
    data += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    data += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    return data + f"trailer<</Size {len(objects) + 1}/Root 1 0 R{trailer}>>\nstartxref\n{at}\n%%EOF\n".encode()


def bomb(size: int) -> bytes:
    """So many blanks, deflated."""
    packer, step = zlib.compressobj(1), 1_000_000
    blanks = b" " * step
    return b"".join(packer.compress(blanks) for _ in range(size // step)) + packer.flush()
