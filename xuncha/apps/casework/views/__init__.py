"""Pages of casework, one file each."""
