"""Word templates filled in: run by the process apart that fills in all templates, never by the service itself.

A template is a .docx in which people wrote signs: `{{ supplier.name }}`, `{%tr for line in lines %}`. It is
trusted, the values are not: they are escaped for XML, and nothing in them is taken for a sign.
"""

from __future__ import annotations

from officebot.connectors.templates.word import filled

__all__ = ["filled"]
