"""PDFs made for tests: by typst, and by hand where a fault is wanted."""

from __future__ import annotations

import typst


def typeset(source: str) -> bytes:
    """The PDF of a typst source."""
    made: bytes = typst.compile(source.encode())
    return made


def by_hand(*objects: str, trailer: str = "", content: str = "", stream: bytes = b"") -> bytes:
    """A small PDF: catalogue, pages and one page that draws `content`, with more objects from number 5 on."""
    page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>"
    body = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        page,
        f"<</Length {len(content)}>>stream\n{content}\nendstream",
        *objects,
    ]
    data, places = b"%PDF-1.7\n", []
    for number, text in enumerate(body, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{text}\nendobj\n".encode("latin-1")
    at = len(data)
    data += f"xref\n0 {len(body) + 1}\n0000000000 65535 f \n".encode()
    data += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    return data + f"trailer<</Size {len(body) + 1}/Root 1 0 R{trailer}>>\nstartxref\n{at}\n%%EOF\n".encode("latin-1")


LINES = """
#set page(width: 595pt, height: 420pt, margin: 40pt)
#set text(size: 9pt)
= BON DE LIVRAISON N° BL-2026-0317
Votre commande BC-2026-0042 du 02/11/2026 \\
Date de livraison : 09/11/2026
#table(columns: (60pt, 1fr, 50pt, 50pt), stroke: none,
  [*Réf.*], [*Désignation*], align(right)[*Livré*], align(right)[*Reste*],
  [LMP-10], [Lampe de bureau orientable, pied lourd, laquée blanc mat, avec variateur], align(right)[12], align(right)[0],
  [CBL-02], [Câble d'alimentation 2 m], align(right)[8], align(right)[4],
)
"""

#: A picture of one grey point, as an object of a PDF.
PICTURE = (
    "<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>"
    "stream\nA\nendstream"
)
