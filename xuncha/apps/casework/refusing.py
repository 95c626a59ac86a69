"""Acts that may be refused, as the views of every app send them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.http import HttpRequest


@contextmanager
def refusal_told(request: HttpRequest, refused: type[Exception]) -> Iterator[None]:
    """The refusal of an act in the block is told on the page that comes next, in its own words.

    What follows the act in the block, above all saying that it was done, is then left out.
    """
    try:
        yield
    except refused as error:
        messages.error(request, str(error))
