"""An installation of its own with real processes, to be killed."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
LEASE_SECONDS = 4


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Portal:
    """Web, queue and indexer over one directory; each can be killed and started again."""

    def __init__(self, home: Path):
        self.home, self.port = home, free_port()
        (home / "tmp").mkdir(parents=True)
        self.env = {
            **os.environ, "PORTAL_DATA": str(home / "data"), "PORTAL_KEYS": str(home / "keys"), "DJANGO_SETTINGS_MODULE": "portal.settings.local",
            "DELIVERY_LEASE_SECONDS": str(LEASE_SECONDS), "LOG_LEVEL": "ERROR", "TMPDIR": str(home / "tmp"), "PYTHONUNBUFFERED": "1", "PAGE_CACHE_SECONDS": "1",
        }  # fmt: skip
        self.log = (home / "log.txt").open("ab")
        self.running: dict[str, subprocess.Popen] = {}
        manage = [sys.executable, "manage.py"]
        self.commands = {
            "web": [str(BIN / "granian"), "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port), "--workers", "1", "--no-ws", "--log-level", "error", "portal.wsgi:application"],
            "queue": [*manage, "qcluster"],
            "indexer": [*manage, "indexer"],
        }  # fmt: skip

    def manage(self, *arguments: str) -> None:
        """Runs a management command to its end; RuntimeError with its words when it fails."""
        told = subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=self.env, capture_output=True, text=True, timeout=300)
        if told.returncode:
            raise RuntimeError(f"{arguments}: {told.stdout[-2000:]}{told.stderr[-4000:]}")

    def begin(self, name: str, command: list[str] | None = None) -> subprocess.Popen:
        """Starts a process in a group of its own."""
        process = subprocess.Popen(command or self.commands[name], cwd=ROOT, env=self.env, stdout=self.log, stderr=self.log, start_new_session=True)
        self.running[name] = process
        return process

    def kill(self, name: str) -> bool:
        """kill -9 of a process and its children; False when it had ended by itself."""
        process = self.running.pop(name)
        alive = process.poll() is None
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return alive

    def stop(self) -> None:
        """Kills whatever still runs."""
        for name in list(self.running):
            self.kill(name)
        self.log.close()

    def wait_for_web(self, seconds: float = 60) -> None:
        """Until the web process answers."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            with suppress(OSError, HTTPException):
                if urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5).status == 200:
                    return
            time.sleep(0.1)
        raise RuntimeError("web does not answer")

    def upload(self, organ: int, name: str, body: bytes, session: str, pause: float = 0.0) -> bool:
        """Hands a file in through the browser's form, half of it after `pause` seconds; whether it was accepted."""
        mark = "drill0000boundary"
        token = "t" * 32
        fields = {"csrfmiddlewaretoken": token, "organ": str(organ), "kind": "judgments", "month": ""}
        parts = [f'--{mark}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode() for k, v in fields.items()]
        parts += [f'--{mark}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\nContent-Type: application/octet-stream\r\n\r\n'.encode(), body]
        content = b"".join([*parts, f"\r\n--{mark}--\r\n".encode()])
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.putrequest("POST", "/admin/openness/hand-in/")
            for header, value in {"Content-Type": f"multipart/form-data; boundary={mark}", "Content-Length": str(len(content)), "Cookie": f"sessionid={session}; csrftoken={token}"}.items():
                connection.putheader(header, value)
            connection.endheaders()
            connection.send(content[: len(content) // 2])
            time.sleep(pause)
            connection.send(content[len(content) // 2 :])
            response = connection.getresponse()
            response.read()
            if response.status not in (200, 302):
                raise RuntimeError(f"upload answered {response.status}")
            return response.status == 302
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()
