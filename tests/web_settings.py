"""The settings of the product in a folder of their own; ``XUNCHA_DATABASE_URL`` chooses the database."""

import atexit
import os
import shutil
import tempfile

_home = tempfile.mkdtemp(prefix="xuncha-tests-")
atexit.register(shutil.rmtree, _home, ignore_errors=True)
os.environ["XUNCHA_HOME"] = _home
os.environ["XUNCHA_SECRET_KEY"] = "only for tests"

from xuncha.web.settings import *  # noqa: E402, F403

# The slow hash is tested by the product; tests log in hundreds of times.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # What no query puts in order comes in the reverse of the usual one: nothing may rest on it.
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA reverse_unordered_selects=ON;"  # noqa: F405
