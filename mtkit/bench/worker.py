"""The process of one cell: an order on stdin, what was measured on stdout.

    python -m mtkit.bench.worker

The order is one line of JSON.  Stdin stays open as long as whoever gave it lives; when it closes,
the work is no longer wanted, and the process ends.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from dataclasses import asdict

from mtkit.errors import MtkitError

_STARTED = time.perf_counter()


def main() -> int:
    """Read the order, measure, write the result; ``{"error": …}`` if it could not be done."""
    from mtkit.bench.measure import Order, measure
    from mtkit.store.hub import go_offline

    go_offline()
    orders, results = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # whatever else a library prints, the result stands alone
    order = Order(**json.loads(orders.readline()))
    threading.Thread(target=_end_with_parent, args=(orders.fileno(),), daemon=True).start()
    try:
        answer = asdict(measure(order, started=_STARTED))
    except MtkitError as error:
        answer = {"error": str(error)}
    results.write(json.dumps(answer).encode())
    results.flush()
    return 0


def _end_with_parent(orders: int) -> None:
    """Wait for the end of stdin; by its number, since a buffer would be locked at the exit."""
    while os.read(orders, 1024):
        pass
    os._exit(1)


if __name__ == "__main__":
    sys.exit(main())
