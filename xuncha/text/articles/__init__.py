"""Articles: their text without what surrounds it, and articles that were published more than once."""
