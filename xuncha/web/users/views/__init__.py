"""Pages about people and their passwords, one file each."""
