"""The page of one article."""

from __future__ import annotations

import json
from html import escape

from xuncha.demo.model import Article, DemoColumn
from xuncha.demo.templates.styles import Style
from xuncha.facts.targets import ColumnKind


def article_meta(style: Style, article: Article) -> str:
    """The article's tags and JSON-LD, as far as the style declares them."""
    parts = []
    if "article" in style.declares:
        parts.append(
            f'<meta name="ArticleTitle" content="{escape(article.title)}">'
            f'<meta name="PubDate" content="{article.published:%Y-%m-%d %H:%M}">'
            f'<meta name="ContentSource" content="{escape(article.source)}">'
        )
    if "json_ld" in style.declares:
        said = {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": article.title,
            "datePublished": article.published.isoformat(),
        }
        parts.append(f'<script type="application/ld+json">{json.dumps(said, ensure_ascii=False)}</script>')
    return "".join(parts)


def article_body(style: Style, column: DemoColumn, article: Article, attachment: str, picture: str) -> str:
    """Title, line, text, and document. ``attachment``, ``picture``: addresses, empty where there is none."""
    if column.spec.kind is ColumnKind.CONSULTATION:
        text = _letter(article)
    elif article.fields:
        text = _guide(article)
    else:
        text = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in article.paragraphs)
    image = f'<p><img src="{picture}" alt="现场图片" width="560"></p>' if picture else ""
    document = f'<p>附件：<a href="{attachment}">{escape(article.title)}.pdf</a></p>' if attachment else ""
    return (
        f'<div class="art"><h1>{escape(article.title)}</h1>'
        f'<div class="artinfo">{style.line(article.published, escape(article.source))}</div>'
        f'<div class="con">{image}{text}{document}</div></div>'
    )


def _letter(article: Article) -> str:
    question, answer = article.paragraphs
    asked = f"<p>来信时间：{article.published:%Y-%m-%d %H:%M}</p><p>来信内容：{escape(question)}</p>"
    if article.answered is None:
        return f"{asked}<p>办理状态：办理中</p>"
    return (
        f"{asked}<p>回复单位：{escape(article.source)}</p><p>回复时间：{article.answered:%Y-%m-%d %H:%M}</p>"
        f"<p>回复内容：{escape(answer)}</p><p>办理状态：已回复</p>"
    )


def _guide(article: Article) -> str:
    if article.scripted:
        return (
            '<div id="guideBox"></div>\n<script>\n'
            f'fetch("{guide_address(article)}").then(function(r){{return r.text()}})'
            '.then(function(t){document.getElementById("guideBox").innerHTML=t});\n</script>'
        )
    return guide_table(article)


def guide_address(article: Article) -> str:
    """Where the script of a scripted guide gets the elements from."""
    return f"/api/guide?id={article.number}"


def guide_table(article: Article) -> str:
    """The elements of a guide, as its page shows them or its script is given them."""
    rows = "".join(f"<tr><td>{name}</td><td>{escape(value)}</td></tr>" for name, value in article.fields)
    return f"<table><tbody>{rows}</tbody></table>"
