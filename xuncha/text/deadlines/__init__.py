"""Last days to take part, and calls that still invite after theirs has passed."""
