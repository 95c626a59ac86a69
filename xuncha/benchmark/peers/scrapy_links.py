"""Scrapy as a link checker: python scrapy_links.py HOME RESULT. Runs with Scrapy's own interpreter."""

import json
import sys
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.crawler import CrawlerProcess
from scrapy.linkextractors import LinkExtractor

HOME, RESULT = sys.argv[1:3]
HOST = urlsplit(HOME).netloc


class LinkSpider(Spider):
    name = "links"
    handle_httpstatus_list = tuple(range(400, 600))
    extractor = LinkExtractor(
        tags=("a", "area", "img", "link", "iframe"),
        attrs=("href", "src"),
        deny_extensions=[],
        canonicalize=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.dead, self.pages = [], 0

    async def start(self):
        yield Request(HOME, self.parse, errback=self.failed)

    def parse(self, response):
        asked = response.request.meta.get("redirect_urls", [response.url])[0]
        if response.status >= 400:
            self.dead.append(asked)
            return
        kind = response.headers.get("Content-Type", b"")
        if b"html" not in kind or urlsplit(response.url).netloc != HOST:
            return
        self.pages += 1
        for link in self.extractor.extract_links(response):
            yield Request(link.url, self.parse, errback=self.failed)

    def failed(self, failure):
        request = failure.request
        self.dead.append(request.meta.get("redirect_urls", [request.url])[0])

    def closed(self, reason):
        with open(RESULT, "w", encoding="utf-8") as file:
            json.dump({"pages": self.pages, "dead": self.dead}, file)


process = CrawlerProcess(
    {
        "LOG_LEVEL": "CRITICAL",
        "CONCURRENT_REQUESTS": 32,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 32,
        "DOWNLOAD_DELAY": 0,
        "AUTOTHROTTLE_ENABLED": False,
        "ROBOTSTXT_OBEY": False,
        "COOKIES_ENABLED": False,
        "RETRY_ENABLED": False,
        "TELNETCONSOLE_ENABLED": False,
    }
)
process.crawl(LinkSpider)
process.start()
