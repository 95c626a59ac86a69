"""Makes ``specimens`` importable under that name from any test."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
