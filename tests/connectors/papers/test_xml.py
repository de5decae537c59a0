"""XML of strangers: what is safe becomes elements, all else a sentence."""

from __future__ import annotations

import pytest

from officebot.connectors.papers.xml import LARGEST_XML, looks_like_xml, read_element
from officebot.core.problems import UserError


def test_elements_come_with_namespaces_local_names_and_their_own_text() -> None:
    root = read_element(
        b'<a:Order xmlns:a="urn:o" xmlns:x="urn:x" x:id="1"><a:ID>\n 7 <!-- no --></a:ID>\n<Note/></a:Order>'
    )
    assert (root.name, root.namespace, root.attributes, root.text) == ("Order", "urn:o", {"id": "1"}, "")
    assert root.value("ID") == "7"
    assert [child.namespace for child in root.children] == ["urn:o", ""]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "windows-1252"])
def test_old_encodings_are_read(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?><Order><Note>Réglé à Évreux</Note></Order>'
    data = text.encode(encoding)
    assert looks_like_xml(data)
    assert read_element(data).value("Note") == "Réglé à Évreux"


@pytest.mark.parametrize("before", [b"", b"\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf \r\n"])
def test_blanks_before_the_declaration_do_no_harm(before: bytes) -> None:
    data = before + b'<?xml version="1.0"?><Order><ID>7</ID></Order>'
    assert looks_like_xml(data)
    assert read_element(data).value("ID") == "7"


BOMB = b'<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;">]><a>&y;</a>'


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (BOMB, "declares a document type"),
        (b'<!DOCTYPE a SYSTEM "http://127.0.0.1/evil.dtd"><a/>', "declares a document type"),
        (b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', "declares a document type"),
        (b"<a>&unknown;</a>", "is damaged"),
        (b"<a><b></a>", "is damaged"),
        (b"", "is damaged"),
        (b"%PDF-1.7", "is damaged"),
        (b"<a>" * 300 + b"</a>" * 300, "is damaged"),
        (b'<?xml version="1.0" encoding="klingon"?><a/>', "is damaged"),
        (b"<a " + b" ".join(b'b%d="1"' % number for number in range(200)) + b"/>", "too many elements"),
        (b"<a>" + b"x" * LARGEST_XML + b"</a>", "is larger than 20 MB"),
    ],
    ids=[
        "entities in entities", "a foreign DTD", "a file as an entity", "an unknown entity", "not closed", "nothing", "a PDF",
        "300 deep", "an unknown encoding", "200 attributes", "21 MB",
    ],
)  # fmt: skip
def test_what_is_no_safe_xml_is_refused_in_one_sentence(data: bytes, words: str) -> None:
    with pytest.raises(UserError, match=words) as refused:
        read_element(data)
    assert len(refused.value.problems) == 1


def test_more_elements_than_a_business_document_has_are_refused() -> None:
    data = b"<a>" + b"<b/>" * 99 + b"</a>"
    assert len(read_element(data, most_elements=100).children) == 99
    with pytest.raises(UserError, match="too many elements"):
        read_element(data, most_elements=99)


@pytest.mark.parametrize(
    ("data", "is_xml"),
    [
        (b'<?xml version="1.0"?><Order/>', True),
        (b"\xef\xbb\xbf\n<!-- made by hand -->\n<rsm:Order/>", True),
        (b'<Order xmlns="urn:o">', True),
        (BOMB, True),
        (b"<!DOCTYPE html><html>", False),
        (b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">', False),
        (b"<p>Bonjour</p>", False),
        (b"Bonjour < tous >", False),
        (b"%PDF-1.4", False),
        (b"PK\x03\x04", False),
        (b"", False),
    ],
)
def test_xml_is_known_by_its_start(data: bytes, is_xml: bool) -> None:
    assert looks_like_xml(data) is is_xml
