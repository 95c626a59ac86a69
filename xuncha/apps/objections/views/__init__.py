"""Pages of objections."""
