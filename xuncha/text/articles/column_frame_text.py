"""The words that the articles of one column share: forms, standing paragraphs, notes on how to get in touch."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from xuncha.text.articles.info_lines import letters
from xuncha.text.articles.same_form import Wording

#: A sentence in so many different articles of a column belongs to the column.
_LEAST_ARTICLES = 4
#: Shorter sentences say too little to be told apart.
_LEAST_LENGTH = 4


def own_texts(wordings: Sequence[Wording], columns: Sequence[str]) -> list[str]:
    """For each article the letters of the sentences that are its own, not its column's.

    Articles count as different where their titles or their figures differ, so that one article posted
    many times does not turn into a form.
    """
    seen: dict[tuple[str, str], set[Hashable]] = {}
    texts = [_sentences(wording) for wording in wordings]
    for wording, column, sentences in zip(wordings, columns, texts, strict=True):
        identity = hash((wording.title_letters, frozenset(wording.figures.items())))
        for sentence in sentences:
            known = seen.setdefault((column, sentence), set())
            if len(known) < _LEAST_ARTICLES:
                known.add(identity)
    return [
        "".join(sentence for sentence in sentences if len(seen[column, sentence]) < _LEAST_ARTICLES)
        for column, sentences in zip(columns, texts, strict=True)
    ]


def _sentences(wording: Wording) -> list[str]:
    reduced = (letters(sentence) for sentence in wording.sentences)
    return [sentence for sentence in reduced if len(sentence) >= _LEAST_LENGTH]
