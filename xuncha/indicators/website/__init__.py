"""Indicators of government websites, one file each, named after code and fault."""
