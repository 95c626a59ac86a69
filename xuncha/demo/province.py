"""The sample province as a whole: everything the input files and the server need, built from fixed seeds."""

from __future__ import annotations

from xuncha.demo.files_served import national_platform, service_portal
from xuncha.demo.media import build_accounts, build_channels, build_posts
from xuncha.demo.model import ASOF, Page, Planted, Province
from xuncha.demo.planted import PLANTED, PLANTED_CODES
from xuncha.demo.plots import SERVICE_HOST
from xuncha.demo.render import SiteRenderer, friends_of
from xuncha.demo.samples import build_error_reports, build_probes
from xuncha.demo.sites import build_registry, build_sites
from xuncha.demo.templates.shells import NATIONAL_HOST

__all__ = ["ASOF", "PLANTED", "PLANTED_CODES", "Planted", "Province", "build"]


def build() -> Province:
    """The province, the same bytes every time. Takes about a quarter of a second."""
    sites = build_sites()
    accounts = build_accounts()
    pages: dict[str, dict[str, Page]] = {
        site.host: SiteRenderer(site, friends_of(site, sites)).pages() for site in sites
    }
    pages[NATIONAL_HOST] = national_platform(tuple(site.site.site_code for site in sites))
    pages[SERVICE_HOST] = service_portal()
    return Province(
        sites=sites,
        registry=build_registry(),
        accounts=accounts,
        posts=build_posts(accounts),
        channels=build_channels(accounts),
        probes=build_probes(sites),
        reports=build_error_reports(sites),
        pages=pages,
        planted=PLANTED,
    )
