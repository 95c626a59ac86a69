"""Wrong words in articles and posts, and right ones that come close to a wrong form."""

from __future__ import annotations

from dataclasses import replace

from xuncha.demo.model import Article, DemoColumn
from xuncha.facts.account import Post

Columns = tuple[DemoColumn, ...]

#: A listed form and a formula with one character for another, in two articles of one site.
_SERIOUS = (
    "会议要求，常态化推进扫黑险恶斗争，对群众反映强烈的行业乱象集中整治。",
    "全市上下要牢固树立人类命运共国体意识，办好对外交流的每一件小事。",
)
#: An organ whose name lost a character, and one whose name has another; the second stands in a title.
_ORGANS = ("根据国务院办公庁的部署，各单位对照清单逐项自查。", "市人名政府办公室关于端午放假的提示")
#: What the language model alone knows.
_EVERYDAY = (
    "工程进展顺力，主体结构预计年底竣功。",
    "全市累记投入资金三千万元，受益群众两万余人。",
)
#: Wrong forms that are only spoken of, a person who is called like one, and a name of a road.
_SPOKEN_OF = (
    "编辑部提醒：近期来稿中，有单位把“扫黑除恶”误写成“扫黑险恶”，请在三审三校时更正。",
    "网传“国务院办公庁印发补贴文件”为不实信息，请勿转发。",
    "老支书王扫黑今年七十岁，他和邻居李人名一起守着大和路上的小书屋。",
)
#: The same for accounts.
_POST_SLIP = "我市召开扫黑险恶工作推进会，部署下一步任务。"
_POST_ORGAN = "市人名政府今天上午举行新闻发布会。"
_POST_SPOKEN_OF = "咬文嚼字：是“扫黑除恶”不是“扫黑险恶”，是“领导小组”不是“领导小姐”，转发给身边的小编。"
_POST_NAMES = "在王扫黑老人家里，领导小姐姐们和他聊起了村里的变化。"


def with_planted_words(plot: str, columns: Columns) -> Columns:
    """The columns of a site with what the plot plants in the words of its news."""
    sentences = ON_SITES.get(plot)
    if not sentences:
        return columns
    return tuple(
        replace(column, articles=tuple(_say(column.articles, sentences)))
        if column.spec.slug == "gzdt"
        else column
        for column in columns
    )


def _say(articles: tuple[Article, ...], sentences: tuple[str, ...]) -> list[Article]:
    """One sentence at the end of each of the first articles; one without a full stop becomes a title."""
    said = list(articles)
    for place, sentence in enumerate(sentences):
        article = said[place]
        if not sentence.endswith("。"):
            said[place] = replace(article, title=sentence)
        else:
            last = article.paragraphs[-1] + sentence
            said[place] = replace(article, paragraphs=(*article.paragraphs[:-1], last))
    return said


#: Sentences put into the news of a site, by plot.
ON_SITES: dict[str, tuple[str, ...]] = {
    "w101_formulas": _SERIOUS,
    "w101_organs": _ORGANS,
    "w101_only_spoken_of": _SPOKEN_OF,
    "n110_everyday": _EVERYDAY,
}

#: What an account's newest posts say beside their own words, by plot.
ON_ACCOUNTS: dict[str, tuple[str, ...]] = {
    "formula_slip": (_POST_SLIP,),
    "organ_slip": (_POST_ORGAN,),
    "slips_only_spoken_of": (_POST_SPOKEN_OF, _POST_NAMES),
}


def with_planted_posts(plot: str, posts: list[Post]) -> list[Post]:
    """The posts of an account, the newest first, with what the plot plants in them."""
    sentences = ON_ACCOUNTS.get(plot, ())
    return [
        replace(post, text=post.text + sentences[place]) if place < len(sentences) else post
        for place, post in enumerate(posts)
    ]
