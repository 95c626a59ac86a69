"""HTTP status codes by which a server refuses us, or the way we ask, and says nothing of the page."""

#: Refusals to serve us. 405 and 412, 418, 444, 521, 567 are what common firewalls answer with.
REFUSALS = frozenset({401, 403, 405, 406, 407, 412, 418, 429, 444, 451, 466, 493, 521, 567})
#: What is wrong with the way we ask, or with the way there, and says nothing of the page: a length or range we did
#: not send, another protocol, headers too long for it, a network that wants a login first.
NOT_LIKE_THIS = frozenset({411, 415, 416, 417, 421, 425, 426, 428, 431, 511})
#: Neither proves that a page is there nor that it is gone.
SAYS_NOTHING = REFUSALS | NOT_LIKE_THIS
