"""Settings, all from the environment. The names are listed in docs/reference/settings.md."""

from __future__ import annotations

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from marshrut.config import logs
from marshrut.config.postgres import place
from marshrut.kernel import clock

BASE_DIR = Path(__file__).resolve().parents[2]
HOME = Path(os.environ.get("MARSHRUT_HOME") or BASE_DIR / ".marshrut").absolute()


def _secret_key() -> str:
    """The key of this installation: from the environment, else made once and kept in the data directory."""
    if key := os.environ.get("MARSHRUT_SECRET_KEY"):
        return key
    path = HOME / "secret-key"
    if not path.exists():
        HOME.mkdir(mode=0o700, parents=True, exist_ok=True)
        # under its name only when complete; of processes that start together the first one makes it
        with tempfile.NamedTemporaryFile("w", dir=HOME) as file:
            file.write(secrets.token_urlsafe(50))
            file.flush()
            with suppress(FileExistsError):
                os.link(file.name, path)
    return path.read_text()


def database(url: str) -> dict[str, Any]:
    """Django's settings for a `postgresql://user:password@host:port/name?host=/socket/dir` address."""
    parts = urlsplit(url)
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(query.pop("host", parts.hostname or "")),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"prepare_threshold": 0, "application_name": "marshrut", "connect_timeout": "5", **query},
        "TEST": {"NAME": f"test_{parts.path.lstrip('/')}"},
    }


SECRET_KEY = _secret_key()
#: keys of before: sessions and secrets of authenticators made with them are still read
SECRET_KEY_FALLBACKS = [
    key.strip() for key in os.environ.get("MARSHRUT_SECRET_KEY_FALLBACKS", "").split(",") if key.strip()
]
DEBUG = False
TRAINING = os.environ.get("MARSHRUT_TRAINING") == "1"
ALLOWED_HOSTS = os.environ.get("MARSHRUT_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("MARSHRUT_ORIGINS", "").split(",") if origin]
HTTPS = os.environ.get("MARSHRUT_HTTPS") == "1"

#: proxies whose X-Forwarded-For is believed, by address
PROXIES = frozenset(os.environ.get("MARSHRUT_PROXIES", "127.0.0.1,::1").split(","))

CLOCK_FILE = os.environ.get("MARSHRUT_CLOCK_FILE", "")
if CLOCK_FILE:
    if not TRAINING:
        raise SystemExit("MARSHRUT_CLOCK_FILE is for training installations only: set MARSHRUT_TRAINING=1 as well.")
    clock.set_source(clock.from_file(Path(CLOCK_FILE)))

DATABASES = {"default": database(os.environ.get("DATABASE_URL") or place.url(HOME))}
FILES = HOME / "files"
#: bytes of one uploaded file
FILE_LIMIT = int(os.environ.get("MARSHRUT_FILE_LIMIT_MB") or 50) << 20
PACKS = BASE_DIR / "packs"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "template_partials",
    "marshrut.kernel",
    "marshrut.history",
    "marshrut.jobs",
    "marshrut.calendars",
    "marshrut.org",
    "marshrut.definitions",
    "marshrut.documents",
    "marshrut.crm",
    "marshrut.cards",
    "marshrut.letters",
    "marshrut.shipments",
    "marshrut.edocs",
    "marshrut.evidence",
    "marshrut.automation",
    "marshrut.channels",
    "marshrut.rehearsals",
    "marshrut.demo",
    "marshrut.integrations.ldap",
    "marshrut.integrations.mail",
    "marshrut.integrations.carriers",
    "marshrut.integrations.onec",
    "marshrut.integrations.push",
    "marshrut.integrations.telegram",
    "marshrut.integrations.max",
    "marshrut.doors.web",
    "marshrut.doors.api",
    "marshrut.doors.cli",
    # last, so that our words come before theirs
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
]
MIDDLEWARE = [
    # first, so that no answer goes without: refusals of the others, too
    "marshrut.doors.web.middleware.page_headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "marshrut.doors.web.gate.bounded_bodies",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # demanded by the library; none of its pages has an address here
    "allauth.account.middleware.AccountMiddleware",
    "marshrut.doors.web.middleware.one_memory",
    "marshrut.doors.web.middleware.person_language",
    "marshrut.doors.web.middleware.activity",
    "marshrut.doors.web.middleware.set_up_first",
    "marshrut.doors.web.gate.no_nul",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "marshrut.doors.api.middleware.api_requests",
]
ROOT_URLCONF = "marshrut.config.urls"
WSGI_APPLICATION = "marshrut.config.wsgi.application"
AUTH_USER_MODEL = "org.Person"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LOGIN_URL = "/login/"
LOGIN_REDIRECT_URL = "/"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "marshrut.doors.web.chrome.shell",
            ],
        },
    }
]

LOGGING = logs.SETTINGS

LANGUAGE_CODE = "ru"
LANGUAGES = [("ru", "Русский"), ("en", "English")]
TIME_ZONE = "Europe/Moscow"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",  # made before argon2 came; hashed anew at the next sign-in
]
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
#: file that says where the directory of the company is, and the password of the account that reads it
LDAP = os.environ.get("MARSHRUT_LDAP", "")
LDAP_PASSWORD = os.environ.get("MARSHRUT_LDAP_PASSWORD", "")
if LDAP:
    AUTHENTICATION_BACKENDS.append("marshrut.integrations.ldap.backend.Backend")

#: letters are sent only when a server is named
EMAIL_HOST = os.environ.get("MARSHRUT_SMTP_HOST", "")
EMAIL_PORT = int(os.environ.get("MARSHRUT_SMTP_PORT") or 587)
EMAIL_HOST_USER = os.environ.get("MARSHRUT_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("MARSHRUT_SMTP_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("MARSHRUT_SMTP_SECURITY", "starttls") == "starttls"
EMAIL_USE_SSL = os.environ.get("MARSHRUT_SMTP_SECURITY") == "tls"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("MARSHRUT_SMTP_FROM") or f"marshrut@{EMAIL_HOST or 'localhost'}"
#: what links in letters begin with, e.g. https://docs.company.ru
PUBLIC_ADDRESS = (os.environ.get("MARSHRUT_ADDRESS") or (CSRF_TRUSTED_ORIGINS or [""])[0]).rstrip("/")

#: places (host:port) that may be asked over HTTP though they are private, on another port or not encrypted
EGRESS_ALLOW = frozenset(
    one.strip().lower() for one in os.environ.get("MARSHRUT_EGRESS_ALLOW", "").split(",") if one.strip()
)

#: who must have a second factor: nobody, admins, everybody
SECOND_FACTOR = os.environ.get("MARSHRUT_SECOND_FACTOR") or "nobody"
if SECOND_FACTOR not in ("nobody", "admins", "everybody"):
    raise SystemExit("MARSHRUT_SECOND_FACTOR must be nobody, admins or everybody.")
MFA_ADAPTER = "marshrut.org.sign_in.adapter.Adapter"
MFA_TOTP_ISSUER = "Marshrut"
#: a code of the half-minute before and after fits, too: clocks of phones differ
MFA_TOTP_TOLERANCE = 1

#: the company's identity server (OpenID Connect), if there is one; over plain HTTP only on this machine
OIDC_ISSUER = os.environ.get("MARSHRUT_OIDC_ISSUER", "")
OIDC_CLIENT_ID = os.environ.get("MARSHRUT_OIDC_CLIENT_ID", "")
OIDC_CLIENT_SECRET = os.environ.get("MARSHRUT_OIDC_CLIENT_SECRET", "")
#: what the button says
OIDC_NAME = os.environ.get("MARSHRUT_OIDC_NAME", "")
if OIDC_ISSUER and not OIDC_ISSUER.startswith(("https://", "http://127.0.0.1:", "http://localhost:")):
    raise SystemExit("MARSHRUT_OIDC_ISSUER must begin with https://")
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5

SESSION_ENGINE = "marshrut.org.sign_in.store"
#: seconds from signing in; seconds without any request
SESSION_COOKIE_AGE = int(os.environ.get("MARSHRUT_SESSION_HOURS") or 12) * 3600
SESSION_IDLE_AGE = int(os.environ.get("MARSHRUT_SESSION_IDLE_MINUTES") or 60) * 60
if HTTPS:  # such names are believed only with Secure, without Domain, for the whole site
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sid", "__Host-csrf"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
X_FRAME_OPTIONS = "SAMEORIGIN"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 20
