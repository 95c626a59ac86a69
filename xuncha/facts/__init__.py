"""What was seen, before anyone judges it: frozen dataclasses, standard library only.

Every field of :class:`~xuncha.facts.website.SiteFacts` and
:class:`~xuncha.facts.account.AccountFacts` shares its name with the gatherer that fills it and with
the parameter of the indicators that read it.
"""
