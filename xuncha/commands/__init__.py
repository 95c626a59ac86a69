"""The commands, one file each: options in, the functions everything else calls, Chinese sentences out.

The library's own words (用法, 选项, 缺少…) are Chinese too, whatever the locale of a bare server says. It takes those for
the kinds of files (文件, 目录) while a command is loaded, so they are there before the first.
"""

import gettext
import os
from pathlib import Path

os.environ.setdefault("LANGUAGE", "zh_CN")
gettext.bindtextdomain("messages", str(Path(__file__).parent / "locale"))
