"""Generated message boards with known letters, in many layouts, for ``boards.py``."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from xuncha.facts.seen import BEIJING

ASOF = datetime(2025, 6, 25, 10, 0, tzinfo=BEIJING)

TOPICS = ["小区路灯不亮请尽快维修", "关于社保转移接续的咨询", "学区划分何时公布", "建议增设公交站点", "公积金提取需要什么材料",
          "老旧小区加装电梯补贴怎么申请", "农村危房改造申请条件", "夜间施工噪音扰民", "户口迁移如何办理", "水费收费标准是否调整"]  # fmt: skip
ANSWERS = ["您好，您反映的问题已安排人员维修完毕，感谢您的关注。", "网友您好！经核实，请携带身份证到政务服务中心二楼办理。",
           "您好，具体政策请参照有关文件第三条执行，如有疑问请致电12345。"]  # fmt: skip
UNITS = ["市住房和城乡建设局", "市人力资源和社会保障局", "县教育局", "市交通运输局", "公安局"]
ASK = ["来信时间", "留言时间", "提问时间", "咨询时间", "提交时间", "写信时间", "反映时间", "受理时间"]
REPLY = ["答复时间", "回复时间", "办结时间", "反馈时间"]
DONE = ["已办结", "已回复", "已答复", "办结", "已反馈"]
OPEN = ["处理中", "待回复", "未回复", "办理中", "受理中", "待办理"]


@dataclass
class Gold:
    """One letter as it is printed. ``state``: answered, not answered, or not told."""

    title: str
    asked: date
    answered: date | None
    state: bool | None
    status: str
    unit: str
    answer: str
    n: int


def letters_of(rng: random.Random, count: int) -> list[Gold]:
    found = []
    for n in range(count):
        asked = ASOF.date() - timedelta(days=rng.randint(1, 400))
        state = rng.choice([True, True, True, False])
        answered = asked + timedelta(days=rng.randint(0, 30)) if state else None
        title = f"{rng.choice(TOPICS)}（{rng.randint(100, 999)}{n}）"
        status = rng.choice(DONE if state else OPEN)
        found.append(
            Gold(
                title,
                asked,
                answered,
                state,
                status,
                rng.choice(UNITS),
                rng.choice(ANSWERS) if state else "",
                n,
            )
        )
    return found


def _d(rng: random.Random, day: date | None) -> str:
    if day is None:
        return ""
    clock = f" {rng.randint(8, 20):02d}:{rng.randint(0, 59):02d}"
    return rng.choice(
        [
            day.isoformat(),
            day.isoformat() + clock,
            f"{day.year}/{day.month:02d}/{day.day:02d}",
            f"{day.year}年{day.month}月{day.day}日",
        ]
    )


def table(rng: random.Random, letters: list[Gold]) -> str:
    heads = ["序号", "信件标题", rng.choice(ASK), rng.choice(REPLY), "受理单位", "办理状态"]
    rows = "".join(
        f"<tr><td>{x.n + 1}</td><td><a href='x{x.n}.html' title='{x.title}'>{x.title[:9]}…</a></td><td>{_d(rng, x.asked)}</td>"
        f"<td>{_d(rng, x.answered)}</td><td>{x.unit}</td><td>{x.status}</td></tr>"
        for x in letters
    )
    head = "".join(f"<th>{h}</th>" for h in heads)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def table_cells(rng: random.Random, letters: list[Gold]) -> str:
    heads = "".join(
        f"<td><b>{h}</b></td>" for h in ["主题", "状态", rng.choice(ASK), "回复部门", rng.choice(REPLY)]
    )
    rows = "".join(
        f"<tr><td><a href='/l?id={x.n}'>{x.title}</a></td><td>{x.status}</td><td>{_d(rng, x.asked)}</td><td>{x.unit}</td><td>{_d(rng, x.answered) or '--'}</td></tr>"
        for x in letters
    )
    return f"<table><tr>{heads}</tr>{rows}</table>"


def list_with_heads(rng: random.Random, letters: list[Gold]) -> str:
    heads = f"<div class='th'><span>来信标题</span><span>{rng.choice(ASK)}</span><span>{rng.choice(REPLY)}</span><span>状态</span></div>"
    rows = "".join(
        f"<li><span><a href='x{x.n}.html'>{x.title}</a></span><span>{_d(rng, x.asked)}</span><span>{_d(rng, x.answered)}</span><span>{x.status}</span></li>"
        for x in letters
    )
    return f"<div class='box'>{heads}<ul>{rows}</ul></div>"


def list_with_labels(rng: random.Random, letters: list[Gold]) -> str:
    ask, reply = rng.choice(ASK), rng.choice(REPLY)
    rows = "".join(
        f"<li><a href='x{x.n}.html'>{x.title}</a><p><span>{ask}：{_d(rng, x.asked)}</span>"
        + (f"<span>{reply}：{_d(rng, x.answered)}</span>" if x.answered else "")
        + f"<span>答复单位：{x.unit}</span><em>[{x.status}]</em></p></li>"
        for x in letters
    )
    return f"<ul class='list'>{rows}</ul>"


def list_bare(rng: random.Random, letters: list[Gold]) -> str:
    return (
        "<ul>"
        + "".join(
            f"<li><a href='x{x.n}.html'>{x.title}</a><i>{x.status}</i><span>{x.asked.isoformat()}</span><span>{x.answered.isoformat() if x.answered else ''}</span></li>"
            for x in letters
        )
        + "</ul>"
    )


def cards(rng: random.Random, letters: list[Gold]) -> str:
    ask, reply = rng.choice(ASK), rng.choice(REPLY)
    return (
        "<div class='cards'>"
        + "".join(
            f"<div class='card'><h4><a href='x{x.n}.html'>{x.title}</a></h4><p>{ask}：{_d(rng, x.asked)}　状态：{x.status}</p>"
            + (
                f"<div class='re'><b>答复内容：</b>{x.answer}<p>答复单位：{x.unit} {reply}：{_d(rng, x.answered)}</p></div>"
                if x.state
                else ""
            )
            + "</div>"
            for x in letters
        )
        + "</div>"
    )


def definition_list(rng: random.Random, letters: list[Gold]) -> str:
    return (
        "<dl>"
        + "".join(
            f"<dt><a href='x{x.n}.html'>{x.title}</a><span>留言时间：{_d(rng, x.asked)}</span></dt>"
            + (
                f"<dd>回复：{x.answer}</dd><dd>回复时间：{_d(rng, x.answered)}</dd>"
                if x.state
                else f"<dd>{x.status}</dd>"
            )
            for x in letters
        )
        + "</dl>"
    )


def questions(rng: random.Random, letters: list[Gold]) -> str:
    return (
        "<div class='qa'>"
        + "".join(
            f"<div class='q'><p>问：{x.title}</p><p>提问时间：{_d(rng, x.asked)}</p></div><div class='a'>"
            + (
                f"<p>答：{x.answer}</p><p>回复时间：{_d(rng, x.answered)}</p>"
                if x.state
                else "<p>答：暂无回复</p>"
            )
            + "</div>"
            for x in letters
        )
        + "</div>"
    )


def detail_table(rng: random.Random, letters: list[Gold]) -> str:
    x = letters[0]
    rows = [
        ("信件标题", x.title),
        (rng.choice(ASK), _d(rng, x.asked)),
        ("来信人", "张**"),
        ("来信内容", f"您好，{x.title}，请答复。"),
        ("办理状态", x.status),
    ]
    if x.state:
        rows += [("答复单位", x.unit), (rng.choice(REPLY), _d(rng, x.answered)), ("答复内容", x.answer)]
    return "<table>" + "".join(f"<tr><th>{a}</th><td>{b}</td></tr>" for a, b in rows) + "</table>"


def detail_lines(rng: random.Random, letters: list[Gold]) -> str:
    x = letters[0]
    head = f"<h1>{x.title}</h1><p>{rng.choice(ASK)}：{_d(rng, x.asked)} 来信人：李** 状态：{x.status}</p><div><h3>来信内容</h3><p>请问{x.title}，谢谢。</p></div>"
    reply = (
        f"<div><h3>答复内容</h3><p>{x.answer}</p><p>答复单位：{x.unit}</p><p>{rng.choice(REPLY)}：{_d(rng, x.answered)}</p></div>"
        if x.state
        else ""
    )
    return f"<div class='detail'>{head}{reply}</div>"


def detail_sections(rng: random.Random, letters: list[Gold]) -> str:
    x = letters[0]
    reply = (
        f"<dl><dt>回复情况</dt><dd>{x.answer}</dd><dt>回复部门</dt><dd>{x.unit}</dd><dt>时间</dt><dd>{_d(rng, x.answered)}</dd></dl>"
        if x.state
        else "<dl><dt>回复情况</dt><dd>暂未回复</dd></dl>"
    )
    return f"<dl><dt>留言标题</dt><dd>{x.title}</dd><dt>留言时间</dt><dd>{_d(rng, x.asked)}</dd><dt>留言内容</dt><dd>咨询{x.title}</dd></dl>{reply}"


def table_without_heads(rng: random.Random, letters: list[Gold]) -> str:
    rows = "".join(
        f"<tr><td>{x.n + 1}</td><td><a href='x{x.n}.html'>{x.title}</a></td><td>{x.unit}</td><td>{x.asked.isoformat()}</td>"
        f"<td>{x.answered.isoformat() if x.answered else ''}</td><td>{x.status}</td></tr>"
        for x in letters
    )
    return f"<table class='lb'>{rows}</table>"


def table_two_rows(rng: random.Random, letters: list[Gold]) -> str:
    """Each letter takes two rows: question and day, then the answer across the table."""
    ask, reply = rng.choice(ASK), rng.choice(REPLY)
    rows = "".join(
        f"<tr class='q'><td><a href='x{x.n}.html'>{x.title}</a></td><td>{ask}：{_d(rng, x.asked)}</td></tr><tr class='a'><td colspan='2'>"
        + (f"答复内容：{x.answer}　{reply}：{_d(rng, x.answered)}" if x.state else f"办理状态：{x.status}")
        + "</td></tr>"
        for x in letters
    )
    return f"<table>{rows}</table>"


def list_with_first_row_heads(rng: random.Random, letters: list[Gold]) -> str:
    heads = f"<li class='th'><span>标题</span><span>{rng.choice(ASK)}</span><span>状态</span><span>{rng.choice(REPLY)}</span></li>"
    rows = "".join(
        f"<li><span><a href='x{x.n}.html'>{x.title}</a></span><span>{_d(rng, x.asked)}</span><span>{x.status}</span><span>{_d(rng, x.answered) or '—'}</span></li>"
        for x in letters
    )
    return f"<ul class='tb'>{heads}{rows}</ul>"


def list_with_picture_status(rng: random.Random, letters: list[Gold]) -> str:
    return (
        "<ul>"
        + "".join(
            f"<li><img src='/images/s{int(bool(x.state))}.png' alt='{x.status}'><a href='x{x.n}.html' title='{x.title}'>{x.title[:10]}...</a>"
            f"<span>{rng.choice(ASK)}：{x.asked.isoformat()}</span>"
            + (f"<span>{rng.choice(REPLY)}：{x.answered.isoformat()}</span>" if x.answered else "")
            + "</li>"
            for x in letters
        )
        + "</ul>"
    )


def paragraphs_with_rules(rng: random.Random, letters: list[Gold]) -> str:
    """One paragraph of labelled lines a letter, parted by a rule."""
    ask, reply = rng.choice(ASK), rng.choice(REPLY)
    return (
        "<div class='lyb'>"
        + "<hr>".join(
            f"<p>留言标题：{x.title}<br>{ask}：{_d(rng, x.asked)}<br>留言内容：请问{x.title}，盼复。<br>"
            + (
                f"答复内容：{x.answer}<br>答复单位：{x.unit}<br>{reply}：{_d(rng, x.answered)}"
                if x.state
                else f"办理状态：{x.status}"
            )
            + "</p>"
            for x in letters
        )
        + "</div>"
    )


def quoted_answers(rng: random.Random, letters: list[Gold]) -> str:
    """The answer in a quotation below the question, signed with unit and day."""
    return (
        "<div class='list'>"
        + "".join(
            f"<div class='ly-item'><h3><a href='x{x.n}.html'>{x.title}</a></h3><p class='meta'>网友 张** 提问于 {x.asked.isoformat()}</p>"
            + (
                f"<blockquote><p>【答复】{x.answer}</p><p class='sign'>{x.unit}　答复于 {x.answered.isoformat()}</p></blockquote>"
                if x.answered
                else f"<p class='zt'>{x.status}</p>"
            )
            + "</div>"
            for x in letters
        )
        + "</div>"
    )


def table_of_pairs(rng: random.Random, letters: list[Gold]) -> str:
    """A table of its own for each letter, labels and values by turns."""
    ask, reply = rng.choice(ASK), rng.choice(REPLY)
    return "".join(
        f"<table class='one'><tr><td>标题</td><td colspan='3'><a href='x{x.n}.html'>{x.title}</a></td></tr><tr><td>{ask}</td><td>{_d(rng, x.asked)}</td><td>状态</td><td>{x.status}</td></tr>"
        + (
            f"<tr><td>{reply}</td><td>{_d(rng, x.answered)}</td><td>答复单位</td><td>{x.unit}</td></tr><tr><td>答复内容</td><td colspan='3'>{x.answer}</td></tr>"
            if x.state
            else ""
        )
        + "</table>"
        for x in letters
    )


def detail_with_steps(rng: random.Random, letters: list[Gold]) -> str:
    """A letter's own page that also tells the steps it went through."""
    x = letters[0]
    steps = f"<tr><th>时间</th><th>环节</th></tr><tr><td>{x.asked.isoformat()} 08:01</td><td>提交</td></tr><tr><td>{(x.asked + timedelta(days=1)).isoformat()} 09:30</td><td>转办</td></tr>"
    if x.answered:
        steps += f"<tr><td>{x.answered.isoformat()} 16:00</td><td>办结</td></tr>"
    reply = (
        f"<div class='hf'><p>{rng.choice(REPLY)}：{_d(rng, x.answered)}</p><p>答复单位：{x.unit}</p><p>答复内容：{x.answer}</p></div>"
        if x.state
        else ""
    )
    return (
        f"<div class='xj'><h2>{x.title}</h2><p>{rng.choice(ASK)}：{_d(rng, x.asked)}</p><p>来信内容：您好，{x.title}，请答复。</p><p>办理状态：{x.status}</p>{reply}"
        f"<h3>办理过程</h3><table>{steps}</table></div>"
    )


def detail_two_panels(rng: random.Random, letters: list[Gold]) -> str:
    x = letters[0]
    ask = f"<div class='panel'><div class='hd'>来信信息</div><table><tr><th>来信标题</th><td colspan='3'>{x.title}</td></tr><tr><th>{rng.choice(ASK)}</th><td>{_d(rng, x.asked)}</td><th>办理状态</th><td>{x.status}</td></tr><tr><th>来信内容</th><td colspan='3'>请问{x.title}</td></tr></table></div>"
    reply = (
        f"<div class='panel'><div class='hd'>回复信息</div><table><tr><th>回复单位</th><td>{x.unit}</td><th>{rng.choice(REPLY)}</th><td>{_d(rng, x.answered)}</td></tr><tr><th>回复内容</th><td colspan='3'>{x.answer}</td></tr></table></div>"
        if x.state
        else ""
    )
    return ask + reply


LAYOUTS: list[Callable[[random.Random, list[Gold]], str]] = [
    table, table_cells, list_with_heads, list_with_labels, list_bare, cards, definition_list, questions,
    detail_table, detail_lines, detail_sections, table_without_heads, table_two_rows, list_with_first_row_heads,
    list_with_picture_status, paragraphs_with_rules, quoted_answers, table_of_pairs, detail_with_steps, detail_two_panels,
]  # fmt: skip
FORM = "<h3>我要写信</h3><form action='/submit'><input name='xm' placeholder='姓名'><input name='title' placeholder='标题'><textarea placeholder='请输入内容'></textarea><button>提交</button></form>"
NO_FORM = ["", "<h3>我要举报</h3><form><input placeholder='被举报人'><textarea placeholder='举报内容'></textarea><button>提交</button></form>",
           "<form action='/search'><input name='q' placeholder='请输入关键词'><button>搜索</button></form>"]  # fmt: skip
JSON_NAMES = [
    ("title", "createTime", "replyTime", "statusName", "replyContent", "deptName"),
    ("bt", "lysj", "hfsj", "zt", "hfnr", "hfdw"),
    ("xjbt", "lxsj", "dfsj", "bjzt", "dfnr", "dfdw"),
    ("letterTitle", "submitDate", "answerDate", "state", "answer", "unitName"),
    ("subject", "askTime", "finishTime", "status", "reply", "orgName"),
    ("标题", "来信时间", "答复时间", "状态", "答复内容", "答复单位"),
    ("letter_title", "submit_time", "reply_time", "deal_status", "reply_content", "dept_name"),
    ("TITLE", "CREATE_DATE", "ANSWER_DATE", "STATUS_NAME", "ANSWER_CONTENT", "ORG_NAME"),
    ("mailTitle", "mailDate", "feedbackDate", "stateText", "feedbackContent", "feedbackOrg"),
    ("ztmc", "txsj", "bjsj", "blzt", "blyj", "bldw"),
]


def as_json(rng: random.Random, letters: list[Gold]) -> object:
    title, ask, reply, status, answer, unit = rng.choice(JSON_NAMES)

    def when(day: date | None) -> object:
        if day is None:
            return rng.choice([None, ""])
        moment = datetime(day.year, day.month, day.day, 9, 30, tzinfo=BEIJING)
        return rng.choice(
            [
                day.isoformat(),
                f"{day.isoformat()} 09:30:00",
                int(moment.timestamp() * 1000),
                moment.isoformat(),
            ]
        )

    rows = [
        {
            "id": x.n,
            title: x.title,
            ask: when(x.asked),
            reply: when(x.answered),
            status: x.status,
            answer: x.answer,
            unit: x.unit,
        }
        for x in letters
    ]
    return rng.choice([rows, {"code": 0, "data": {"total": len(rows), "list": rows}}, {"rows": rows}])
