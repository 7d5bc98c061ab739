"""Programs that read what may be hostile: each in a process of its own, with its own bounds on memory and time."""

from __future__ import annotations

import os
import resource
import sys
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).resolve().parents[2]
_MAX_BYTES = 1 << 30


def started(module: str) -> dict[str, Any]:
    """What subprocess needs to start this module as a program: its command, and an environment that tells it nothing."""
    environment = {"PYTHONPATH": str(_ROOT), "PATH": os.environ.get("PATH", ""), "PYTHONIOENCODING": "utf-8"}
    return {"args": [sys.executable, "-m", module], "env": environment, "cwd": _ROOT}


def confine(seconds: int) -> None:
    """To be called by such a program first: a gigabyte of memory, so many seconds of work, no file written."""
    resource.setrlimit(resource.RLIMIT_AS, (_MAX_BYTES, _MAX_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
