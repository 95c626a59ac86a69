"""The command line: reads options, calls the functions everything else calls, prints in Chinese."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from xuncha import __version__
from xuncha.apps.directory.inputs import InputPaths
from xuncha.apps.directory.problems import InputProblems
from xuncha.apps.inspections.facts_store import FactsError, FactsStore
from xuncha.apps.inspections.gathering import GatheringError
from xuncha.apps.inspections.judging import judge_result
from xuncha.apps.inspections.manuscript import ManuscriptError, check_manuscript, read_manuscript
from xuncha.apps.inspections.output import write_findings, write_verdicts
from xuncha.apps.inspections.request import Request, digests_of
from xuncha.apps.inspections.results import Finding, Verdict
from xuncha.apps.inspections.running import ResultFolderError, Run, inspect
from xuncha.apps.notices.publishing import notice_data, publish
from xuncha.documents.notice_data import NoticeData
from xuncha.documents.reconcile import NoticeDoesNotReconcile
from xuncha.facts.seen import BEIJING
from xuncha.gather.evidence.verify import verify
from xuncha.gather.http.settings import FetchSettings, RobotsPolicy
from xuncha.manual import as_json, as_markdown, as_table
from xuncha.options import ADDRESS, FILE, FOLDER, NETWORK, PREFIXES, RESULT, TIMEPOINT
from xuncha.progress import console, watch_sites
from xuncha.standards.standard import Standard, StandardError, load_standard

BROKEN, BAD_INPUT, NOT_ASSESSED, INTERRUPTED = 1, 2, 3, 130


class Stop(click.ClickException):
    """An end with a sentence for the user and an exit code of the contract."""

    def __init__(self, message: str, code: int) -> None:
        super().__init__(message)
        self.exit_code = code

    def show(self, file: Any = None) -> None:
        """Print the message alone: it says by itself what is wrong and where."""
        click.echo(self.message, err=True)


def ends_in_words(command: Callable[..., None]) -> Callable[..., None]:
    """The one place where the program's own exceptions become sentences and exit codes."""

    def run(**options: Any) -> None:
        try:
            command(**options)
        except InputProblems as problems:
            raise Stop(f"{problems}\n共 {len(problems.rows)} 处错误，没有写入任何结果。", BAD_INPUT) from None
        except (StandardError, ResultFolderError, FactsError, ManuscriptError) as error:
            raise Stop(str(error), BAD_INPUT) from None
        except NoticeDoesNotReconcile as error:
            raise Stop(f"数字对不上，拒绝生成通报：\n{error}", BROKEN) from None
        except GatheringError as error:
            raise Stop(str(error), INTERRUPTED) from None
        except KeyboardInterrupt:
            raise Stop("\n已中断。已检查完的网站都已保存，加 --resume 可以继续。", INTERRUPTED) from None

    run.__name__, run.__doc__ = command.__name__, command.__doc__
    run.__click_params__ = getattr(command, "__click_params__", [])  # type: ignore[attr-defined]
    return run


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="xuncha", message="巡查 %(prog)s %(version)s")
def main() -> None:
    """巡查：政府网站与政务新媒体季度检查。

    \b
    示例：
      xuncha demo --no-serve
      xuncha inspect --sites sites.csv --out 结果 --asof 2025-06-25T10:00
      xuncha judge 结果
    """


@main.command(name="inspect")
@click.option("--sites", type=FILE, help="网站名单（CSV 或 xlsx）")
@click.option("--columns", type=FILE, help="栏目表；未列出的栏目自动从网站发现")
@click.option("--accounts", type=FILE, help="政务新媒体账号名单")
@click.option("--posts", type=FILE, help="账号发布记录（JSONL）")
@click.option("--channels", type=FILE, help="账号互动功能检查记录（JSONL）")
@click.option("--probes", type=FILE, help="可用性监测记录（CSV）")
@click.option("--error-reports", type=FILE, help="“我为政府网站找错”记录（CSV 或 xlsx）")
@click.option("--asof", type=TIMEPOINT, help="监测时间点，如 2025-06-25T10:00（默认：现在）")
@click.option(
    "--standard", default="national-2019", show_default=True, help="标准名称，或本省标准的 TOML 文件"
)
@click.option("--indicators", type=PREFIXES, default="", help="只判定这些指标，可用前缀，如 W2,W3,W4")
@click.option("--out", type=FOLDER, required=True, help="结果目录（新建或为空）")
@click.option(
    "--connect-to",
    type=ADDRESS,
    help="所有域名都改连这个地址 ADDR:PORT（演练、回放、测试），https 在此改用 http",
)
@click.option(
    "--allow-net", type=NETWORK, multiple=True, help="允许访问的内网网段 CIDR，可重复；默认拒绝一切内网地址"
)
@click.option(
    "--max-pages", type=click.IntRange(1), default=300, show_default=True, help="每个网站最多打开的页面数"
)
@click.option(
    "--rate", type=click.FloatRange(0.01), default=2.0, show_default=True, help="每个主机每秒请求数"
)
@click.option(
    "--connections", type=click.IntRange(1), default=2, show_default=True, help="每个主机同时连接数"
)
@click.option("--jobs", type=click.IntRange(1), default=1, show_default=True, help="工作进程数")
@click.option("--resume", is_flag=True, help="继续同一结果目录中被中断的检查")
@click.option(
    "--robots",
    type=click.Choice([p.value for p in RobotsPolicy]),
    default="obey",
    show_default=True,
    help="是否遵守 robots.txt；名单中网站的首页总是访问",
)
@click.option("--contact", default="", help="写入 User-Agent 的联系网页或邮箱，便于被检查单位加白名单")
@click.option("--issuer", default="", help="通报的发文机关，如“云岭省人民政府办公厅”")
@ends_in_words
def inspect_command(**options: Any) -> None:
    """检查网站和账号：读入名单，访问网站，逐项判定，生成通报。

    名单有误时逐行指出“文件:行:列: 原因”，退出码 2，不写任何结果。
    退出码：0 完成；2 输入有误；3 完成但有对象未能判定；130 中断，可用 --resume 继续。

    \b
    示例：
      xuncha inspect --sites sites.csv --columns columns.csv --probes probes.csv \\
        --asof 2025-06-25T10:00 --out 结果
      xuncha inspect --accounts accounts.csv --posts posts.jsonl --indicators A201 --out 新媒体
    """
    run = _run(options)
    inspect(run, watch_sites)
    judge_and_publish(run.result, run.request, run.standard).end()


def _run(options: dict[str, Any]) -> Run:
    roles = ("sites", "columns", "accounts", "posts", "channels", "probes", "error_reports")
    paths = InputPaths(**{role: options[role] for role in roles})
    if not (paths.sites or paths.accounts or paths.error_reports):
        raise Stop("请至少提供 --sites、--accounts、--error-reports 中的一项", BAD_INPUT)
    standard = load_standard(options["standard"])
    standard.scope(options["indicators"])
    request = Request(
        asof=options["asof"] or _unsaid_timepoint(options["out"], resume=options["resume"]),
        standard=options["standard"],
        indicators=options["indicators"],
        digests=digests_of(paths),
        version=__version__,
        issuer=options["issuer"],
        max_pages=options["max_pages"],
    )
    settings = FetchSettings(
        rate=options["rate"],
        connections=options["connections"],
        contact=options["contact"],
        connect_to=options["connect_to"],
        allow_net=options["allow_net"],
        robots=RobotsPolicy(options["robots"]),
    )
    return Run(paths, request, standard, settings, options["out"], options["jobs"], options["resume"])


def _unsaid_timepoint(result: Path, *, resume: bool) -> datetime:
    """Now; for a run that goes on, the time at which it began."""
    if resume and (result / "facts" / "run.json").exists():
        return FactsStore(result).request().asof
    return datetime.now(BEIJING).replace(microsecond=0)


@dataclass(frozen=True, slots=True)
class Judged:
    """What judging a result gave."""

    verdicts: list[Verdict]
    findings: list[Finding]

    def end(self) -> None:
        """Stop with 3 when some target stays unknown."""
        if any(verdict.outcome == "unknown" for verdict in self.verdicts):
            raise Stop(
                "检查完成，但有对象未能判定（不算合格，也不算不合格），原因见 verdicts.csv 的 note 列。",
                NOT_ASSESSED,
            )


def judge_and_publish(result: Path, request: Request, standard: Standard) -> Judged:
    """Judge saved facts, write every output and print the figures."""
    store = FactsStore(result)
    verdicts, findings = judge_result(store, request, standard)
    write_verdicts(result, verdicts)
    write_findings(result, findings)
    data = notice_data(verdicts, findings, store.registry(), request, standard)
    not_made = publish(result, data)
    if not_made:
        console.print(f"[bold red]{not_made}")
    _print_figures(data, result)
    return Judged(verdicts, findings)


def _print_figures(data: NoticeData, result: Path) -> None:
    for name, totals in (("政府网站", data.sites), ("政务新媒体", data.accounts)):
        tally = totals.tally
        if tally.total:
            rate = f"，合格率 {totals.pass_rate}%" if totals.pass_rate is not None else ""
            unknown = f"，未能判定 {tally.unknown}" if tally.unknown else ""
            click.echo(f"{name} {tally.total} 个：合格 {tally.passed}，不合格 {tally.failed}{unknown}{rate}")
    for row in data.failed:
        click.echo(
            f"  不合格：{row.name}（{row.region}）{'、'.join(f'{f.code} {f.title}' for f in row.faults)}"
        )
    if data.coverage.pages:
        click.echo(f"应读页面 {data.coverage.pages} 个，实际读取 {data.coverage.reached} 个")
    if data.scope.limited:
        click.echo(f"检查范围有限：{data.scope.text}")
    click.echo(
        f"结果在 {result}：verdicts.csv、findings.jsonl、summary.json、notice.docx、notice.pdf、annexes.xlsx"
    )


@main.command(name="judge")
@click.argument("result_dir", type=RESULT)
@click.option("--asof", type=TIMEPOINT, help="另一个监测时间点（默认：检查时的）")
@click.option("--standard", help="另一个标准（默认：检查时的）")
@click.option("--indicators", type=PREFIXES, help="另一个范围（默认：检查时的）")
@ends_in_words
def judge_command(result_dir: Path, **changes: Any) -> None:
    """对已保存的事实重新判定，不访问网络；同样的事实、标准和时间点得到逐字节相同的结果。

    \b
    示例：
      xuncha judge 结果
      xuncha judge 结果 --standard 本省标准.toml
    """
    request = replace(FactsStore(result_dir).request(), **{k: v for k, v in changes.items() if v is not None})
    judge_and_publish(result_dir, request, load_standard(request.standard)).end()


@main.command(name="notice")
@click.argument("result_dir", type=RESULT)
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
    verdicts, findings = judge_result(store, request, standard)
    not_made = publish(result_dir, notice_data(verdicts, findings, store.registry(), request, standard))
    click.echo(not_made or f"已生成 {result_dir / 'notice.docx'}、notice.pdf、annexes.xlsx")


@main.command(name="rules")
@click.option("--standard", default="national-2019", show_default=True, help="标准名称，或 TOML 文件")
@click.option("--json", "form", flag_value="json", help="输出 JSON")
@click.option("--markdown", "form", flag_value="markdown", help="输出指标手册（Markdown）")
@click.option("--table", "form", flag_value="table", default="table", help="输出表格（默认）")
@ends_in_words
def rules_command(standard: str, form: str) -> None:
    """列出全部指标：代码、名称、类别、限值、依据和检查办法。

    \b
    示例：
      xuncha rules
      xuncha rules --json
    """
    shapes = {"json": as_json, "markdown": as_markdown, "table": as_table}
    text = shapes[form](load_standard(standard))
    click.echo(text, nl=not text.endswith("\n"))


@main.group(name="evidence")
def evidence_group() -> None:
    """证据：核验存档。"""


@evidence_group.command(name="verify")
@click.argument("directory", type=RESULT)
def verify_command(directory: Path) -> None:
    """核对证据目录中每条记录的摘要；有任何一个字节被改动或缺失都会指出，退出码 1。

    \b
    示例：
      xuncha evidence verify 结果/evidence
    """
    folder = directory / "evidence" if (directory / "evidence").is_dir() else directory
    verification = verify(folder)
    for problem in verification.problems:
        click.echo(f"{problem.warc}:{problem.offset}: {problem.text}", err=True)
    click.echo(f"共 {verification.records} 条记录，{len(verification.problems)} 处问题")
    sys.exit(BROKEN if verification.problems else 0)


@main.command(name="check")
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True))
@click.option("--json", "as_json_lines", is_flag=True, help="输出 JSON，供发布系统使用")
@click.option("--asof", type=TIMEPOINT, help="发布时间（默认：现在）")
@ends_in_words
def check_command(file: str, as_json_lines: bool, asof: datetime | None) -> None:
    """发布前检查稿件（txt、html、docx 等；“-”读标准输入）：错误表述、错别字、个人隐私、过期日期。

    有提示时退出码 1，没有则为 0；机器只作提示，由编辑判断。

    \b
    示例：
      xuncha check 稿件.docx
      cat 稿件.txt | xuncha check - --json
    """
    text = read_manuscript(file)
    remarks = check_manuscript(text, (asof or datetime.now(BEIJING)).date())
    if as_json_lines:
        click.echo(json.dumps([asdict(remark) for remark in remarks], ensure_ascii=False, indent=1))
    for remark in () if as_json_lines else remarks:
        level = "提示" if remark.alert else "请核对"
        click.echo(
            f"{remark.line}行{remark.column}字 [{remark.code} {level}] “{remark.quote}” {remark.suggestion}（{remark.reason}）"
        )
    if not as_json_lines:
        click.echo(f"共 {len(remarks)} 处提示。" if remarks else "没有发现问题。")
    sys.exit(1 if remarks else 0)


@main.command(name="demo")
@click.option("--no-serve", is_flag=True, help="只运行检查并输出结果，不启动网页")
@click.option("--out", type=FOLDER, help="结果目录（默认：临时目录，结束时打印）")
@ends_in_words
def demo_command(no_serve: bool, out: Path | None) -> None:
    """一条命令看全过程：在本机启动示范省的网站，导入名单，检查，生成通报。

    \b
    示例：
      xuncha demo --no-serve
      xuncha demo --no-serve --out 演示结果
    """
    from xuncha.demo.show import (  # building the province is work no other command needs
        compare,
        demonstration,
    )

    if not no_serve:
        click.echo("本版本还没有网页界面，只运行检查并输出结果（等同 --no-serve）。", err=True)
    with demonstration(out) as run:
        inspect(run, watch_sites)
    judged = judge_and_publish(run.result, run.request, run.standard)
    click.echo(compare(judged.findings).in_words)
