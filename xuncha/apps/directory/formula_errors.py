"""What a spreadsheet shows where a formula has no result: no text that anybody wrote, and no empty cell either."""

from __future__ import annotations

_CAUSES = {
    "#N/A": "没有查到对应的值",
    "#REF!": "引用的单元格已被删除",
    "#VALUE!": "引用的内容类型不对",
    "#DIV/0!": "除数为零",
    "#NAME?": "写错了函数或名称",
    "#NULL!": "引用的区域没有交集",
    "#NUM!": "数值超出范围",
    "#SPILL!": "结果放不下",
    "#CALC!": "无法计算",
    "#GETTING_DATA": "数据还没有取到",
}


def is_formula_error(cell: object) -> bool:
    """True for the result of a formula that failed."""
    return isinstance(cell, str) and cell.strip() in _CAUSES


def formula_error_words(cell: str) -> str:
    """What it is and what to do, in Chinese."""
    error = cell.strip()
    return f"是出错的公式（{error}：{_CAUSES[error]}），不是内容；请改正公式，或直接填写"
