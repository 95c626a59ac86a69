"""``xuncha judge``: saved facts judged again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from xuncha.apps.inspections.facts_store import FactsStore
from xuncha.apps.inspections.judging import question_of
from xuncha.apps.inspections.judging_apart import judge_apart
from xuncha.apps.inspections.request import Request
from xuncha.commands.ending import ends_in_words
from xuncha.commands.judging import judge_and_publish
from xuncha.commands.options import FILE, PREFIXES, RESULT, TIMEPOINT
from xuncha.commands.progress import watch_sites
from xuncha.standards.standard import Standard, load_standard

_MORE = (
    "检查时的范围较小，现在的指标所需的内容当时没有读取：先从存档的网页重新提取（如同 --reread，不访问网络），"
    "存档中没有的网页按“没看到”处理。"
)


@click.command(name="judge")
@click.argument("result_dir", metavar="结果目录", type=RESULT)
@click.option("--asof", type=TIMEPOINT, help="另一个监测时间点（默认：检查时的）")
@click.option("--standard", help="另一个标准（默认：检查时的）")
@click.option("--indicators", type=PREFIXES, help="另一个范围（默认：检查时的）")
@click.option("--scores", type=FILE, help="填好的评分表（xlsx 或 TOML，见 score-form）；默认用上次的")
@click.option(
    "--reread",
    is_flag=True,
    help="不用已保存的事实，而是从存档的网页（WARC）重新提取后再判定，同样不访问网络",
)
@click.option("--jobs", type=click.IntRange(1), default=1, show_default=True, help="工作进程数")
@ends_in_words
def judge_command(result_dir: Path, reread: bool, jobs: int, scores: Path | None, **changes: Any) -> None:
    """对已保存的事实重新判定，不访问网络；同样的事实、标准和时间点得到逐字节相同的结果。

    加 --reread 时先从证据目录的存档重新提取事实（原来的事实保留不动）；存档中没有的网页按“没看到”处理，绝不去访问。
    --indicators 或 --standard 所需的内容检查时没有读取的，自动照 --reread 办理。

    \b
    示例：
      xuncha judge 结果
      xuncha judge 结果 --standard 本省标准.toml
      xuncha judge 结果 --scores 评分表.xlsx
      xuncha judge 结果 --jobs 2
      xuncha judge 结果 --reread --jobs 2
    """
    request = replace(FactsStore(result_dir).request(), **{k: v for k, v in changes.items() if v is not None})
    standard = load_standard(request.standard)
    store = None
    if not reread and (changes["indicators"] is not None or changes["standard"] is not None):
        reread = _is_asked_for_more(result_dir, request, standard)
    if reread:
        # All that reads web pages; loading it costs more than judging a small site.
        from xuncha.apps.inspections.rereading import reread as reread_result

        store = reread_result(result_dir, request, standard, watch_sites, jobs)
    elif jobs > 1:
        words = FactsStore(result_dir).registry().office_words
        judge_apart(result_dir, request, question_of(request, standard, words), jobs)
    judge_and_publish(result_dir, request, standard, store, scores, as_read=reread or jobs > 1).end()


def _is_asked_for_more(result: Path, request: Request, standard: Standard) -> bool:
    """Whether the facts were read for a narrower scope, which is then said: they are no answer to this one."""
    from xuncha.apps.inspections.planning import lacks_facts

    store, scope = FactsStore(result), standard.scope(request.indicators)
    sites = (store.site(site.site_code) for site in store.registry().sites or ())
    more = any(facts is not None and lacks_facts(facts, scope) for facts in sites)
    if more:
        click.echo(_MORE)
    return more
