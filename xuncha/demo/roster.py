"""Which sites the province has, how each looks, and what is planted on it."""

from __future__ import annotations

from dataclasses import dataclass

from xuncha.demo.names import BUREAUS, CITIES, CODE_PREFIX, DEPARTMENTS, DOMAIN, PROVINCE
from xuncha.facts.targets import RunState, Site, SiteKind

PROVINCIAL = "省直部门"
_LATIN = dict(CITIES)
_CITY_NUMBER = {city: number for number, (city, _) in enumerate(CITIES, start=1)}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the roster. ``unit`` is empty for the portal of ``owner`` (a city, or the province).

    ``serves``: whether the list says that the unit serves the public.
    """

    owner: str
    unit: str
    style: str
    listed: bool = False
    plot: str = ""
    state: RunState = RunState.RUNNING
    serves: bool | None = None


ROSTER: tuple[Entry, ...] = (
    Entry(PROVINCE, "", "portal", listed=True),
    Entry(PROVINCE, "教育厅", "ribbon", listed=True, plot="w201_slow_but_open"),
    Entry(PROVINCE, "民政厅", "ledger", listed=True, plot="w101_formulas"),
    Entry(PROVINCE, "水利厅", "cards", plot="n109_dead_article"),
    Entry(PROVINCE, "农业农村厅", "deflist", listed=True, plot="w402_nine"),
    Entry(PROVINCE, "交通运输厅", "calendar", plot="w301_exact_limit"),
    Entry(PROVINCE, "文化和旅游厅", "portal", listed=True, plot="n103_server_error"),
    Entry(PROVINCE, "卫生健康委员会", "undated", plot="n110_everyday"),
    Entry(PROVINCE, "统计局", "oldgbk", listed=True, plot="w101_only_spoken_of"),
    Entry("清禾市", "", "portal", listed=True, plot="n101_lawfully_alike"),
    Entry("望岚市", "", "ribbon", plot="w401_oldest_first"),
    Entry("栖云市", "", "ledger", listed=True, plot="w401_pinned"),
    Entry("澄湖市", "", "bracket", plot="w401_no_year"),
    Entry("霁川市", "", "cards", plot="n107_exempt_special"),
    Entry("碧浦市", "", "calendar", listed=True, plot="w401_four"),
    Entry("云汐市", "", "deflist", plot="w301_entrance"),
    Entry("梧津市", "", "tooltip", listed=True, plot="n106_expired"),
    Entry("桐澜市", "", "undated", listed=True, plot="n106_over_or_filed"),
    Entry("霜岭市", "", "leftjsp", plot="w401_second_level"),
    Entry("鹿泽市", "", "oldgbk", plot="n101_repeated"),
    Entry("柘川市", "", "ribbon", listed=True, plot="w201_six"),
    Entry("枫渡市", "", "ledger", plot="n103_not_found"),
    Entry("榆舟市", "", "portal", listed=True, plot="n109_not_dead"),
    Entry("蓝沚市", "", "bracket", listed=True, plot="n107_exempt_static"),
    Entry("瑶浦市", "", "cards", plot="n105_masked"),
    Entry("竹澜市", "", "calendar", plot="n105_leaked"),
    Entry("砚湖市", "", "leftjsp", listed=True, plot="w101_organs"),
    Entry("茗岭市", "", "tooltip", plot="w401_five_discovered"),
    Entry("禾津市", "", "deflist", listed=True, plot="w301_stale"),
    Entry("星渚市", "", "ribbon", plot="n102_blank"),
    Entry("清禾市", "教育局", "ledger", listed=True, plot="w201_seven"),
    Entry("望岚市", "民政局", "cards", listed=True, plot="w402_ten"),
    Entry("栖云市", "水利局", "bracket", plot="w403_five"),
    Entry("澄湖市", "农业农村局", "oldgbk", listed=True, plot="w401_five_listed"),
    Entry("霁川市", "交通运输局", "ribbon", plot="w403_four_and_script"),
    Entry("碧浦市", "文化旅游局", "leftjsp", listed=True, plot="w401_four_and_refused"),
    Entry("云汐市", "卫生健康局", "calendar", listed=True, plot="w403_explained"),
    Entry("梧津市", "城市管理局", "portal", plot="w201_invalid"),
    Entry("桐澜市", "教育局", "undated", plot="n103_gone"),
    Entry("霜岭市", "民政局", "tooltip", listed=True, plot="n107_stopped_notices"),
    Entry("鹿泽市", "水利局", "deflist", listed=True, plot="n109_dead_attachment"),
    Entry("柘川市", "农业农村局", "ledger", plot="n109_dead_external"),
    Entry("枫渡市", "交通运输局", "ribbon"),
    Entry("榆舟市", "文化旅游局", "oldgbk", state=RunState.CLOSED),
    Entry("蓝沚市", "卫生健康局", "ledger", state=RunState.CLOSED),
    Entry("瑶浦市", "城市管理局", "ribbon", state=RunState.EXCEPTION),
    Entry("清禾市", "民政局", "cards", plot="w501_petition_alone"),
    Entry("望岚市", "教育局", "ledger", listed=True, plot="w502_open"),
    Entry("栖云市", "民政局", "portal", plot="w502_open_in_data"),
    Entry("澄湖市", "教育局", "deflist", listed=True, plot="w502_answered_late"),
    Entry("霁川市", "水利局", "ribbon", plot="w502_in_order"),
    Entry("碧浦市", "教育局", "oldgbk", listed=True, plot="n104_old_letters"),
    Entry("蓝沚市", "教育局", "leftjsp", plot="n104_six_months"),
    Entry("云汐市", "民政局", "calendar", plot="w601_none", serves=True),
    Entry("梧津市", "水利局", "tooltip", listed=True, plot="w601_elsewhere", serves=True),
    Entry("枫渡市", "水利局", "cards", listed=True, plot="w601_exempt", serves=False),
    Entry("桐澜市", "民政局", "bracket", listed=True, plot="w602_lacking"),
    Entry("霜岭市", "教育局", "deflist", plot="w602_few_lacking"),
    Entry("鹿泽市", "民政局", "undated", listed=True, plot="w602_enough"),
    Entry("柘川市", "水利局", "ledger", plot="w602_script"),
)


def host_of(entry: Entry) -> str:
    """The invented host name of a site."""
    label = (DEPARTMENTS | BUREAUS)[entry.unit] if entry.unit else "www"
    city = "" if entry.owner == PROVINCE else f"{_LATIN[entry.owner]}."
    return f"{label}.{city}{DOMAIN}"


def site_of(entry: Entry, serial: int) -> Site:
    """The registry row of a site. Odd serials end in a slash, every fifth is registered with https."""
    owner = entry.owner
    city = _CITY_NUMBER.get(owner, 0)
    government = f"{owner}人民政府"
    office = f"{government}办公{'厅' if owner == PROVINCE else '室'}"
    scheme = "https" if serial % 5 == 0 else "http"
    return Site(
        site_code=f"{CODE_PREFIX}{city:02d}00{serial:04d}",
        name=f"{owner}{entry.unit}" if entry.unit else f"{government}门户网站",
        url=f"{scheme}://{host_of(entry)}{'/' if serial % 2 else ''}",
        sponsor=f"{owner}{entry.unit}" if entry.unit else office,
        supervisor=f"{PROVINCE}人民政府办公厅" if owner == PROVINCE or not entry.unit else office,
        region=PROVINCIAL if owner == PROVINCE else owner,
        kind=SiteKind.DEPARTMENT if entry.unit else SiteKind.PORTAL,
        state=entry.state,
        serves_public=entry.serves,
    )
