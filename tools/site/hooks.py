"""What the documentation's site does beyond MkDocs: anchors as GitHub makes them, files from beside docs/, wide tables.

Pages are written so that they read well as files of the repository, too; what differs between there and the site is
bridged here, so that no page is written twice.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).parents[2]
#: Files of the repository that pages link to, and where they stand in the site.
BESIDE = {
    "CHANGELOG.md": "changes.md",
    "config/office.toml": "reference/office.toml",
    "officebot/web/static/icon.svg": "icon.svg",
}
_LINK = re.compile(r"(?<!!)\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\(([^)\s]+)\)")
_CAPTION = re.compile(r"^```(\w+) (\S+)$", re.MULTILINE)
_TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)


def slug(heading: str, separator: str = "-") -> str:
    """A heading's anchor as GitHub makes it, so that one link is right in the repository and in the site."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", separator)


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """The settings of mkdocs.yml with our anchors."""
    config.mdx_configs["toc"] = {**config.mdx_configs.get("toc", {}), "slugify": slug}
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """The pages with those files that stand elsewhere in the repository."""
    for source, place in BESIDE.items():
        files.append(File.generated(config, place, abs_src_path=str(ROOT / source)))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """The page's text: the names of its example files shown, links that lead out of docs/ led elsewhere or taken off."""
    at = next((key for key, place in BESIDE.items() if place == page.file.src_uri), f"docs/{page.file.src_uri}")
    led = _LINK.sub(_leading(at, page.file.src_uri), markdown)
    return _CAPTION.sub(r"`\2`:\n\n```\1", led)


def _leading(at: str, place: str) -> Callable[[re.Match[str]], str]:
    """What becomes of a link on the page that stands at `at` in the repository, at `place` in the site."""

    def led(link: re.Match[str]) -> str:
        words, target = link[1], link[2]
        path, sharp, anchor = target.partition("#")
        if not path or re.match(r"[a-z]+:", target):
            return link[0]
        aim = posixpath.normpath(posixpath.join(posixpath.dirname(at), path))
        if aim in BESIDE:
            aim = f"docs/{BESIDE[aim]}"
        if not aim.startswith("docs/"):
            return words
        near = posixpath.relpath(aim.removeprefix("docs/"), posixpath.dirname(place) or ".")
        return f"[{words}]({near}{sharp}{anchor})"

    return led


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """The page with its tables and examples scrolling by themselves, also by keys: phones are narrow."""
    framed = _TABLE.sub(lambda found: f'<div class="wide" tabindex="0">{found[0]}</div>', html)
    return framed.replace("<pre>", '<pre tabindex="0">')


def on_page_context(context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Any) -> dict[str, Any]:
    """The page's language, and the same page of the guide in the other one."""
    place = page.file.src_uri
    french = place.startswith("guide/fr/")
    context["language"] = "fr" if french else "en"
    other = place.replace("guide/fr/", "guide/en/") if french else place.replace("guide/en/", "guide/fr/")
    known = other != place and (Path(config.docs_dir) / other).is_file()
    context["twin"] = f"{other.removesuffix('.md')}.html" if known else ""
    return context
