"""The search for personal details in one text."""

from __future__ import annotations

from datetime import date

from xuncha.text.privacy.home_addresses import address_leaks
from xuncha.text.privacy.leak import Leak
from xuncha.text.privacy.personal_numbers import number_leaks
from xuncha.text.privacy.scene import Scene


def find_leaks(text: str, *, today: date) -> tuple[Leak, ...]:
    """Every personal detail in a visible text, in its order; none overlap (N105 泄露个人隐私).

    Masked values, codes of organisations and files, hotlines and office addresses are no leaks. ``today``
    bounds the birth dates of ID numbers. Never raises.
    """
    scene = Scene(text)
    taken = number_leaks(scene, today)
    taken.take(address_leaks(scene, taken))
    return taken.all()
