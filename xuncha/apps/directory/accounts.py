"""Reads the list of new-media accounts (政务新媒体名单)."""

from __future__ import annotations

from pathlib import Path

from xuncha.apps.directory.cells import Cells, identifier, one_line, whole_number
from xuncha.apps.directory.keys import ACCOUNT_ID, Unique
from xuncha.apps.directory.problems import Problems
from xuncha.apps.directory.synonyms import PLATFORMS, RUN_STATES, one_of
from xuncha.apps.directory.tables import Layout, read_table
from xuncha.facts.targets import MediaAccount, Platform, RunState

#: How many follow the account, as its platform says: 关注数, 粉丝数, users of a 小程序, downloads of a 移动客户端.
FOLLOWERS = "关注数"

LAYOUT = Layout((ACCOUNT_ID, "账号名称", "平台", "主办单位", "主管单位", "地区", "运行状态"), (FOLLOWERS,))
_platform = one_of(Platform, PLATFORMS)
_state = one_of(RunState, RUN_STATES)


def read_accounts(path: Path, problems: Problems) -> list[MediaAccount]:
    """The accounts of the list, in its order. Whatever is wrong goes to ``problems``.

    主管单位 and 关注数 may be empty. 账号标识 is kept as written, capital letters included: platforms tell them apart.
    """
    unique = Unique(ACCOUNT_ID)
    read = (
        _account(Cells(row, str(path), problems), unique, problems)
        for row in read_table(path, LAYOUT, problems)
    )
    return [account for account in read if account is not None]


def _account(cells: Cells, unique: Unique, problems: Problems) -> MediaAccount | None:
    account_id = cells.read(ACCOUNT_ID, identifier)
    if account_id:
        unique.check(account_id, cells)
    account = MediaAccount(
        account_id=account_id,
        name=cells.read("账号名称", one_line),
        platform=cells.read("平台", _platform),
        sponsor=cells.read("主办单位", one_line),
        supervisor=cells.read_or("主管单位", one_line, ""),
        region=cells.read("地区", one_line),
        state=cells.read("运行状态", _state),
        followers=cells.read_or(FOLLOWERS, whole_number, None),
    )
    if cells.refused:
        problems.refuse_key(ACCOUNT_ID, account_id)
        return None
    return account
