"""The programming interface under /api/: for other systems of the office, each with a token of its own."""
