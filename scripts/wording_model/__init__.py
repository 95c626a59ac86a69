"""Builds the data files under ``xuncha/text/wording/model`` from published sources; see README.md here."""
