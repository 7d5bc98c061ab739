"""A whole portal in processes of its own - web, queue, indexer - and a real Chromium in front of it."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.conftest import ROOT, missing

BIN = Path(sys.executable).parent
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
PASSWORD = "yangguang-demo"


class Portal:
    """The processes of one portal and its own data directory."""

    def __init__(self, home: Path):
        self.home = home
        self.env = {**os.environ, "PORTAL_DATA": str(home / "data"), "PORTAL_KEYS": str(home / "keys"), "DJANGO_SETTINGS_MODULE": "portal.settings.local"}
        self.env.pop("DATABASE_URL", None)
        self.processes: dict[str, subprocess.Popen] = {}
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"

    def manage(self, *arguments: str, stdin: str = "") -> str:
        """Runs manage.py; returns what it printed."""
        done = subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=self.env, input=stdin, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    def json(self, *arguments: str) -> dict:
        """The JSON object on the last line of a command."""
        return json.loads(self.manage(*arguments).strip().splitlines()[-1])

    def start(self, *names: str) -> None:
        """Starts web, queue or indexer."""
        commands = {
            "web": [BIN / "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port), "--workers", "1", "--no-ws", "--log-level", "error", "portal.wsgi:application"],
            "queue": [sys.executable, "manage.py", "qcluster"],
            "indexer": [sys.executable, "manage.py", "indexer"],
        }
        log = (self.home / "log").open("a")
        for name in names:
            self.processes[name] = subprocess.Popen([str(c) for c in commands[name]], cwd=ROOT, env=self.env, stdout=log, stderr=log, start_new_session=True)

    def kill(self, *names: str) -> None:
        """kill -9, the whole group."""
        for name in names:
            os.killpg(self.processes.pop(name).pid, signal.SIGKILL)

    def wait(self) -> None:
        """Until the web process answers."""
        until(lambda: urllib.request.urlopen(f"{self.url}/healthz").status == 200, 60)


def until(true, seconds: float, pause: float = 0.3):
    """Waits until `true()` is true and returns it; fails after `seconds`."""
    end = time.monotonic() + seconds
    while True:
        try:
            found = true()
        except (OSError, AssertionError):
            found = None
        if found:
            return found
        assert time.monotonic() < end, f"not within {seconds} s"
        time.sleep(pause)


@pytest.fixture(scope="session")
def portal(tmp_path_factory) -> Portal:
    """A running portal with the demo's accounts and a few documents."""
    if not shutil.which("chromium"):
        missing("chromium is not installed: make services")
    made = Portal(tmp_path_factory.mktemp("portal"))
    made.manage("demo", "--judgments", "60")
    made.start("web", "queue", "indexer")
    made.wait()
    yield made
    made.kill(*made.processes)


@pytest.fixture(scope="session")
def chromium():
    """Debian's Chromium; Playwright's own download does not work everywhere."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(portal, chromium):
    """A fresh browser window of desktop size; a script error or a CSP violation fails the test."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN")
    opened = context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda message: faults.append(message.text) if "Content Security Policy" in message.text else None)
    yield opened
    opened.screenshot(path=portal.home / "last.png", full_page=True)
    context.close()
    assert not faults, faults


@pytest.fixture
def login(portal, page):
    """Signs a demo account in."""

    def sign_in(username: str):
        page.context.clear_cookies()
        page.goto(f"{portal.url}/admin/login/")
        page.fill("input[name=username]", username)
        page.fill("input[name=password]", PASSWORD)
        page.click("button[type=submit]")
        page.wait_for_url("**/admin/")
        return page

    return sign_in
