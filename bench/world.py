"""A throw-away world for a measurement: its own data directory, database and keys; processes that end with it."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def setup() -> Path:
    """Points Django at a fresh directory and migrates; to be called before any model is imported."""
    home = Path(tempfile.mkdtemp(prefix="yangguang-bench-"))
    os.environ.update(PORTAL_DATA=str(home / "data"), PORTAL_KEYS=str(home / "keys"), DJANGO_SETTINGS_MODULE="bench.settings")
    os.environ.pop("DATABASE_URL", None)
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("setup_portal", stdout=open(os.devnull, "w"))
    return home


def teardown(home: Path) -> None:
    """Removes the world."""
    shutil.rmtree(home, ignore_errors=True)


@contextmanager
def served(*, cache_seconds: int) -> Iterator[str]:
    """A granian server with one worker; yields its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--workers", "1", "--blocking-threads", "1", "--no-ws", "--log-level", "error", "portal.wsgi:application"]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "BENCH_CACHE_SECONDS": str(cache_seconds)}, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address + "/bench/bare/")
        yield address
    finally:
        process.terminate()
        process.wait(10)


def rate(url: str, seconds: int = 4) -> float:
    """Requests a second that one address serves to eight clients (wrk)."""
    if shutil.which("wrk") is None:
        raise SystemExit("这个测量需要 wrk：请运行 make services，或 apt-get install wrk。")
    with urllib.request.urlopen(url) as answer:  # warm, and surely 200
        answer.read()
    out = subprocess.run(["wrk", "-t1", "-c8", f"-d{seconds}s", url], capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in out:
        raise SystemExit(f"{url} 没有全部答 200：{out}")
    return float(next(line.split()[1] for line in out.splitlines() if line.startswith("Requests/sec")))


def _wait(url: str) -> None:
    for _ in range(150):
        try:
            urllib.request.urlopen(url).read()
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit(f"{url} 没有启动")
