"""Generated service guides with known elements, in many layouts, for ``guides.py``."""

from __future__ import annotations

import random
from collections.abc import Callable

from guide_cases import Case

from xuncha.text.guides.guide_labels import GuideElement as E
from xuncha.text.pages.page import Page

_URL = "https://www.example.gov.cn/bsfw/1.html"


def _wide(rng: random.Random, label: str) -> str:
    return "　".join(label) if rng.random() < 0.1 else label


def table_left(case: Case) -> str:
    tag = case.rng.choice(["td", "th"])
    rows = "".join(f"<tr><{tag}>{_wide(case.rng, a)}</{tag}><td>{v}</td></tr>" for _, a, v in case.rows)
    return f"<table class='bszn'><tbody>{rows}</tbody></table>"


def table_pairs(case: Case) -> str:
    cells = [f"<td class='bg'>{a}</td><td>{v}</td>" for _, a, v in case.rows]
    rows = "".join(f"<tr>{''.join(cells[i : i + 2])}</tr>" for i in range(0, len(cells), 2))
    return f"<table>{rows}</table>"


def table_top(case: Case) -> str:
    heads = "".join(f"<th>{a}</th>" for _, a, _ in case.rows)
    return f"<table><tr><th>序号</th>{heads}</tr><tr><td>1</td>{''.join(f'<td>{v}</td>' for *_, v in case.rows)}</tr></table>"


def table_full_rows(case: Case) -> str:
    rows = "".join(
        f"<tr><td colspan=2><b>{a}</b></td></tr><tr><td colspan=2>{v}</td></tr>" for _, a, v in case.rows
    )
    return f"<table>{rows}</table>"


def definition_list(case: Case) -> str:
    return "<dl>" + "".join(f"<dt>{a}：</dt><dd>{v}</dd>" for _, a, v in case.rows) + "</dl>"


def headings(case: Case) -> str:
    tag = case.rng.choice(["h2", "h3", "h4"])
    marks = case.rng.choice(["一二三四五六七八九十", None])
    parts = []
    for i, (_, a, v) in enumerate(case.rows):
        number = f"{marks[i]}、" if marks and i < 10 else ""
        parts.append(
            f"<{tag}>{number}{a}</{tag}>" + (f"<p>{v}</p>" if v else case.rng.choice(["", "<p></p>"]))
        )
    return f"<div class='con'>{''.join(parts)}</div>"


def bold_lines(case: Case) -> str:
    colon = case.rng.choice(["：", ":", ""])
    return "<div>" + "".join(f"<p><strong>{a}{colon}</strong>{v}</p>" for _, a, v in case.rows) + "</div>"


def bold_then_text(case: Case) -> str:
    parts = [
        f"<p style='text-indent:2em'><b>{i}.{a}</b></p>" + (f"<p>{v}</p>" if v else "")
        for i, (_, a, v) in enumerate(case.rows, 1)
    ]
    return f"<div id='zoom'>{''.join(parts)}</div>"


def plain_lines(case: Case) -> str:
    number = case.rng.random() < 0.5
    han = "一二三四五六七八九十甲乙丙丁"
    return (
        "<div class='article'>"
        + "<br>".join(
            f"{han[i] + '、' if number and i < 10 else ''}{a}：{v}" for i, (_, a, v) in enumerate(case.rows)
        )
        + "</div>"
    )


def bracketed(case: Case) -> str:
    return "<div>" + "".join(f"<p>【{a}】{v}</p>" for _, a, v in case.rows) + "</div>"


def spans(case: Case) -> str:
    block = case.rng.choice(["div", "li"])
    inner = "".join(
        f"<{block} class='item'><span class='name'>{a}</span><span class='val'>{v}</span></{block}>"
        for _, a, v in case.rows
    )
    return f"<ul>{inner}</ul>" if block == "li" else f"<div>{inner}</div>"


def panels(case: Case) -> str:
    inner = "".join(
        f"<div class='panel'><div class='panel-heading'><h4>{a}</h4></div><div class='panel-body'>{v}</div></div>"
        for _, a, v in case.rows
    )
    return f"<div class='panels'>{inner}</div>"


def tabs(case: Case) -> str:
    by_id = case.rng.random() < 0.5
    items = "".join(
        f"<li><a href='{f'#t{i}' if by_id else 'javascript:;'}'>{a}</a></li>"
        for i, (_, a, _) in enumerate(case.rows)
    )
    inner = "".join(
        f"<div id='t{i}' class='tab-pane' {'style=display:none' if i else ''}>{v}</div>"
        for i, (*_, v) in enumerate(case.rows)
    )
    return f"<ul class='nav nav-tabs'>{items}</ul><div class='tab-content'>{inner}</div>"


def menu_and_sections(case: Case) -> str:
    menu = "".join(f"<a href='#s{i}'>{a}</a>" for i, (_, a, _) in enumerate(case.rows))
    inner = "".join(
        f"<div class='sec' id='s{i}'><div class='tit'>{a}</div><div class='txt'>{v}</div></div>"
        for i, (_, a, v) in enumerate(case.rows)
    )
    return f"<div class='fixed-menu'>{menu}</div><div>{inner}</div>"


def pasted_from_word(case: Case) -> str:
    parts = []
    for i, (_, a, v) in enumerate(case.rows, 1):
        label = f"<span style='font-family:仿宋'><b>{a[:2]}</b></span><span><b>{a[2:]}</b></span>"
        parts.append(f"<p class='MsoNormal'><span>（{i}）</span>{label}：<span>{v}</span></p>")
    return f"<div class='TRS_Editor'>{''.join(parts)}</div>"


def nested_materials(case: Case) -> str:
    rows = []
    for element, a, v in case.rows:
        if element is E.MATERIALS and element in case.present:
            v = "<table><tr><td>序号</td><td>材料名称</td><td>份数</td></tr><tr><td>1</td><td>申请表</td><td>1</td></tr></table>"
        rows.append(f"<tr><td class='l'>{a}</td><td class='r'>{v}</td></tr>")
    return f"<table>{''.join(rows)}</table>"


def rowspans(case: Case) -> str:
    rows = []
    for element, a, v in case.rows:
        if element in case.present and case.rng.random() < 0.4:
            rows.append(
                f"<tr><td rowspan=2>{a}</td><td>{v}</td></tr><tr><td>补充说明：以窗口告知为准</td></tr>"
            )
        else:
            rows.append(f"<tr><td>{a}</td><td>{v}</td></tr>")
    return f"<table>{''.join(rows)}</table>"


def columns(case: Case) -> str:
    inner = "".join(
        f"<div class='row'><div class='col-3'>{a}</div><div class='col-9'>{v}</div></div>"
        for _, a, v in case.rows
    )
    return f"<div class='box'>{inner}</div>"


def cell_lines(case: Case) -> str:
    return (
        "<table>"
        + "".join(f"<tr><td>{i}、{a}：{v}</td></tr>" for i, (_, a, v) in enumerate(case.rows, 1))
        + "</table>"
    )


def category_rows(case: Case) -> str:
    first = f"<td rowspan='{len(case.rows)}'>基本信息</td>"
    rows = "".join(
        f"<tr>{first if i == 0 else ''}<td>{a}</td><td>{v}</td></tr>" for i, (_, a, v) in enumerate(case.rows)
    )
    return f"<table>{rows}</table>"


def details(case: Case) -> str:
    return "".join(f"<details><summary>{a}</summary><div>{v}</div></details>" for _, a, v in case.rows)


def icons(case: Case) -> str:
    return (
        "<ul>" + "".join(f"<li><i class='icon-1'></i>{a}<em>{v}</em></li>" for _, a, v in case.rows) + "</ul>"
    )


def label_then_list(case: Case) -> str:
    parts = [f"<p class='lab'>{a}：</p>" + (f"<ul><li>{v}</li></ul>" if v else "") for _, a, v in case.rows]
    return f"<div>{''.join(parts)}</div>"


def question_headings(case: Case) -> str:
    """Headings of a different level under a common one, each in its own section with a sub-heading."""
    parts = [
        f"<section><header><span>{i:02d}</span><h5>{a}</h5></header><article>{v}</article></section>"
        for i, (_, a, v) in enumerate(case.rows, 1)
    ]
    return f"<h3>办理信息</h3><div>{''.join(parts)}</div>"


def one_paragraph(case: Case) -> str:
    """Everything in one paragraph, label after label, parted by wide gaps."""
    return "<p>" + "　　".join(f"{a}：{v}" for _, a, v in case.rows) + "</p>"


def joined_lines(case: Case) -> str:
    """Label and value parted by a space alone."""
    return "<div>" + "".join(f"<p>{i}. {a} {v}</p>" for i, (_, a, v) in enumerate(case.rows, 1)) + "</div>"


def spaced_labels(case: Case) -> str:
    """Labels set wide: 申 请 条 件, 办　理　时　间."""
    gap = case.rng.choice([" ", "　", "&nbsp;", "&nbsp;&nbsp;"])
    rows = "".join(f"<tr><td>{gap.join(a)}</td><td>{v}</td></tr>" for _, a, v in case.rows)
    return f"<table>{rows}</table>"


def numbered_headings(case: Case) -> str:
    marks = case.rng.choice(
        [
            [f"（{n}）" for n in "一二三四五六七八九十"],
            [f"{n}、" for n in "①②③④⑤⑥⑦⑧⑨⑩"],
            ["★"] * 20,
            ["◆ "] * 20,
        ]
    )
    marks = [*marks, *marks]
    inner = "".join(
        f"<p><strong>{marks[i]}{a}</strong></p><p>{v}</p>" for i, (_, a, v) in enumerate(case.rows)
    )
    return f"<div class='con'>{inner}</div>"


def lines_in_one_cell(case: Case) -> str:
    return "<table><tr><td>" + "<br>".join(f"{a}：{v}" for _, a, v in case.rows) + "</td></tr></table>"


def read_only_inputs(case: Case) -> str:
    """A form whose fields cannot be written: the value stands in an attribute or a text area."""
    rows = []
    for i, (_, a, v) in enumerate(case.rows):
        plain = v.replace("'", "")
        if "<" in plain:
            field = v
        elif i % 2:
            field = f"<input type='text' readonly value='{plain}'>"
        else:
            field = f"<textarea readonly>{plain}</textarea>"
        rows.append(f"<tr><th>{a}</th><td>{field}</td></tr>")
    return f"<table>{''.join(rows)}</table>"


def accordion(case: Case) -> str:
    inner = "".join(
        f"<div class='item'><button type='button' data-target='#c{i}'>{a}</button><div id='c{i}' class='collapse'>{v}</div></div>"
        for i, (_, a, v) in enumerate(case.rows)
    )
    return f"<div class='accordion'>{inner}</div>"


def split_labels(case: Case) -> str:
    """A label cut into several elements by an editor."""
    rows = "".join(
        f"<tr><td><p><strong>{a[:1]}</strong><strong>{a[1:3]}</strong><span>{a[3:]}</span></p></td><td><p>{v}</p></td></tr>"
        for _, a, v in case.rows
    )
    return f"<table class='MsoTable'>{rows}</table>"


def grouped_rows(case: Case) -> str:
    """A table whose left column groups several labelled rows."""
    rows, size = [], 3
    for start in range(0, len(case.rows), size):
        group = case.rows[start : start + size]
        for i, (_, a, v) in enumerate(group):
            head = f"<th rowspan='{len(group)}'>第{start // size + 1}部分</th>" if i == 0 else ""
            rows.append(f"<tr>{head}<th>{a}</th><td>{v}</td></tr>")
    return f"<table>{''.join(rows)}</table>"


def label_above_in_cards(case: Case) -> str:
    inner = "".join(
        f"<div class='cell'><span class='k'>{a}</span><br><span class='v'>{v}</span></div>"
        for _, a, v in case.rows
    )
    return f"<div class='grid'>{inner}</div>"


def vertical_pairs(case: Case) -> str:
    """Two labels beside each other, their values in the row below."""
    rows = []
    for start in range(0, len(case.rows), 2):
        pair = case.rows[start : start + 2]
        rows.append("<tr>" + "".join(f"<th>{a}</th>" for _, a, _ in pair) + "</tr>")
        rows.append("<tr>" + "".join(f"<td>{v}</td>" for *_, v in pair) + "</tr>")
    return f"<table>{''.join(rows)}</table>"


def flex_rows_with_icons(case: Case) -> str:
    inner = "".join(
        f"<div class='flex'><div><img src='/images/icon{i}.png'><p>{a}</p></div><div><div class='txt'>{v}</div></div></div>"
        for i, (_, a, v) in enumerate(case.rows)
    )
    return f"<div>{inner}</div>"


LAYOUTS: list[Callable[[Case], str]] = [
    table_left, table_pairs, table_top, table_full_rows, definition_list, headings, bold_lines, bold_then_text,
    plain_lines, bracketed, spans, panels, tabs, menu_and_sections, pasted_from_word, nested_materials, rowspans,
    columns, cell_lines, category_rows, details, icons, label_then_list, question_headings, one_paragraph, joined_lines,
    spaced_labels, numbered_headings, lines_in_one_cell, read_only_inputs, accordion, split_labels, grouped_rows,
    label_above_in_cards, vertical_pairs, flex_rows_with_icons,
]  # fmt: skip


def page_of(case: Case, body: str) -> Page:
    """The guide inside a site's frame, whose footer carries an address and a telephone of its own."""
    foot = case.rng.choice([
        "<div class='footer'>地址：中山路1号 邮编：350001 联系电话：0591-12345678</div>",
        "<footer><p>主办单位：某某市人民政府</p><p>联系电话：0591-12345678</p></footer>",
        "<div class='dibu'><p>联系电话：0591-12345678 办公地址：中山路1号</p><p>闽ICP备12345678号</p></div>",
    ])  # fmt: skip
    share = case.rng.choice(["<div class='fx'>分享到： 打印 关闭</div>", "<p>相关链接</p>", ""])
    return Page(
        f"<html><head><title>{case.heading}-某某市人民政府</title></head><body><div class='top'><a href='/'>首页</a>"
        f"<a href='/bsfw/'>办事服务</a></div><div class='main'><h1>{case.heading}</h1>{body}{share}</div>{foot}</body></html>",
        _URL,
    )
