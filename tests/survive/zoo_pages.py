"""Towns whose pages are strange: encodings, scripts, dates, depth, traps, hostile words."""
