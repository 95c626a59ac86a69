"""``python -m xuncha``."""

from xuncha.cli import main

main()
