"""动态口令: the second step of logging in, by an authenticator on a phone (RFC 6238), with recovery codes.

The secret is kept encrypted with a key made from the secret key of the installation, recovery codes only as keyed
digests: whoever reads the database alone can make no code.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
import time

import pyotp
import segno
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from xuncha.web.users.models import RecoveryCode, SecondStep, User

#: Codes made in one go, each good once.
RECOVERY_CODES = 10
#: How many steps of 30 seconds the clock of a phone may be off, either way.
_OFF_BY = 1
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def new_secret() -> str:
    """160 random bits in base 32, as RFC 4226 asks."""
    return pyotp.random_base32()


def picture(user: User, secret: str) -> str:
    """The QR code to photograph, as an SVG element that needs no style and no script."""
    uri = pyotp.TOTP(secret).provisioning_uri(name=user.get_username(), issuer_name="Xuncha")
    return segno.make(uri, error="m").svg_inline(scale=5, border=4, light="#fff", title="动态口令二维码")


def is_required_of(user: User) -> bool:
    """True when the office demands the second step of this person's role."""
    return user.role in settings.SECOND_STEP_ROLES


def is_on(user: User) -> bool:
    """True when this person logs in with the second step."""
    return SecondStep.objects.filter(user=user).exists()


def turn_on(user: User, secret: str, code: str) -> list[str]:
    """Begin to ask for codes, where ``code`` shows that the phone has the secret; the recovery codes, or none."""
    step = _step_of(secret, code)
    if step is None:
        return []
    with transaction.atomic():
        SecondStep.objects.update_or_create(user=user, defaults={"sealed": _seal(secret), "last_step": step})
        return new_recovery_codes(user)


def new_recovery_codes(user: User) -> list[str]:
    """Codes to be written down; those from before no longer count."""
    codes = [
        "-".join("".join(secrets.choice(_LETTERS) for _ in range(5)) for _ in "ab")
        for _ in range(RECOVERY_CODES)
    ]
    with transaction.atomic():
        RecoveryCode.objects.filter(user=user).delete()
        RecoveryCode.objects.bulk_create(
            [RecoveryCode(user=user, digest=_digest(user, code)) for code in codes]
        )
    return codes


def turn_off(user: User) -> bool:
    """Ask for no code any more; True when one was asked for until now."""
    with transaction.atomic():
        RecoveryCode.objects.filter(user=user).delete()
        return bool(SecondStep.objects.filter(user=user).delete()[0])


def accepts_code(user: User, code: str) -> bool:
    """True for the code on the phone at this moment, once: a code that was used or overtaken is refused."""
    row = SecondStep.objects.filter(user=user).first()
    secret = _unseal(bytes(row.sealed)) if row else ""
    step = _step_of(secret, code) if secret else None
    if step is None:
        return False
    return bool(SecondStep.objects.filter(user=user, last_step__lt=step).update(last_step=step))


def accepts_recovery_code(user: User, code: str) -> bool:
    """True for a recovery code, once."""
    digest = _digest(user, code)
    return bool(
        RecoveryCode.objects.filter(user=user, digest=digest, used_at=None).update(used_at=timezone.now())
    )


def _step_of(secret: str, code: str) -> int | None:
    """The step of time the code belongs to, within what the clocks may differ."""
    totp, words = pyotp.TOTP(secret), "".join(code.split())
    now = int(time.time()) // totp.interval
    steps = range(now - _OFF_BY, now + _OFF_BY + 1)
    found = [step for step in steps if constant_time_compare(totp.generate_otp(step), words)]
    return found[-1] if found else None


def _digest(user: User, code: str) -> str:
    words = "".join(char for char in code.lower() if char.isalnum())
    return salted_hmac("xuncha.users.recovery", f"{user.pk} {words}", algorithm="sha256").hexdigest()


def _cipher() -> Fernet:
    key = hashlib.sha256(b"xuncha.users.second_step" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def _seal(secret: str) -> bytes:
    return _cipher().encrypt(secret.encode())


def _unseal(sealed: bytes) -> str:
    """The secret; nothing where the key of the installation is another one than then."""
    try:
        return _cipher().decrypt(sealed).decode()
    except InvalidToken:
        return ""
