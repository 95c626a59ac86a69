"""Settings of the web system. Everything an office changes is an environment variable ``XUNCHA_*``."""

from __future__ import annotations

import os
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF

from xuncha.web.apps_found import apps_found
from xuncha.web.environment import (
    address,
    flag,
    home,
    hour,
    networks,
    number,
    one_of,
    secret_key,
    several_of,
    signing_secret,
    words,
)

BASE = Path(__file__).resolve().parent
HOME = home()
SECRET_KEY = secret_key(HOME)
DEBUG = False
ALLOWED_HOSTS = words("XUNCHA_ALLOWED_HOSTS", "localhost 127.0.0.1 [::1]")
CSRF_TRUSTED_ORIGINS = words("XUNCHA_TRUSTED_ORIGINS", "")
#: Reverse proxies of our own, whose X-Forwarded-For is believed.
TRUSTED_PROXIES = networks("XUNCHA_TRUSTED_PROXIES")
#: Requests that one address may have under way at a time.
CONNECTIONS_PER_ADDRESS = number("XUNCHA_CONNECTIONS_PER_ADDRESS", 200, highest=4096)
#: Served over https, directly or behind a proxy: cookies are then never sent in the clear.
HTTPS = flag("XUNCHA_HTTPS")
METRICS_TOKEN = os.environ.get("XUNCHA_METRICS_TOKEN", "")
#: The hour (0 to 23, Beijing time) at which the directory is held against the live web each night, None for never.
COMPARE_HOUR = hour("XUNCHA_COMPARE_HOUR")
#: What stands at the top of every page, and the root of the tree of units.
PROVINCE = os.environ.get("XUNCHA_PROVINCE", "全省")

#: For practice alone: rounds look for every site at this address, as the demonstration does; pages say so.
CONNECT_TO = address("XUNCHA_CONNECT_TO")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "django_htmx",
    "xuncha.web.users",
    *apps_found(),
]
MIDDLEWARE = [
    "xuncha.web.client_address.behind_proxies",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "xuncha.web.middleware.bound",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "xuncha.web.middleware.gate",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "xuncha.web.urls"
WSGI_APPLICATION = "xuncha.web.wsgi.application"
APPEND_SLASH = False
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "xuncha.web.frame.frame",
            ],
        },
    }
]

DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("XUNCHA_DATABASE_URL") or f"sqlite:///{HOME / 'xuncha.sqlite3'}",
        conn_max_age=60,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Writers take the lock when they begin and wait for it: two of them never meet in the middle.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "users.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "xuncha.web.users.backends.SecondStepBackend",
]
#: Roles that must log in with a second step; others may.
SECOND_STEP_ROLES = several_of(
    "XUNCHA_SECOND_STEP_ROLES", ("administrator", "inspector", "reviewer", "supervisor", "owner", "leader")
)
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "xuncha.web.users.passwords.ThreeKinds"},
]
LOGIN_URL = "users:login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "users:login"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "xuncha.web.users.views.login.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False

SESSION_COOKIE_AGE = 8 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "xuncha.web.views.errors.csrf_failed"
#: A session nobody used for so long has ended, in seconds; SESSION_COOKIE_AGE ends every other one.
IDLE_SECONDS = 30 * 60
if HTTPS:
    SECURE_HSTS_SECONDS = 365 * 86400
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

#: Requests of one token in a minute, counted over every process that serves.
API_PER_MINUTE = number("XUNCHA_API_PER_MINUTE", 120, highest=100_000)
#: Working days within which the owner of a target may object to a confirmed finding.
OBJECTION_WORKING_DAYS = number("XUNCHA_OBJECTION_WORKING_DAYS", 5, highest=60)
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 << 20
DATA_UPLOAD_MAX_NUMBER_FIELDS, DATA_UPLOAD_MAX_NUMBER_FILES = 1000, 20
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 << 20

#: Mail and webhook of warnings: off until a host and an address are given.
SMTP = {
    "host": os.environ.get("XUNCHA_SMTP_HOST", ""),
    "port": number("XUNCHA_SMTP_PORT", 465, highest=65535),
    "user": os.environ.get("XUNCHA_SMTP_USER", ""),
    "password": os.environ.get("XUNCHA_SMTP_PASSWORD", ""),
    "security": one_of("XUNCHA_SMTP_SECURITY", ("tls", "starttls", "none")),
    "sender": os.environ.get("XUNCHA_SMTP_FROM", "") or "xuncha@localhost",
}
WEBHOOK_URL = os.environ.get("XUNCHA_WEBHOOK_URL", "")
WEBHOOK_SECRET = signing_secret("XUNCHA_WEBHOOK_SECRET", needed_by="XUNCHA_WEBHOOK_URL")
WEBHOOK_ALLOW_NET = networks("XUNCHA_WEBHOOK_ALLOW_NET")
WEBHOOK_PAUSE_S = 1.0
#: The address people open, for links in mails.
PUBLIC_URL = os.environ.get("XUNCHA_PUBLIC_URL", "")

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = USE_TZ = True
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 600

LOG_LEVEL = one_of("XUNCHA_LOG", ("warning", "debug", "info", "error", "critical"))
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    #: A page that is not there or not allowed is no fault of the program: the record of acts and the proxy tell it.
    "loggers": {"django.request": {"level": "ERROR"}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL.upper()},
}
