"""Django's settings, all derived from `config.py`; what is not set there is a constant here."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext_lazy as _

from havenline import config
from havenline.database.sqlite.base import PRAGMAS

OFFICE = config.load()
ROOT = Path(__file__).resolve().parent

SECRET_KEY = config.read_secret("django-key").hex()
DEBUG = False
ALLOWED_HOSTS = list(OFFICE.hosts)
ROOT_URLCONF = "havenline.urls"
WSGI_APPLICATION = "havenline.wsgi.application"

# Rooms in the order of the arrows, lowest first. No contrib.auth, sessions or admin: staff sign in through
# the vault, and an administrator has no page that reads.
INSTALLED_APPS = [
    "havenline.work",
    "havenline.ledger",
    "havenline.vault",
    "havenline.web",
    "havenline.systems",
    "havenline.staff",
    "havenline.counsel",
    "havenline.witness",
    "havenline.wall",
    "havenline.protection",
    "havenline.holds",
    "havenline.sampling",
    "havenline.reporting",
    "havenline.charging",
    "havenline.matters",
    "havenline.deciding",
    "havenline.oversight",
    "havenline.casework",
    "havenline.discovery",
    "havenline.provenance",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "havenline.web.headers.HeadersMiddleware",
    "havenline.systems.door.ApiMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "havenline.web.methods.MethodsMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "havenline.staff.door.SignedInMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "havenline.web.context.office",
            ]
        },
    }
]


def _database() -> dict[str, Any]:
    if OFFICE.database == "sqlite":
        return {
            "ENGINE": "havenline.database.sqlite",
            "NAME": str(OFFICE.data / "office.sqlite3"),
            "CONN_MAX_AGE": None,
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": PRAGMAS},
            "TEST": {"NAME": str(OFFICE.data / "test.sqlite3")},
        }
    parts = urlsplit(OFFICE.database)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        # The planner takes the wall's recursive question for a large one and would compile it each time.
        "OPTIONS": {"options": "-c jit=off"},
    }


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

USE_TZ = True
TIME_ZONE = "America/Los_Angeles"
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
LOCALE_PATHS = [str(ROOT / "locale")]

STATIC_URL = "static/"
STATIC_ROOT = str(OFFICE.data / "static")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "havenline.web.static_files.StaticFiles"},
}

# Bodies stay in memory: nothing a person types may touch a disk before it is sealed.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400
DATA_UPLOAD_MAX_NUMBER_FILES = 1  # counsel's case file; no other page looks at one

# `__Host-`: the cookie belongs to this host alone, to every path, and travels encrypted. Browsers count
# loopback as safe, so the demo keeps the same rule.
CSRF_COOKIE_NAME = "__Host-form"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_AGE = None
CSRF_FAILURE_VIEW = "havenline.web.views.expired_form"
LANGUAGE_COOKIE_NAME = "unused"
X_FRAME_OPTIONS = "DENY"
USE_X_FORWARDED_HOST = False

# Errors name the place in the code, never a person's words: no request, no body, no local variables.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"place": {"()": "havenline.web.logs.PlaceFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "place"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "ERROR", "propagate": False},
        "django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False},
    },
}
