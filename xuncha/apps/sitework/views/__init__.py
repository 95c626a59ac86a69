"""Views of manual checks."""
