"""Service guides: the eight element classes, and the ways that lead to services."""
