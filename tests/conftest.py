"""Makes the specimen server, the small sites and the small province importable from any test."""

import sys
from pathlib import Path

for folder in ("", "gather", "apps/inspections"):
    sys.path.insert(0, str(Path(__file__).parent / folder))
