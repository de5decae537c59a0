"""How an error of a plugin under check is told, in its own process."""

from __future__ import annotations

import os
import traceback


def fault(error: BaseException, root: str) -> str:
    """The error in a line, with the plugin's own line in which it arose."""
    places = [one for one in traceback.extract_tb(error.__traceback__) if one.filename.startswith(root)]
    where = f" ({os.path.relpath(places[-1].filename, root)}:{places[-1].lineno})" if places else ""
    return f"{type(error).__name__}: {str(error)[:300]}{where}"
