"""Second factor (双因素登录): set up, confirm, verify, recover, reset."""

import base64
import secrets
from urllib.parse import quote

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_otp.oath import TOTP

from core.audit import audit
from core.models import RecoveryCode, SecondFactor, User
from core.sealed import Sealed, fingerprint

CODES = 10
STEP = 30  # seconds a code lasts; one step before and after is taken too
_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # no 0/O, 1/I/L, U/V


def required() -> bool:
    """Whether this installation asks everybody for a second factor."""
    return settings.STAFF_SECOND_FACTOR == "required"


def factor_of(user: User) -> SecondFactor | None:
    """The user's confirmed second factor."""
    factor = getattr(user, "second_factor", None)
    return factor if factor is not None and factor.confirmed_at else None


def begin(*, user: User) -> SecondFactor:
    """The factor being set up: the same one until it is confirmed. ValueError when one is in use already."""
    factor, _ = SecondFactor.objects.get_or_create(user=user, defaults={"secret": Sealed.seal(secrets.token_hex(20))})
    if factor.confirmed_at:
        raise ValueError("双因素登录已经启用。换手机请先停用，或请专项办重置。")
    return factor


def secret_words(factor: SecondFactor) -> str:
    """The secret as people type it: base32 in groups of four."""
    text = base64.b32encode(_key(factor)).decode()
    return " ".join(text[i : i + 4] for i in range(0, len(text), 4))


def app_address(factor: SecondFactor) -> str:
    """The otpauth:// address that the QR code carries."""
    issuer, secret = quote(settings.WAGTAIL_SITE_NAME), base64.b32encode(_key(factor)).decode()
    return f"otpauth://totp/{issuer}:{quote(factor.user.username)}?secret={secret}&issuer={issuer}&digits=6&period={STEP}"


def confirm(*, user: User, code: str) -> list[str]:
    """Takes the factor into use once its app shows the right code; returns the recovery codes, shown this once.

    ValueError for a wrong code.
    """
    factor = begin(user=user)
    if not _code_fits(factor, code):
        raise ValueError("动态码不对。请看手机上现在显示的 6 位数字；手机时间要准。")
    with transaction.atomic():
        SecondFactor.objects.filter(pk=factor.pk).update(confirmed_at=timezone.now())
        codes = _fresh_codes(factor)
        audit(actor=user, action="factor.set_up", target=f"user:{user.pk}")
    return codes


def verify(*, user: User, code: str) -> str:
    """How a code fits the user's confirmed factor: "app", "recovery" or "" (not at all). Each code fits once."""
    factor = factor_of(user)
    if factor is None:
        return ""
    if _code_fits(factor, code):
        return "app"
    digest = _digest(factor, code)
    with transaction.atomic():
        used, _ = RecoveryCode.objects.filter(factor=factor, digest=digest).delete()
        audit(actor=user, action="factor.recovered" if used else "factor.failed", target=f"user:{user.pk}")
    return "recovery" if used else ""


def renew_codes(*, user: User) -> list[str]:
    """A new set of recovery codes; the old ones end. ValueError without a factor in use."""
    factor = factor_of(user)
    if factor is None:
        raise ValueError("还没有启用双因素登录。")
    with transaction.atomic():
        codes = _fresh_codes(factor)
        audit(actor=user, action="factor.codes", target=f"user:{user.pk}")
    return codes


def remove(*, user: User, actor: User | None) -> bool:
    """Takes the second factor away (lost phone, or given up); False when there was none."""
    with transaction.atomic():
        factor = SecondFactor.objects.filter(user=user).first()
        if factor is None:
            return False
        factor.delete()
        audit(actor=actor, action="factor.reset", target=f"user:{user.pk}")
    return True


def drop_unfinished(*, user: User) -> None:
    """Forgets a set-up that nobody confirmed."""
    SecondFactor.objects.filter(user=user, confirmed_at=None).delete()


def _key(factor: SecondFactor) -> bytes:
    return bytes.fromhex(factor.secret.open_unaudited())


def _code_fits(factor: SecondFactor, code: str) -> bool:
    """Whether the app's code fits now, and marks it used: of two requests with one code, one wins."""
    digits = "".join(code.split())
    if not (digits.isascii() and digits.isdigit() and len(digits) == 6):
        return False
    totp = TOTP(_key(factor), STEP)
    totp.time = timezone.now().timestamp()
    if not totp.verify(int(digits), tolerance=1, min_t=factor.last_step + 1):
        return False
    return bool(SecondFactor.objects.filter(pk=factor.pk, last_step__lt=totp.t()).update(last_step=totp.t()))


def _fresh_codes(factor: SecondFactor) -> list[str]:
    codes = ["".join(secrets.choice(_LETTERS) for _ in range(10)) for _ in range(CODES)]
    RecoveryCode.objects.filter(factor=factor).delete()
    RecoveryCode.objects.bulk_create(RecoveryCode(factor=factor, digest=_digest(factor, code)) for code in codes)
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def _digest(factor: SecondFactor, code: str) -> str:
    return fingerprint(f"recovery:{factor.pk}:{''.join(c for c in code.upper() if c.isalnum())}")
