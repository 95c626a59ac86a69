"""``xuncha notice``: the notice and its annexes from a result."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from xuncha.apps.inspections.facts_store import FactsStore
from xuncha.apps.inspections.judging import judge_and_score
from xuncha.apps.notices.publishing import evidence_digest, notice_data, publish
from xuncha.commands.ending import ends_in_words
from xuncha.commands.judging import score_sheet_of
from xuncha.commands.options import RESULT
from xuncha.standards.standard import load_standard


@click.command(name="notice")
@click.argument("result_dir", metavar="结果目录", type=RESULT)
@click.option("--issuer", help="发文机关")
@ends_in_words
def notice_command(result_dir: Path, issuer: str | None) -> None:
    """由已有结果重新生成通报和附件（数字对不上时拒绝生成）。

    \b
    示例：
      xuncha notice 结果 --issuer 云岭省人民政府办公厅
    """
    store = FactsStore(result_dir)
    request = store.request()
    request = replace(request, issuer=issuer or request.issuer)
    standard = load_standard(request.standard)
    registry = store.registry()
    sheet = score_sheet_of(result_dir, registry, standard)
    verdicts, findings, scores = judge_and_score(store, request, standard, sheet)
    digest = evidence_digest(result_dir)
    not_made = publish(
        result_dir, notice_data(verdicts, findings, registry, request, standard, scores, digest)
    )
    click.echo(not_made or f"已生成 {result_dir / 'notice.docx'}、notice.pdf、annexes.xlsx")
