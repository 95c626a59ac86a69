"""Lines on an article page that speak about the article or the site, and are no part of the text.

About the article: source, date, counts, tools, responsible editor. About the site: who runs it, its number,
its licence, its copyright.
"""

from __future__ import annotations

import re

_NOT_WORDS = re.compile(r"[\W_]+")
#: A line that ends so is a sentence, or the last of one.
ENDS_SENTENCE = re.compile(r"[。！？；;!?]\W*$")
_LABELS = (
    r"(?:信息|文章|稿件|新闻|内容|文件)?来源|(?:发布|发表|公布|发文|成文|更新|创建|编辑|公开|上传|生成|信息)(?:时间|日期)"
    r"|浏览(?:次数|量|数)?|点击(?:次数|量|数|率)?|阅读(?:次数|量|数)?|访问(?:次数|量|数)?|查看次数|人气|(?:文章|稿件)?作者|通讯员|撰稿人?|供稿(?:单位)?"
    r"|(?:责任|本文|文字|值班)?编辑|责编|(?:审核|校对|初审|复审|终审|监制|审签|签发)人?|发布(?:机构|单位|部门|人|者)|信息来源|录入(?:人|者)?"
    r"|字号|字体(?:大小)?|视力保护色?|保护视力色?|分享(?:到|至)?|索引号|文号|发文字号|主题(?:分类|词)|关键[词字]|有效性|公开(?:方式|范围|形式)"
)
#: 报名时间 and 会议地点 belong to the text: a label has no other word before it.
_LABELLED = re.compile(rf"(?<![\u4e00-\u9fff])(?:{_LABELS})\s*[:：]\s*")
#: Labels that count only beside the others: a notice may open with 时间 as well.
_WEAK = re.compile(r"(?<![\u4e00-\u9fff])(?:时间|日期)\s*[:：]\s*")
#: What is left of an info line after its labels: dates, counts, a name or two, tools.
_TOOLS = re.compile(
    r"打印(?:本页|此页|本文|文章|页面)?|关闭(?:窗口|本页|页面)?|收藏(?:本页)?|分享(?:到|至)?|微信|微博|朋友圈|[Qq][Qq]空间|复制链接|纠错|返回(?:顶部|列表|上页)?"
    r"|放大|缩小|默认|字体|字号|大|中|小|朗读|语音播报|扫一扫在?手机打开当?前?页?面?|发送给?(?:朋友|好友)|(?:发表)?评论|举报|点?赞|赏|次|我要?留言|加入收藏|保存|转发|推荐|\d+"
)
_EDITOR = re.compile(
    r"^\W*(?:责任编辑|责编|编辑|本文编辑|值班编辑|(?:初|复|终|一|二|三)审|一校|二校|审核|校对|监制|审签)(?:人)?\s*[:：丨|/]\s*\S{0,24}(?:\s+\S{1,24}){0,8}\W*$"
)
#: What only the foot of a site says. 版权所有者 is a word of contracts and laws.
_SITE = re.compile(
    r"标识码\W{0,3}\d{6,}|网站标识码|ICP\s*[备证]|公网安备|版权所有(?![者人权])|copyright|all\s+rights\s+reserved"
    r"|(?:©|&copy;)\s*\d{4}|您是第\W*\d+\W*位|(?:最佳|建议使用|推荐使用).{0,30}(?:分辨率|浏览器)",
    re.I,
)
#: What the foot of a site says beside that, and an article may say as well.
_SITE_TOO = re.compile(
    r"(?:主办|承办|协办|维护|管理|运维|建设|制作)(?:单位)?\s*[:：]|(?:主办|承办|维护)\W*$|技术支持|网站地图|站点地图|联系我们|关于我们|网站声明|加入收藏|设为首页"
    r"|(?:地址|电话|传真|邮编|邮政编码|邮箱|[Ee]-?mail)\s*[:：]|政府网站找错|备案号?\s*[:：]?\s*$"
)
#: A longer line is no line of a foot (characters).
_LONGEST_SITE_LINE = 300


def letters(text: str) -> str:
    """The letters, characters and digits of a text in lower case, without marks and spaces."""
    return _NOT_WORDS.sub("", text).lower()


def is_info_line(text: str) -> bool:
    """True for a line of labels and tools with nothing else to say."""
    if len(text) > 260 or ENDS_SENTENCE.search(text):
        return False
    if not _LABELLED.search(text):
        words = letters(text)
        return len(text) <= 60 and bool(words) and not words.isdigit() and not letters(_TOOLS.sub("", text))
    rest = _WEAK.sub("\0", _LABELLED.sub("\0", text))
    before = letters(_TOOLS.sub("", rest.split("\0")[0]))
    return len(before) <= 12 and all(len(letters(value)) <= 40 for value in rest.split("\0")[1:])


def is_editor_line(text: str) -> bool:
    """True for a line that names the responsible editor or those who reviewed the text."""
    return _EDITOR.search(text) is not None


def is_site_line(text: str) -> bool:
    """True for a line that only the foot of a site bears: number, licence, copyright."""
    return len(text) <= _LONGEST_SITE_LINE and "。" not in text[:-1] and _SITE.search(text) is not None


def may_be_site_line(text: str) -> bool:
    """True for a line that stands in the foot of a site, and may stand in an article too: address, organiser."""
    return (
        len(text) <= _LONGEST_SITE_LINE
        and not ENDS_SENTENCE.search(text)
        and _SITE_TOO.search(text) is not None
    )
