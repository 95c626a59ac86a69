"""Availability samples (拨测): does a site's home page open, asked again and again over the weeks."""
