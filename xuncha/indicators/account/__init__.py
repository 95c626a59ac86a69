"""Indicators of government new-media accounts, one file each, named after code and fault."""
