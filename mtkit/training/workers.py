"""Several processes that learn together: each takes some local steps, then weights are averaged.

Local SGD (Stich 2019): on a small machine one thread a process wastes nothing on waiting, and an
average every few updates costs a few per cent of the time.  Processes talk over loopback (gloo).
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import torch
from torch import Tensor, distributed
from torch.distributed import TCPStore  # type: ignore[attr-defined]

from mtkit.errors import ModelError


class Team:
    """What a worker knows of the others.

    Args:
        rank: From 0; worker 0 decides, evaluates and reports.
        size: Number of workers.
    """

    def __init__(self, rank: int = 0, size: int = 1) -> None:
        self.rank = rank
        self.size = size

    def sum(self, numbers: list[float]) -> list[float]:
        """Return the sums over all workers."""
        if self.size == 1:
            return numbers
        tensor = torch.tensor(numbers, dtype=torch.float64)
        distributed.all_reduce(tensor)
        return [float(x) for x in tensor]

    def average(self, weights: Tensor) -> None:
        """Replace the weights by their mean over all workers, in place."""
        if self.size > 1:
            distributed.all_reduce(weights)
            weights.div_(self.size)

    def tell(self, numbers: list[float]) -> list[float]:
        """Return the numbers that worker 0 gave."""
        if self.size == 1:
            return numbers
        tensor = torch.tensor(numbers, dtype=torch.float64)
        distributed.broadcast(tensor, 0)
        return [float(x) for x in tensor]

    def wait(self) -> None:
        """Wait until every worker is here."""
        if self.size > 1:
            distributed.barrier()


Work = Callable[..., Any]


def run_together(work: Work, size: int, *arguments: Any) -> Any:
    """Call ``work(team, *arguments)`` in `size` processes and return what worker 0 returned.

    Worker 0 is this process.  `work` and `arguments` are picklable.
    """
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        if size == 1:
            return work(Team(), *arguments)
        return _run_several(work, size, arguments)
    finally:
        torch.set_num_threads(threads)


def _run_several(work: Work, size: int, arguments: tuple[Any, ...]) -> Any:
    os.environ.setdefault("GLOO_SOCKET_IFNAME", "lo")
    store = TCPStore("127.0.0.1", 0, size, is_master=True, wait_for_workers=False)
    context = multiprocessing.get_context("spawn")
    others = [
        context.Process(target=_other, args=(work, rank, size, store.port, arguments), daemon=True)
        for rank in range(1, size)
    ]
    for process in others:
        process.start()
    try:
        distributed.init_process_group("gloo", store=store, rank=0, world_size=size)
        result = work(Team(0, size), *arguments)
        for process in others:
            process.join()
        return result
    except RuntimeError as error:  # another one left the group
        lost = [rank for rank, process in enumerate(others, 1) if process.exitcode]
        if not lost:
            raise
        raise ModelError(
            f"worker {lost[0]} of {size} stopped ({error}); the last checkpoint is kept"
        ) from error
    finally:
        for process in others:
            process.kill()
        with suppress(ValueError, AssertionError):  # never came up
            distributed.destroy_process_group()


def _other(work: Work, rank: int, size: int, port: int, arguments: tuple[Any, ...]) -> None:
    # A terminal or a job runner signals the whole group; worker 0 tells the others when to stop.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    torch.set_num_threads(1)
    store = TCPStore("127.0.0.1", port, size, is_master=False)
    distributed.init_process_group("gloo", store=store, rank=rank, world_size=size)
    work(Team(rank, size), *arguments)
    distributed.destroy_process_group()
