"""How search is doing (检索体检): engine, index, indexer, what waits for it, the last sweep. Reads only."""

import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.utils import timezone

from core.events import INDEX
from core.models import Delivery
from core.searchable import kinds
from search import queries, status
from search.engines import engine, state_directory
from search.engines.base import EngineError, Sort

# A delivery that waits longer than this is late: published is to be found within seconds.
LATE = timedelta(seconds=30)
# A sweep is due every night; two missed ones are a fault.
SWEPT_WITHIN = timedelta(days=2)
# A rebuild needs room for a second index, and a little more.
ROOM_BYTES = 500_000_000


@dataclass(frozen=True)
class Finding:
    """One thing looked at: `what`, whether it is `well`, and what is `said` of it, with what to do."""

    what: str
    well: bool
    said: str


def examine() -> list[Finding]:
    """Everything that can be wrong with search, in the order in which to mend it. Nothing is raised or changed."""
    return [_disk(), *_index(), _indexer(), _queue(), _sweep()]


def _disk() -> Finding:
    free = shutil.disk_usage(state_directory() if state_directory().exists() else state_directory().parent).free
    said = f"还有 {free / 1e9:.1f} GB" + ("" if free > ROOM_BYTES else "，不够重建索引，请清理磁盘")
    return Finding("磁盘", free > ROOM_BYTES, said)


def _index() -> Iterator[Finding]:
    try:
        stats = engine().stats()
        began = time.perf_counter()
        engine().search(queries.parse("人民法院"), filters={}, sort=Sort.FIT, offset=0, limit=20)
        took = (time.perf_counter() - began) * 1000
    except EngineError as error:
        yield Finding("索引", False, f"不能用（{error}）。启动索引进程会自动重建，也可以运行 manage.py search_rebuild")
        return
    public = sum(kind.queryset().count() for kind in kinds().values())
    waits = "" if public == stats.documents else "；数目不同，索引进程还在赶，或者运行 manage.py search_sweep"
    yield Finding("索引", True, f"{stats.name}，{stats.documents} 件，公开 {public} 件{waits}；查一次 {took:.1f} 毫秒")


def _indexer() -> Finding:
    heartbeat = status.read_heartbeat()
    if heartbeat and heartbeat.alive:
        return Finding("索引进程", True, f"在运行（进程号 {heartbeat.pid}，{heartbeat.state}）")
    return Finding("索引进程", False, "没有运行，新公开的内容查不到。请启动 manage.py indexer")


def _queue() -> Finding:
    waiting = Delivery.objects.filter(queue=INDEX).exclude(state="done")
    dead = waiting.filter(state="dead").count()
    oldest = waiting.exclude(state="dead").order_by("id").values_list("event__created_at", flat=True).first()
    age = timezone.now() - oldest if oldest else timedelta()
    said = f"等待 {waiting.count() - dead} 件，最早的等了 {int(age.total_seconds())} 秒；死信 {dead} 件"
    return Finding("积压", not dead and age < LATE, said + ("。请在后台“后台投递”里看原因" if dead else ""))


def _sweep() -> Finding:
    found = status.read_sweep()
    if found is None:
        return Finding("对账", True, "还没有做过，每天夜里自动做一次，也可以运行 manage.py search_sweep")
    left = int(found["missing"] + found["stale"] + found["extra"] - found["repaired"])
    late = time.time() - found["at"] > SWEPT_WITHIN.total_seconds()
    said = f"{timezone.localtime(datetime.fromtimestamp(found['at'], UTC)):%-m月%-d日 %H:%M}，核对 {int(found['checked'])} 件，没有修复的 {left} 件"
    return Finding("对账", not left and not late, said + ("。两天没有做了，请看队列进程是否在运行" if late else ""))
