"""N105 泄露个人隐私

检查什么  网页、公开的留言和附件的文字里有没有公民身份号码、手机号、银行卡号和与姓名相连的家庭住址。
怎样判定  号码的格式、地区、日期和校验码都正确，且没有去标识化的，为泄露；统一社会信用代码、项目和档案编号、单位电话、
          已打码的号码不算。
看不到时  校验码不符、可能是办公电话等需要人工判断的，判为待核；扫描件和读不出的附件不作结论。
怎样整改  立即撤下或对号码、住址作去标识化处理，并检查同类信息；必要时告知当事人。
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from xuncha.facts.content import TextSeen
from xuncha.facts.seen import Evidence, Unseen
from xuncha.facts.services import BoardSeen
from xuncha.indicators.kernel import Doubt, Hit, indicator
from xuncha.text.privacy.finding import find_leaks
from xuncha.text.privacy.leak import Leak

_QUOTED = 5


@indicator("N105", "泄露个人隐私")
def privacy_leaked(
    texts: tuple[TextSeen, ...], boards: tuple[BoardSeen, ...] | Unseen, asof: datetime
) -> Iterator[Hit]:
    """Clause: problem named in provincial notices (problem_taxonomy A4)."""
    told = list(_of_texts(texts, asof))
    yield from told
    if not isinstance(boards, Unseen):
        yield from _of_letters(boards, {(url, hit.quote) for hit in told for url in hit.urls}, asof)


def _of_letters(boards: tuple[BoardSeen, ...], told: set[tuple[str, str]], asof: datetime) -> Iterator[Hit]:
    """Letters that no page told of: from the data of a script, or beyond the articles that were read."""
    for board in boards:
        for letter in board.letters:
            url = letter.url or board.url
            cited = letter.evidence or board.evidence
            for hit in _of(f"留言《{letter.title}》", url, letter.said, cited, asof.date()):
                if not any(hit.quote in quote for known, quote in told if known == url):
                    yield replace(hit, key=f"{url}|{letter.title}")


def _of_texts(texts: tuple[TextSeen, ...], asof: datetime) -> Iterator[Hit]:
    for text in texts:
        if not text.lossy:
            words = text.text if text.title in text.text else f"{text.title}\n{text.text}"
            yield from _of(f"《{text.title}》", text.url, words, text.evidence, asof.date())
        for attachment in text.attachments:
            name = f"《{text.title}》的附件“{attachment.name}”"
            yield from _of(name, attachment.url, attachment.text, attachment.evidence, asof.date())


def _of(name: str, url: str, words: str, evidence: Evidence | None, today: date) -> Iterator[Hit]:
    """One finding for what is certain on a page, and one for what a person has to look at."""
    leaks = find_leaks(words, today=today)
    for certain in (True, False):
        chosen = [leak for leak in leaks if leak.certain is certain]
        if not chosen:
            continue
        kinds = Counter(leak.kind.label for leak in chosen)
        counted = "、".join(f"{kind} {count} 处" for kind, count in sorted(kinds.items()))
        shape = Hit if certain else Doubt
        yield shape(
            f"{name}{'含有未去标识化的' if certain else '疑似含有'}{counted}：{_reasons(chosen)}",
            {"leaks": len(chosen)},
            (url,),
            (evidence,) if evidence else (),
            quote="；".join(leak.masked for leak in chosen[:_QUOTED]),
            key=url,
        )


def _reasons(leaks: list[Leak]) -> str:
    return "；".join(dict.fromkeys(leak.reason for leak in leaks[:_QUOTED]))
