"""When an article was published, and signs that the stated day is not true."""
