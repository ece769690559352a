"""The command line: read arguments, make one library call, show the result.

Data goes to standard output, talk to standard error; every ``MtkitError`` becomes one line and exit
status 2.  Nothing heavy is imported before a command needs it.
"""

from __future__ import annotations

__all__ = ["main"]


def main() -> None:
    """Run the ``mtkit`` command."""
    from mtkit.cli.app import run

    raise SystemExit(run())
