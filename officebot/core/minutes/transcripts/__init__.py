"""Transcripts of recorded meetings: read, parted into topics, and drafted as minutes in the speakers' own words."""

from __future__ import annotations

from officebot.core.minutes.transcripts.drafting import draft_from_transcript
from officebot.core.minutes.transcripts.model import Sentence, Transcript, Turn
from officebot.core.minutes.transcripts.reading import read_transcript

__all__ = ["Sentence", "Transcript", "Turn", "draft_from_transcript", "read_transcript"]
