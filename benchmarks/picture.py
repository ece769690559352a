"""Draw the README's picture: a real run of the demonstration, as an SVG of a terminal.

python benchmarks/picture.py docs/demo.svg
"""

from __future__ import annotations

import io
import re
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.text import Text


def main() -> None:
    """Run the commands and draw what they print."""
    console = Console(record=True, width=100, file=io.StringIO())
    for command in (
        ["mtkit", "demo"],
        ["mtkit", "translate", "--to", "ar", "--text", "The talks in Geneva ended without a deal."],
        ["mtkit", "translate", "--to", "en", "--text", "بدأت المحادثات في جنيف يوم الأحد."],
    ):
        console.print(Text("$ " + " ".join(f"'{w}'" if " " in w else w for w in command), "bold"))
        run = subprocess.run(
            [sys.executable, "-m", *command], capture_output=True, text=True, check=True
        )
        console.print(Text(run.stderr + run.stdout))
    svg = console.export_svg(title="mtkit")
    joined = re.sub(r' textLength="[^"]*"', "", svg)  # a given length pulls Arabic letters apart
    Path(sys.argv[1]).write_text(joined, "utf-8")


if __name__ == "__main__":
    main()
