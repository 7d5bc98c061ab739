"""Pages: against stock Wagtail in the same server, by number of queries, and a number among 200,000."""

import statistics
from urllib.parse import quote

from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, Site

from bench.filling import fill, judgment
from bench.stock.models import StockIndexPage, StockPage
from bench.world import rate, served
from core.models import Organ
from core.publishing import check, publish_many
from core.sealed import Sealed
from justice.case_numbers import parse
from justice.models import CaseFile
from openness.models import Judgment, JudgmentSource

SENTENCE = "本院认为，双方签订的合同系真实意思表示，内容不违反法律、行政法规的强制性规定，合法有效，被告未按约定履行付款义务，已构成违约。"
TEXT = "\n".join(["原告：高某，女。", "被告：某建材有限公司。", *[SENTENCE] * 40, "判决如下：", "审 判 员　王 某", "二〇二六年三月五日"])


def against_stock(size: int = 200) -> dict:
    """Requests a second: judgment page uncached against a stock detail page, cached against a bare view."""
    sample = _fill(size)[0]
    stock = _stock_page()
    Site.clear_site_root_paths_cache()
    page = sample.get_absolute_url()
    with served(cache_seconds=0) as address:
        rounds = [(rate(address + stock), rate(address + page)) for _ in range(3)]
        uncached = statistics.median(ours / theirs for theirs, ours in rounds)
    with served(cache_seconds=30) as address:
        hot = [(rate(address + "/bench/bare/"), rate(address + page)) for _ in range(3)]
        cached = statistics.median(ours / bare for bare, ours in hot)
    return {
        "uncached_over_stock": round(uncached, 2), "asked_uncached": ">= 2", "cached_over_bare": round(cached, 2), "asked_cached": ">= 0.5",
        "stock_rps": round(rounds[-1][0]), "judgment_rps": round(rounds[-1][1]), "bare_rps": round(hot[-1][0]), "cached_rps": round(hot[-1][1]),
    }  # fmt: skip


def queries(size: int = 2000) -> dict:
    """Queries of the judgment page and of the list, with a tenth of the records and with all."""
    first = _fill(size // 10)[0]
    _count("/openness/judgments/")  # what is read once a process is read now
    few = {name: _count(url) for name, url in (("judgment", first.get_absolute_url()), ("list", "/openness/judgments/"))}
    _fill(size - size // 10, offset=size // 10)
    many = {name: _count(url) for name, url in (("judgment", first.get_absolute_url()), ("list", "/openness/judgments/"))}
    return {"few": few, "many": many, "asked": "judgment <= 8, list <= 12, constant", "constant": few == many}


def number_lookup(size: int = 200_000) -> dict:
    """“我的案子” by number among `size` records, as a multiple of a judgment's page by its id."""
    for start in range(0, size, 50_000):
        fill(start, min(start + 50_000, size))
    judgments = Judgment.objects.public().order_by("pk")
    sample = judgments[judgments.count() // 2]
    with served(cache_seconds=0) as address:
        key, number = sample.get_absolute_url(), f"/openness/my-case/?number={quote(sample.case_number)}"
        rounds = [(rate(address + key), rate(address + number)) for _ in range(3)]
    return {"records": size, "ratio": round(statistics.median(key / number for key, number in rounds), 2), "asked": "<= 2"}


def _fill(count: int, offset: int = 0) -> list[Judgment]:
    organ = Organ.objects.get(code="辽0802")
    numbers = [parse(f"（2026）辽0802民初{n}号") for n in range(offset + 1, offset + count + 1)]
    judgments = []
    for start in range(0, count, 500):
        part = numbers[start : start + 500]
        cases = CaseFile.gather(part)
        sources = JudgmentSource.objects.bulk_create([JudgmentSource(organ=organ, text=Sealed.seal("原件"), title=Sealed.seal("标题"), fingerprint=n.canonical) for n in part])
        rows = [judgment(organ, cases[n.base], source, n.canonical, TEXT) for n, source in zip(part, sources, strict=True)]
        for row in rows:
            check(row)
        publish_many(records=rows, actor=None)
        judgments += rows
    return judgments


def _stock_page() -> str:
    root = Page.get_first_root_node()
    site = Site.objects.get(is_default_site=True)
    index = root.add_child(instance=StockIndexPage(title="stock", slug="stock"))
    paragraph = ("paragraph", "<p>" + SENTENCE * 10 + "</p>")
    pages = [index.add_child(instance=StockPage(title=f"page {n}", slug=f"p{n}", body=[("heading", "标题"), paragraph, ("quote", SENTENCE)])) for n in range(20)]
    site.root_page = index
    site.save()
    return f"/{pages[3].slug}/"


def _count(url: str) -> int:
    cache.clear()  # what it spares the next visitor is counted, every time
    with CaptureQueriesContext(connection) as seen:
        response = Client().get(url, headers={"cookie": "sessionid=none"})
    if response.status_code != 200:
        raise SystemExit(f"{url}: {response.status_code}")
    return len(seen)
