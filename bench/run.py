"""python -m bench.run NAME [--size N]: one JSON line of ratios; `all` runs every measurement in turn."""

import argparse
import json
import subprocess
import sys
from importlib import import_module

NAMES = {
    "import": "bench.imports:against_redaction",
    "redaction": "bench.redactions:speed",
    "scale": "bench.imports:growth",
    "recheck": "bench.rechecks:speed",
    "patrol": "bench.patrol:speed",
    "pages": "bench.pages:against_stock",
    "queries": "bench.pages:queries",
    "lookup": "bench.pages:number_lookup",
    "stafflist": "bench.lists:staff_list",
    "ledger": "bench.ledger:sealing",
    "coverage": "bench.coverage:catalogue",
    "review": "bench.reviews:next_document",
}


def main() -> None:
    """Runs one measurement in this process, or all of them in processes of their own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", choices=[*NAMES, "all"])
    parser.add_argument("--size", type=int, default=None, help="number of records")
    options = parser.parse_args()
    if options.name == "all":
        for name in NAMES:
            subprocess.run([sys.executable, "-m", "bench.run", name], check=True)
        return
    from bench.world import setup, teardown

    home = setup()
    try:
        module, function = NAMES[options.name].split(":")
        result = getattr(import_module(module), function)(**({"size": options.size} if options.size else {}))
    finally:
        teardown(home)
    print(json.dumps({"bench": options.name, **result}, ensure_ascii=False))


if __name__ == "__main__":
    main()
