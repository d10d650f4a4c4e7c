"""Settings: everything that differs between a trial on a laptop and the city's server."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
WEB = Path(__file__).resolve().parents[1] / "web"
VAR = Path(os.environ.get("JIUGAI_VAR", ROOT / "var"))

DEBUG = os.environ.get("JIUGAI_DEBUG") == "1"
SAMPLE_SECRET = "not-for-serving"  # config/wsgi.py refuses it
SECRET_KEY_FILE = VAR / "secret_key"
SECRET_KEY = os.environ.get("JIUGAI_SECRET_KEY") or (
    SECRET_KEY_FILE.read_text() if SECRET_KEY_FILE.exists() else SAMPLE_SECRET
)
ALLOWED_HOSTS = os.environ.get("JIUGAI_HOSTS", "127.0.0.1,localhost,[::1],testserver").split(",")
BEHIND_TLS = os.environ.get("JIUGAI_TLS") == "1"
DEMO = os.environ.get("JIUGAI_DEMO") == "1"

# A language model that may propose tasks, by OpenAI's protocol; no address, no model.
MODEL_URL = os.environ.get("JIUGAI_MODEL_URL", "")
MODEL_NAME = os.environ.get("JIUGAI_MODEL_NAME", "")
MODEL_KEY = os.environ.get("JIUGAI_MODEL_KEY", "")

ROOT_URLCONF = "jiugai.config.urls"
WSGI_APPLICATION = "jiugai.config.wsgi.application"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "template_partials",
    "django_htmx",
    "axes",
    "procrastinate.contrib.django",
    "jiugai.storage.accounts",
    "jiugai.storage.audit",
    "jiugai.storage.divisions",
    "jiugai.storage.registry",
    "jiugai.storage.eligibility",
    "jiugai.storage.programme",
    "jiugai.storage.scheme",
    "jiugai.storage.works",
    "jiugai.storage.funding",
    "jiugai.storage.reporting",
    "jiugai.storage.supervision",
    "jiugai.storage.bulletins",
    "jiugai.storage.messages",
    "jiugai.web",
]

# The owner migrates; the application reads and appends, and cannot alter history.
_APPLICATION = os.environ.get("JIUGAI_DB_ROLE", "application") == "application"
_OWNER = os.environ.get("JIUGAI_DB_OWNER", "postgres")
_PASSWORD = os.environ.get("JIUGAI_DB_PASSWORD", "")
_EMBEDDED = "DATABASE_URL" not in os.environ
_LOGIN_AS_APPLICATION = _APPLICATION and (_EMBEDDED or "JIUGAI_APP_PASSWORD" in os.environ)
DATABASES = {
    "default": {
        "ENGINE": "jiugai.storage.postgresql",
        "HOST": os.environ.get("JIUGAI_DB_HOST", ""),
        "PORT": os.environ.get("JIUGAI_DB_PORT", ""),
        "NAME": os.environ.get("JIUGAI_DB_NAME", "jiugai"),
        "USER": "jiugai_app" if _LOGIN_AS_APPLICATION else _OWNER,
        "PASSWORD": os.environ.get("JIUGAI_APP_PASSWORD", "")
        if _LOGIN_AS_APPLICATION
        else _PASSWORD,
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            # jit costs more than it saves on small laterals.
            "options": "-c jit=off"
            + ("" if _LOGIN_AS_APPLICATION or not _APPLICATION else " -c role=jiugai_app"),
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# A view must not hold the stamp's lock while it renders: services open their own transactions.
ATOMIC_REQUESTS = False

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = ["jiugai.storage.accounts.hashers.Argon2idAtOwaspMinimum"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"

# By user name and address together: one office sits behind one address on filing day.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
# How many proxies of our own stand in front; what a sender writes himself is not believed.
AXES_IPWARE_PROXY_COUNT = int(os.environ.get("JIUGAI_PROXIES", "0"))
# Trying again while locked out does not lengthen it: the minutes that the page says hold.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_CALLABLE = "jiugai.web.accounts.views.locked_out"

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "jiugai.web.access.Headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "jiugai.web.access.SessionRules",
    "jiugai.web.access.DenyByDefault",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [WEB / "templates", WEB / "components"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "jiugai.web.desk.desk",
            ]
        },
    }
]

# Messages older than this many days are folded away, and no longer counted as unread.
MESSAGE_DAYS = int(os.environ.get("JIUGAI_MESSAGE_DAYS", "30"))
# Ways out of the house, none unless this file names some (docs/operations/messages.md).
CHANNELS_FILE = Path(os.environ.get("JIUGAI_CHANNELS", VAR / "channels.toml"))
EMAIL_HOST = os.environ.get("JIUGAI_MAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("JIUGAI_MAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("JIUGAI_MAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("JIUGAI_MAIL_PASSWORD", "")
EMAIL_USE_SSL = os.environ.get("JIUGAI_MAIL_SSL") == "1"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("JIUGAI_MAIL_FROM", "jiugai@localhost")

SESSION_COOKIE_AGE = 12 * 3600  # a working day, then sign in again
SESSION_IDLE_SECONDS = 2 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
SESSION_COOKIE_NAME = "__Host-jiugai" if BEHIND_TLS else "jiugai"
CSRF_COOKIE_NAME = "__Host-jiugai-form" if BEHIND_TLS else "jiugai-form"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "jiugai.web.access.stale_form"
# The proxy that ends TLS says so, and must drop the header when a sender writes it.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_TLS else 0
X_FRAME_OPTIONS = "DENY"

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [WEB / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# What is typed; files have their own limit, in policy/national/upload_limits.toml.
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 2**20
FILE_UPLOAD_MAX_MEMORY_SIZE = 4 * 2**20  # a larger one waits on the disk meanwhile

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
SILENCED_SYSTEM_CHECKS = ["axes.W003"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
