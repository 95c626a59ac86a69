"""A count of our own over the generated province (never over its HTML): what every rule has to find in it."""

from collections import Counter
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from xuncha.demo.model import (
    ASOF,
    ONE_YEAR_BEFORE,
    SIX_MONTHS_BEFORE,
    TWO_WEEKS_BEFORE,
    Article,
    Body,
    DemoColumn,
    DemoSite,
    HomeKind,
    Province,
)
from xuncha.demo.planted_articles import INVENTED_ID, INVENTED_MOBILE
from xuncha.demo.plots import DEAD_HOST, SERVICE_HOST
from xuncha.demo.render import HOME_ITEMS
from xuncha.facts.account import ChannelCheck, ChannelKind, ChannelResult
from xuncha.facts.targets import ColumnKind, RunState

SHOULD = ColumnKind.SHOULD_UPDATE
BLANK = (Body.BLANK, Body.PLACEHOLDER)


def first_level(site: DemoSite) -> list[DemoColumn]:
    return [c for c in site.columns if not c.spec.parent and not c.spec.special]


def older(column: DemoColumn, limit) -> bool:
    return column.newest is not None and column.newest < limit


def w201(province: Province, site: DemoSite) -> str:
    samples = [s for s in province.probes[site.site.site_code] if ASOF - timedelta(days=7) <= s.at < ASOF]
    valid = [s for s in samples if s.valid]
    by_day = Counter(s.at.date() for s in valid)
    if len(by_day) < 7 or min(by_day.values()) < 20:
        return "doubt"
    failed = [
        s
        for s in valid
        if not s.outcome.isdigit()
        or int(s.outcome) >= 500
        or (s.elapsed_ms is not None and s.elapsed_ms >= 15_000)
    ]
    return "hit" if len(failed) * 20 >= len(valid) else ""


def w301(site: DemoSite) -> str:
    shown = {ColumnKind.NEWS, ColumnKind.NOTICE, ColumnKind.POLICY, ColumnKind.PICTURE_NEWS}
    columns = first_level(site)
    if site.home is HomeKind.NEWS:
        columns = [c for c in columns if c.spec.kind in shown]
    newest = max(c.newest for c in columns if c.newest is not None)
    return "hit" if newest < TWO_WEEKS_BEFORE else ""


def counted(certain: int, unsure: int, limit: int) -> str:
    return "hit" if certain >= limit else "doubt" if certain + unsure >= limit else ""


def w401(site: DemoSite) -> str:
    limits = {
        ColumnKind.NEWS: TWO_WEEKS_BEFORE,
        ColumnKind.NOTICE: SIX_MONTHS_BEFORE,
        ColumnKind.POLICY: SIX_MONTHS_BEFORE,
    }
    typed = [c for c in first_level(site) if c.spec.kind in limits]
    stale = sum(older(c, limits[c.spec.kind]) for c in typed)
    return counted(stale, sum(c.spec.status != 200 for c in typed), 5)


def overdue(column: DemoColumn) -> bool:
    days = column.spec.period_days or 365
    return older(column, ASOF - timedelta(days=days))


def w402(site: DemoSite) -> str:
    return counted(sum(overdue(c) for c in site.columns if c.spec.kind is SHOULD), 0, 10)


def w403(site: DemoSite) -> str:
    blank = sum(c.spec.body in BLANK for c in site.columns)
    unsure = sum(c.spec.body is Body.SCRIPT or c.spec.status == 403 for c in site.columns)
    return counted(blank, unsure, 5)


def n102(site: DemoSite) -> str:
    pictures = [c for c in site.columns if c.spec.kind is ColumnKind.PICTURE_NEWS]
    return "hit" if any(not c.articles for c in pictures) else ""


def n103(site: DemoSite) -> str:
    return "hit" if any(c.spec.status in (404, 410, 500) for c in site.columns) else ""


def n107(site: DemoSite) -> str:
    yearly = (ColumnKind.NEWS, ColumnKind.NOTICE, ColumnKind.POLICY, ColumnKind.PICTURE_NEWS)
    stagnant = [
        c
        for c in site.columns
        if not c.spec.special
        and ((c.spec.kind is SHOULD and overdue(c)) or (c.spec.kind in yearly and older(c, ONE_YEAR_BEFORE)))
    ]
    return "hit" if stagnant else ""


def n109(site: DemoSite) -> set[str]:
    """A dead link to a host of the province is a hit; to a host it does not have, a doubt."""
    articles = [a for c in site.columns for a in c.articles]
    dead = any(a.status == 404 or (a.attachment and a.attachment_status == 404) for a in articles)
    found = {"hit"} if dead else set()
    for link in site.odd_links:
        if link.status == 404 and not link.commented_out:
            found.add("doubt" if DEAD_HOST in link.href else "hit")
    return found


def n101(site: DemoSite) -> str:
    """The same words under two dates, or twice in one column."""
    places: dict[tuple[str, ...], list[tuple[str, object]]] = {}
    for column in site.columns:
        for article in column.articles:
            if not article.fields:
                places.setdefault(article.paragraphs, []).append((column.spec.slug, article.published.date()))
    repeated = [seen for seen in places.values() if len(seen) > 1]
    lawful = [
        seen for seen in repeated if len({day for _, day in seen}) == 1 and len(dict(seen)) == len(seen)
    ]
    return "hit" if len(repeated) > len(lawful) else ""


def n105(site: DemoSite) -> str:
    said = "".join("".join(a.paragraphs) for c in site.columns for a in c.articles)
    return "hit" if INVENTED_ID in said or INVENTED_MOBILE in said else ""


def n106(site: DemoSite) -> str:
    """Shown on the home page, past its last day, and not said to be over."""
    shown = [
        "".join(a.paragraphs)
        for c in first_level(site)
        for a in sorted(c.articles, key=lambda a: a.published, reverse=True)[:HOME_ITEMS]
        if a.published + timedelta(days=11) <= ASOF
    ]
    return "hit" if any("正在进行中" in said and "已结束" not in said for said in shown) else ""


def letters(site: DemoSite) -> list[Article]:
    return [a for c in site.columns if c.spec.slug == "zxjy" for a in c.articles]


def w501(site: DemoSite) -> str:
    return "" if letters(site) else "hit"


def w502(site: DemoSite) -> str:
    """Asked within the year, no answer within three months; a test or a repetition needs none."""
    asked: set[str] = set()
    late = []
    for letter in sorted(letters(site), key=lambda a: a.published):
        ends = letter.answered or ASOF
        valid = letter.title != "测试" and letter.paragraphs[0] not in asked
        asked.add(letter.paragraphs[0])
        late.append(
            valid
            and letter.published >= ONE_YEAR_BEFORE
            and ends > letter.published + relativedelta(months=3)
        )
    return "hit" if any(late) else ""


def n104(site: DemoSite) -> str:
    newest = max((a.answered or a.published for a in letters(site)), default=ASOF)
    return "hit" if newest < SIX_MONTHS_BEFORE else ""


CLASSES = ("事项名称", "设定依据", "申请条件", "办理材料", "办理地点", "办理时间", "联系电话", "办理流程")
SAYS_NOTHING = ("", "无", "——", "略", "/", "详见附件", "暂无")


def w601(site: DemoSite) -> str:
    offered = any(c.spec.slug == "bszn" for c in site.columns)
    offered = offered or any(SERVICE_HOST in link.href for link in site.odd_links)
    return "" if offered or site.site.serves_public is False else "hit"


def w602(site: DemoSite) -> str:
    guides = [a for c in site.columns if c.spec.slug == "bszn" for a in c.articles]
    if guides and all(guide.scripted for guide in guides):
        return "doubt"
    missing = [sum(dict(g.fields).get(name, "") in SAYS_NOTHING for name in CLASSES) for g in guides]
    lacking = sum(count >= 4 for count in missing)
    return "hit" if lacking >= 5 or (0 < len(guides) < 5 and lacking == len(guides)) else ""


def looks(province: Province, account_id: str, *kinds: ChannelKind) -> list[ChannelCheck]:
    return [look for look in province.channels.get(account_id, ()) if look.kind in kinds]


def last_looks(checks: list[ChannelCheck]) -> list[ChannelResult]:
    return [look.result for look in {(look.kind, look.name): look for look in checks}.values()]


def a202(province: Province, account_id: str) -> str:
    downloads = looks(province, account_id, ChannelKind.DOWNLOAD)
    if not downloads or downloads[-1].result is ChannelResult.OK:
        return ""
    return "hit" if len(downloads) > 1 else "doubt"


def a301(province: Province, account_id: str) -> str:
    kinds = [kind for kind in ChannelKind if kind is not ChannelKind.DOWNLOAD]
    return "" if ChannelResult.OK in last_looks(looks(province, account_id, *kinds)) else "hit"


def n108(province: Province, account_id: str) -> str:
    checks = looks(province, account_id, ChannelKind.MENU, ChannelKind.MINI_PROGRAM)
    return "hit" if ChannelResult.FAILED in last_looks(checks) else ""


def a201(province: Province, account_id: str) -> str:
    past = [post.published_at for post in province.posts.get(account_id, ()) if post.published_at <= ASOF]
    if not past:
        return "doubt"
    return "hit" if max(past) < TWO_WEEKS_BEFORE else ""


#: Names of columns of accounts that say by themselves that they are to be updated.
UPDATED = ("动态", "通知", "公告", "文件", "要闻")


def n107_of_account(province: Province, account_id: str) -> str:
    posts = [post for post in province.posts.get(account_id, ()) if post.published_at <= ASOF]
    newest: dict[str, date] = {}
    for post in posts:
        for name in post.collections or ():
            newest[name] = max(newest.get(name, date.min), post.published_at.date())
    for look in province.channels.get(account_id, ()):
        if look.newest:
            newest[look.name] = max(newest.get(look.name, date.min), look.newest)
    if not posts and not newest:
        return "doubt"
    old = [name for name, day in newest.items() if day < ONE_YEAR_BEFORE.date()]
    return "hit" if any(word in name for name in old for word in UPDATED) else ""


#: Wrong forms of the province; a text that also speaks of mistakes only names them.
SERIOUS = ("扫黑险恶", "命运共国体", "办公庁", "人名政府")
EVERYDAY = ("顺力", "竣功")
SPEAKS_OF_MISTAKES = ("误写成", "不实信息", "咬文嚼字")


def says(text: str, forms: tuple[str, ...]) -> bool:
    return any(form in text for form in forms) and not any(word in text for word in SPEAKS_OF_MISTAKES)


def wording(texts: list[str], code: str) -> set[tuple[str, str]]:
    found = {(code, "doubt")} if any(says(text, SERIOUS) for text in texts) else set()
    return found | ({("N110", "doubt")} if any(says(text, EVERYDAY) for text in texts) else set())


def recount(province: Province) -> set[tuple[str, str, str]]:
    found = set()
    for site in province.sites:
        code = site.site.site_code
        outcomes = {
            "W201": w201(province, site),
            "W301": w301(site),
            "W401": w401(site),
            "W402": w402(site),
            "W403": w403(site),
            "W501": w501(site),
            "W502": w502(site),
            "W601": w601(site),
            "W602": w602(site),
            "N104": n104(site),
            "N101": n101(site),
            "N102": n102(site),
            "N103": n103(site),
            "N105": n105(site),
            "N106": n106(site),
            "N107": n107(site),
        }
        found |= {(code, rule, outcome) for rule, outcome in outcomes.items() if outcome}
        found |= {(code, "N109", outcome) for outcome in n109(site)}
        texts = [f"{a.title}{''.join(a.paragraphs)}" for c in site.columns for a in c.articles]
        found |= {(code, *one) for one in wording(texts, "W101")}
    rules = {"A201": a201, "A202": a202, "A301": a301, "N107": n107_of_account, "N108": n108}
    for account in province.accounts:
        if account.state is RunState.RUNNING:
            outcomes = {code: rule(province, account.account_id) for code, rule in rules.items()}
            found |= {(account.account_id, code, outcome) for code, outcome in outcomes.items() if outcome}
            posts = province.posts.get(account.account_id, ())
            found |= {
                (account.account_id, *one) for one in wording([p.title + p.text for p in posts], "A101")
            }
            if not posts:
                found |= {(account.account_id, code, "doubt") for code in ("A101", "A103", "A105")}
    return found
