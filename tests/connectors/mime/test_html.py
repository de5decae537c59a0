"""Markup becomes the text that a reader sees, whatever it is."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from officebot.connectors.mime.html import html_to_text
from officebot.connectors.mime.reply import trim
from tests.connectors.hostile import SLOW_MARKUP
from tests.speed import within

SEEN = {
    "paragraphs": ("<p>Bonjour&nbsp;<b>Claire</b>,</p><p>à demain.</p>", "Bonjour Claire,\n\nà demain."),
    "lines": ("un<br>deux<br/><br>trois<div>quatre</div><div>cinq</div>", "un\ndeux\n\ntrois\nquatre\ncinq"),
    "an empty line as Gmail writes it": ("<div>a</div><div><br></div><div>b<br></div><div>c</div>", "a\n\nb\nc"),
    "lines as Outlook writes them": (
        "<p class=MsoNormal>a<o:p></o:p></p><p class=MsoNormal>b</p><p class=MsoNormal><o:p>&nbsp;</o:p></p>"
        "<p class=MsoNormal>c</p><p class=MsoNormal> <o:p></o:p></p><p class=MsoNormal>d</p>",
        "a\nb\n\nc\n\nd",
    ),
    "white space": ("a\n  b\t c<span> </span>d", "a b c d"),
    "preformatted": ("<pre>a\n   b\n\nc</pre>d", "a\n   b\n\nc\nd"),
    "scripts, styles, comments": (
        "<head><title>t</title></head><style>p{}</style><script>alert(1)</script><!-- no -->"
        "<!--[if mso]><xml>no</xml><![endif]-->a",
        "a",
    ),
    "entities": ("100 &euro; &lt;b&gt; &amp;amp; &#233; &unknown; AT&T", "100 € <b> &amp; é &unknown; AT&T"),
    "a table": (
        "<table><tr><th>Article<th>Prix</tr><tr><td><p>Papier</p></td><td>12&nbsp;€</td></tr></table>fin",
        "Article | Prix\nPapier | 12 €\n\nfin",
    ),
    "a table without ends": ("<table><tr><td>a<td>b<tr><td>c<td>d", "a | b\nc | d"),
    "a cell of two short lines": ("<table><tr><td>Rue<br>Lyon</td><td>12</td></tr></table>", "Rue Lyon | 12"),
    "empty cells": ("<table><tr><td></td><td>a</td><td> </td><td>b</td></tr><tr><td></td></tr></table>", "a | b"),
    "a table for layout": (
        "<table><tr><td><table><tr><td>a</td></tr></table><p>" + "long words " * 9 + "</p><p>c</p></td><td>d</td></tr></table>",
        "a\n\n" + ("long words " * 9).strip() + "\n\nc\nd",
    ),
    "lists": ("<ul><li>a<li><p>b</p></ul><ol><li>c</li><li>d</li></ol>", "- a\n\n- b\n\n1. c\n2. d"),
    "a list in a list": ("<ul><li>a<ul><li>b</ul><li>c</ul>d", "- a\n  - b\n- c\n\nd"),
    "a link": ('<a href="https://x.example/pay?a=1&amp;b=2">payer</a>', "payer <https://x.example/pay?a=1&b=2>"),
    "a link that says itself": ("<a href='https://x.example/'>x.example</a> <a href=mailto:a@x.example>a@x.example</a>",
                                "x.example a@x.example"),
    "an address behind a name": ("<a href='mailto:a@x.example?subject=s'>Anne</a>", "Anne <a@x.example>"),
    "a link that runs something": ("<a href='javascript:alert(1)'>ici</a>", "ici"),
    "quotes": ("a<blockquote>b<blockquote>c</blockquote>d</blockquote>e", "a\n\n> b\n\n> > c\n\n> d\n\ne"),
    "an indent that is no quote": ("a<blockquote style='margin:0 0 0 40px;border:none;padding:0'>b</blockquote>", "a\n\nb"),
    "Outlook's bar": ("a<div style='border:none;border-left:solid blue 1.5pt'>b<div>c</div></div><div>d</div>",
                      "a\n\n> b\n> c\n\nd"),
    "a quoted table": ("<blockquote><table><tr><td>a<td>b</table></blockquote>", "> a | b"),
    "nothing": ("<p> </p><div>&nbsp;</div>", ""),
}  # fmt: skip
HIDDEN = (
    "<div style='display:none'>x<div>x</div>x</div>", "<span style='DISPLAY : none !important'>x</span>",
    "<div style='font-size:0px;line-height:0'>x</div>", "<td style='max-height:0;overflow:hidden'>x</td>",
    "<p hidden>x</p>", "<span style='mso-hide:all'>x</span>", "<div style=visibility:hidden>x</div>",
)  # fmt: skip
BROKEN = {
    "<p>a<b>b<p>c": "ab\n\nc",
    "a < b and c > d": "a < b and c > d",
    "a <3 b": "a <3 b",
    "a</td></tr></table></div></ul></blockquote></pre></a>b": "a\n\nb",
    "<div": "<div",
    "<script>a": "",
    "<title>a": "a",
    "a<!-- b": "a",
    "<div style='display:none'>a": "a",
    "<a href='x'>a<a href='y'>b": "ab",
    "<li>a": "- a",
    "<td>a<td>b": "a\nb",
    "<table>a<tr>b<td>c</table>d": "ab\nc\n\nd",
    "a\x00b": "ab",
}


@pytest.mark.parametrize(("markup", "text"), SEEN.values(), ids=SEEN.keys())
def test_markup_becomes_readable_text(markup: str, text: str) -> None:
    assert html_to_text(markup) == text


@pytest.mark.parametrize("markup", HIDDEN)
def test_what_no_reader_sees_is_left_out(markup: str) -> None:
    assert html_to_text(f"before {markup} after").split() == ["before", "after"]


@pytest.mark.parametrize("style", ["font-size:10px", "max-height:0.5em", "display:inline", "max-height:100%"])
def test_what_is_merely_small_is_seen(style: str) -> None:
    assert html_to_text(f"<p style='{style}'>x</p>") == "x"


@pytest.mark.parametrize(("markup", "text"), BROKEN.items())
def test_broken_markup_is_read_as_far_as_it_goes(markup: str, text: str) -> None:
    found = html_to_text(markup)
    assert found == text or found.split() == text.split()


@pytest.mark.parametrize(
    "markup",
    [
        "<div>Oui.</div><br><div class='gmail_quote'>On Mon, Nov 23, 2026 Anne &lt;<a href='mailto:a@b.example'>a@b.example</a>"
        "&gt; wrote:<br><blockquote>Et ?</blockquote></div>",
        "<p class=MsoNormal>Oui.</p><div style='border:none;border-top:solid #B5C4DF 1.0pt'><p class=MsoNormal><b>De&nbsp;:</b>"
        " Anne<br><b>Envoyé&nbsp;:</b> lundi<br><b>À&nbsp;:</b> Claire<br><b>Objet&nbsp;:</b> x</p></div><p>Et ?</p>",
        "<p>Oui.</p><div style='border-left:solid blue 1.5pt'><p>Et ?</p></div>",
        "Oui.<br><div id='Signature'>Anne<br>Directrice</div>",
        "Oui.<br><pre class='moz-signature'>-- \nAnne</pre>",
    ],
    ids=["Gmail", "Outlook", "Outlook's bar", "Outlook's signature", "Thunderbird's signature"],
)
def test_quotes_and_signatures_in_markup_are_trimmed(markup: str) -> None:
    assert trim(html_to_text(markup)).reply == "Oui."


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.text(max_size=200),
        st.lists(
            st.sampled_from(
                [f"<{end}{name}{more}>" for end in ("", "/") for more in ("", " style='display:none'") for name in
                 ("p", "div", "table", "tr", "td", "ul", "ol", "li", "blockquote", "pre", "a href='http://x'", "br", "b")]
                + ["x", " ", "\n", "&nbsp;", "<!--", "-->", "<", ">"]
            ),
            max_size=40,
        ).map("".join),
    )
)  # fmt: skip
def test_any_markup_becomes_text_without_outer_blanks(markup: str) -> None:
    found = html_to_text(markup)
    assert found == found.strip()
    assert "\n\n\n" not in found


SLOW = {
    **SLOW_MARKUP,
    "tables in tables": "<table><tr><td>" * 3_000 + "x<br>" * 11_000,
    "elements of made-up names": "".join(f"<q{number} hidden>" for number in range(8_000)),
    "hidden without end": "<div hidden><span hidden>" * 4_000,
    "lists in lists": "<ul><li>" * 12_000 + "x",
    "a tag without end": "<a " * 33_000,
    "blanks in a style": "<b style='display:" + " " * 90_000 + "'>",
}


@pytest.mark.parametrize("markup", SLOW.values(), ids=SLOW.keys())
def test_a_hundred_kilobytes_take_a_twentieth_of_a_second(markup: str) -> None:
    within(0.05, lambda: html_to_text(markup))
