"""A plugin's `locale/fr.po` kept in step with its sources: new sentences come in, what was translated stays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from officebot.core import catalogues
from officebot.core.catalogues import BadCatalogue, Entry, is_plain, places
from officebot.core.problems import Problem, UserError
from officebot.core.text import say
from officebot.plugins.extracting import has_words, said_in

_HEAD = 'msgid ""\nmsgstr ""\n"Language: fr\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"})
#: A sentence as like as this to one that is gone is that one, changed.
_LIKE = 0.75


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """How a plugin's sentences stand in French. `entries` are all of them, in the order of the sources."""

    entries: tuple[Entry, ...]
    gone: int = 0

    @property
    def untranslated(self) -> tuple[Entry, ...]:
        """Those without French."""
        return tuple(one for one in self.entries if not one.french)

    @property
    def doubtful(self) -> tuple[Entry, ...]:
        """Those that changed since: somebody must look at their French, and take the mark “fuzzy” away."""
        return tuple(one for one in self.entries if one.french and one.is_fuzzy)

    @property
    def unlike(self) -> tuple[Entry, ...]:
        """Those whose French has other places than they have, or more than a name in one: it is never shown."""
        return tuple(
            one
            for one in self.entries
            if one.french and (places(one.source) != places(one.french) or not is_plain(one.french))
        )

    @property
    def is_clean(self) -> bool:
        """Whether everything is said in both languages."""
        return not (self.untranslated or self.doubtful or self.unlike)


def texts_of(sources: Mapping[str, str], written: str) -> Texts:
    """The sentences of these sources (path → code), each with the French that the file, as it is written, has for it.

    Of a sentence that is new and much like one that is gone, the French is kept, to be looked at. Raises BadCatalogue, and
    SyntaxError for what is no Python.
    """
    said: dict[str, str] = {}
    for path, code in sources.items():
        for sentence in said_in(code):
            if sentence and has_words(sentence):
                said.setdefault(sentence, path)
    there = {one.source: one for one in catalogues.entries(written)}
    gone = {source: one for source, one in there.items() if source not in said and one.french}
    return Texts(
        entries=tuple(_entry(sentence, place, there, gone) for sentence, place in said.items()),
        gone=sum(source not in said for source in there),
    )


def _entry(sentence: str, place: str, there: Mapping[str, Entry], gone: Mapping[str, Entry]) -> Entry:
    known = there.get(sentence)
    if known is not None:
        return Entry(source=sentence, french=known.french, is_fuzzy=known.is_fuzzy, place=place)
    near = get_close_matches(sentence, gone, n=1, cutoff=_LIKE)
    french = gone[near[0]].french if near else ""
    return Entry(source=sentence, french=french, is_fuzzy=bool(near), place=place)


def file_of(entries: Iterable[Entry]) -> str:
    """The whole `fr.po` with these entries."""
    return "\n".join([_HEAD, *map(_written, entries)])


def _written(one: Entry) -> str:
    mark = "#, fuzzy\n" if one.is_fuzzy else ""
    return f"#. {one.place}\n{mark}msgid {_string(one.source)}\nmsgstr {_string(one.french)}\n"


def _string(words: str) -> str:
    return f'"{words.translate(_ESCAPES)}"'


def update(folder: Path, *, is_check: bool = False) -> Texts:
    """Bring the French of the plugin whose project lies here in step; with `is_check` nothing is written.

    Raises UserError where there is no plugin, or a file of it cannot be read.
    """
    from officebot.plugins.checking.subject import subject_at

    subject = subject_at(folder)
    file = subject.home / catalogues.PLACE
    shown = file.relative_to(folder).as_posix()
    try:
        written = file.read_text("utf-8") if file.exists() else ""
        found = texts_of({one.path: one.text for one in subject.sources}, written)
    except BadCatalogue as bad:
        what = say("This is no translation file: {why}.", why=bad.why)
        raise UserError(Problem(where=f"{shown}:{bad.line}", what=what)) from None
    except (OSError, ValueError) as error:
        raise UserError(
            Problem(where=shown, what=say("It cannot be read: {error}.", error=str(error)[:200]))
        ) from None
    fresh = file_of(found.entries)
    if not is_check and fresh != written:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(fresh, "utf-8")
    return found
