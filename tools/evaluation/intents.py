"""How well requests and promises are told, measured on labelled sentences that were not learned from.

python tools/evaluation/intents.py CORPORA    prints the figures; CORPORA holds mail-intent-parakweet
"""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType


def measure(corpora: Path) -> dict[str, float | int]:
    """F1 over five folds, each judged by what was learned from the four others and from our own sentences."""
    return dict(_training().intent_folds(corpora))


def _training() -> ModuleType:
    """tools/train_judging.py as a module."""
    path = Path(__file__).parents[1] / "train_judging.py"
    spec = importlib.util.spec_from_file_location("train_judging", path)
    if spec is None or spec.loader is None:
        raise ImportError(str(path))
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1])), indent=1))
