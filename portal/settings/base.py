"""What every installation shares. Everything that differs comes from the environment."""

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from core.keys import load_keys

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = environ.Env()

# All local state lives in PORTAL_DATA; keys live apart, so that a copy of the data holds no key.
PORTAL_DATA = Path(env("PORTAL_DATA", default=str(BASE_DIR / "var"))).resolve()
PORTAL_KEYS = Path(env("PORTAL_KEYS", default=str(BASE_DIR / "keys"))).resolve()
PORTAL_DATA.mkdir(parents=True, exist_ok=True)
KEYS = load_keys(PORTAL_KEYS)
SECRET_KEY = KEYS.secret_key

DEBUG = False
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SITE_URL = env("SITE_URL", default="http://127.0.0.1:8000")
WAGTAILADMIN_BASE_URL = SITE_URL
CITY = env("PORTAL_CITY", default="yingkou")

# How many reverse proxies of ours stand before the web process; each adds an entry to X-Forwarded-For.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)

INSTALLED_APPS = [
    "portal",
    "home",
    "openness",
    "search",
    "justice",
    "core",
    "wagtail.contrib.settings",
    "wagtail.users",
    "wagtail.sites",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_q",
    "csp",
    "axes",
]

MIDDLEWARE = [
    "core.proxies.TrustedProxyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "core.pagecache.PageCacheMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.csp.PolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "core.permissions.StaffAreaMiddleware",
    "core.pages.guard.PageScopeMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "portal" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.frame.public_frame",
            ]
        },
    }
]

# SQLite waits 20 s for a writer; transactions begin IMMEDIATE, so that none dies on an upgrade of its lock.
_sqlite = {
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536; PRAGMA mmap_size=268435456;",
}
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{PORTAL_DATA / 'portal.sqlite3'}")}
DATABASES["default"].setdefault("CONN_MAX_AGE", 60)
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = _sqlite
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env("REDIS_URL", default="")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 2000}},
    # Throttles count across processes: where there is no Redis, the database is what all share.
    "throttle": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "core_throttle", "OPTIONS": {"MAX_ENTRIES": 100_000}},
}

# A withdrawn page is gone from every cache after this many seconds; more than 30 would break that promise.
PAGE_CACHE_SECONDS = min(env.int("PAGE_CACHE_SECONDS", default=20), 30)

AUTH_USER_MODEL = "core.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "core.permissions.MembershipBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "wagtailadmin_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"
AXES_VERBOSE = False
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "registration/lockout.html"

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 3600
CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    }
}

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("zh-hans", "简体中文")]

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "portal" / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = PORTAL_DATA / "media"
# Courts that hand over by file drop put their files here, each into the folder of its code.
PORTAL_INBOX = Path(env("PORTAL_INBOX", default=str(PORTAL_DATA / "inbox")))
# The ledger's name in its checkpoints and keys: an address without scheme. It should stay as it is.
LEDGER_NAME = env("LEDGER_NAME", default=f"{SITE_URL.split('://')[-1].strip('/')}/ledger")
# Depositaries that take checkpoints by file drop find them here, each in the folder of its organ's code.
LEDGER_DROP = Path(env("LEDGER_DROP", default=str(PORTAL_DATA / "ledger-deposits")))
UPLOAD_ROOT = PORTAL_DATA / "uploads"
# While it is received an upload lies here in the clear: in our own directory, not in everybody's /tmp.
FILE_UPLOAD_TEMP_DIR = PORTAL_DATA / "incoming"
FILE_UPLOAD_TEMP_DIR.mkdir(exist_ok=True, mode=0o700)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "portal.staticfiles.HashedStorage"},
}
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
DATA_UPLOAD_MAX_NUMBER_FILES = 2000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

WAGTAIL_SITE_NAME = "阳光司法"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database.fallback"}}
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_FINISH_WORKFLOW_ACTION = "core.pages.workflow.publish_approved"
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]  # one city, one clock; the host's list also holds names that browsers refuse
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = True
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False  # sign-in with the organ's accounts goes by it, so the office keeps it
WAGTAILADMIN_USER_LOGIN_FORM = "core.forms.StaffLoginForm"
PASSWORD_RESET_TIMEOUT = 7 * 86400  # the set-password links that the office hands over

# "optional": whoever sets up a second factor is asked for it; "required": everybody sets one up.
STAFF_SECOND_FACTOR = env("STAFF_SECOND_FACTOR", default="optional")
if STAFF_SECOND_FACTOR not in ("optional", "required"):
    raise ImproperlyConfigured("STAFF_SECOND_FACTOR 只能是 optional 或 required")

# Sign-in with the organ's own accounts (统一身份认证); the button shows only when all three are set.
OIDC_ISSUER = env("OIDC_ISSUER", default="").rstrip("/")
OIDC_CLIENT_ID = env("OIDC_CLIENT_ID", default="")
OIDC_CLIENT_SECRET = env("OIDC_CLIENT_SECRET", default="")
OIDC_NAME = env("OIDC_NAME", default="统一身份认证")

EMAIL_TIMEOUT = 10  # seconds; a mail server that is silent must not hold a page
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="webmaster@localhost")
# Alerts by mail: the hour from which on the day's letters go out, and how long what becomes public may take to be seen.
ALERTS_HOUR = env.int("ALERTS_HOUR", default=7)
ALERTS_LAG_SECONDS = env.int("ALERTS_LAG_SECONDS", default=120)

# The outbox owns retries; django-q only wakes it, so retry is far above timeout and nothing runs twice.
Q_CLUSTER = {
    "name": "yangguang",
    "orm": "default",
    "workers": env.int("QUEUE_WORKERS", default=1),
    "timeout": 3600,
    "retry": 7200,
    "max_attempts": 1,
    "catch_up": False,
    "poll": 0.5,
    "save_limit": 100,
    "label": "后台任务",
}

# A worker that is silent for so long is taken for dead, and its deliveries go to another.
DELIVERY_LEASE_SECONDS = env.int("DELIVERY_LEASE_SECONDS", default=60)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="INFO")},
    "loggers": {name: {"level": "WARNING"} for name in ("wagtail", "django_tasks", "granian")},
}
