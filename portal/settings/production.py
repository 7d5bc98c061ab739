"""In production: refuses to start on insecure values, and says which."""

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403
from .base import ALLOWED_HOSTS, OIDC_ISSUER, PORTAL_DATA, PORTAL_KEYS, SITE_URL, env

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31536000)
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
STAFF_SECOND_FACTOR = env("STAFF_SECOND_FACTOR", default="required")

_faults = []
if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
    _faults.append("ALLOWED_HOSTS 必须列出本站域名，不能为空或 *")
if not SITE_URL.startswith("https://"):
    _faults.append("SITE_URL 必须是 https:// 开头的本站地址")
if PORTAL_KEYS.is_relative_to(PORTAL_DATA):
    _faults.append("PORTAL_KEYS 不能放在 PORTAL_DATA 之内，否则数据备份会带走密钥")
if PORTAL_KEYS.stat().st_mode & 0o077:
    _faults.append(f"{PORTAL_KEYS} 只应由运行账户读写（chmod 700）")
if OIDC_ISSUER and not OIDC_ISSUER.startswith("https://"):
    _faults.append("OIDC_ISSUER 必须是 https:// 开头的地址")
if _faults:
    raise ImproperlyConfigured("；".join(_faults))
