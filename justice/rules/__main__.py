"""``python -m justice.rules``：把规则一览写进 docs/legal.md。"""

from pathlib import Path

from justice.rules import render_markdown

PAGE = Path(__file__).resolve().parents[2] / "docs" / "legal.md"

if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(render_markdown(), encoding="utf-8")
