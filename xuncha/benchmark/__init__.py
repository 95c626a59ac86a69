"""How fast, how frugal and how right: a site with a known truth, and everything measured on it."""
