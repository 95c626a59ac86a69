"""A page as its visitors see it: scripts run in Chromium, every request of it through our own gate."""
