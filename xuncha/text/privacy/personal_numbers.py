"""The search for the numbers of persons in one text: of ID cards, mobiles and bank cards."""

from __future__ import annotations

from datetime import date

from xuncha.text.privacy.bank_cards import card_leaks
from xuncha.text.privacy.digits import numbers, spelled_numbers
from xuncha.text.privacy.id_numbers import id_leaks, spelled_id_leaks
from xuncha.text.privacy.mobiles import mobile_leaks, spelled_mobile_leaks
from xuncha.text.privacy.scene import Scene
from xuncha.text.privacy.spans import Spans


def number_leaks(scene: Scene, today: date) -> Spans:
    """Every such number, none overlapping. ``today`` bounds the birth dates of ID numbers. Never raises."""
    found = [number for number in numbers(scene.text) if not scene.in_link(number.start)]
    spelled = [number for number in spelled_numbers(scene.text) if not scene.in_link(number.start)]
    taken = Spans()
    taken.take(leak for leak in id_leaks(scene, found, today) if not scene.is_example(leak.start, leak.end))
    taken.take(spelled_id_leaks(scene, spelled, today))
    taken.take(card_leaks(scene, found))
    taken.take(mobile_leaks(scene, found, taken))
    taken.take(spelled_mobile_leaks(scene, spelled, taken))
    return taken
