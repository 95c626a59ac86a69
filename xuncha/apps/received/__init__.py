"""What other systems hand in from day to day: availability samples and posts, kept for the next round."""
