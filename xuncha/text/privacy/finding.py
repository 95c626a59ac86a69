"""The search for personal details in one text."""

from __future__ import annotations

from datetime import date

from xuncha.text.privacy.bank_cards import card_leaks
from xuncha.text.privacy.digits import numbers, spelled_numbers
from xuncha.text.privacy.home_addresses import address_leaks
from xuncha.text.privacy.id_numbers import id_leaks, spelled_id_leaks
from xuncha.text.privacy.leak import Leak
from xuncha.text.privacy.mobiles import mobile_leaks, spelled_mobile_leaks
from xuncha.text.privacy.scene import Scene
from xuncha.text.privacy.spans import Spans


def find_leaks(text: str, *, today: date) -> tuple[Leak, ...]:
    """Every personal detail in a visible text, in its order; none overlap (N105 泄露个人隐私).

    Masked values, codes of organisations and files, hotlines and office addresses are no leaks. ``today``
    bounds the birth dates of ID numbers. Never raises.
    """
    scene = Scene(text)
    found = [number for number in numbers(scene.text) if not scene.in_link(number.start)]
    spelled = [number for number in spelled_numbers(scene.text) if not scene.in_link(number.start)]
    taken = Spans()
    taken.take(leak for leak in id_leaks(scene, found, today) if not scene.is_example(leak.start, leak.end))
    taken.take(spelled_id_leaks(scene, spelled, today))
    taken.take(card_leaks(scene, found))
    taken.take(mobile_leaks(scene, found, taken))
    taken.take(spelled_mobile_leaks(scene, spelled, taken))
    taken.take(address_leaks(scene, taken))
    return taken.all()
