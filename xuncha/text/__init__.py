"""Detectors over the text and markup of pages: pure, with every date and limit passed in."""
