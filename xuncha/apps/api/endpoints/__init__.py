"""What the interface offers, one file for each matter."""
