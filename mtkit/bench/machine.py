"""What something was measured on, and how much memory it took."""

from __future__ import annotations

import hashlib
import os
import platform
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_STATUS = Path("/proc/self/status")
_CPUINFO = Path("/proc/cpuinfo")
_STAT = Path("/proc/stat")


@dataclass(frozen=True, slots=True)
class Machine:
    """The facts that speed depends on.

    Args:
        id: Eight hexadecimal digits of the other facts: like machines have one id.
        cpu: Model of the processor.
        cores: Those that this process may use.
        memory: Bytes.
        system: Kernel and architecture.
    """

    id: str
    cpu: str
    cores: int
    memory: int
    system: str


def this_machine() -> Machine:
    """Return the facts of the machine that runs this."""
    facts = (_cpu(), _cores(), _memory(), f"{platform.system()} {platform.machine()}")
    cpu, cores, memory, system = facts
    rounded = (cpu, cores, round(memory / 2**30), system)  # a kernel keeps some memory, not always
    id = hashlib.sha256(repr(rounded).encode()).hexdigest()[:8]
    return Machine(id, cpu, cores, memory, system)


def busy_seconds() -> float | None:
    """Return how long all cores have worked since the start, for whomever; None if unknown."""
    if not _STAT.exists():
        return None
    fields = [int(field) for field in _STAT.read_text("utf-8").split("\n", 1)[0].split()[1:]]
    user, nice, system, _idle, _waiting, interrupts, soft_interrupts, *_ = fields
    ticks = user + nice + system + interrupts + soft_interrupts
    return ticks / os.sysconf("SC_CLK_TCK")


def versions(packages: Iterable[str]) -> dict[str, str]:
    """Return package → version, of those that are installed."""
    found = {"python": platform.python_version()}
    for package in packages:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def peak_memory() -> int | None:
    """Return the most bytes that this process has held in memory at once; None if unknown.

    Linux's own count for the process image is taken: that of `getrusage` begins with what the
    parent held when it started the process.
    """
    if _STATUS.exists():
        for line in _STATUS.read_text("utf-8").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    try:
        import resource
    except ModuleNotFoundError:
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if platform.system() == "Darwin" else peak * 1024


def _cpu() -> str:
    if _CPUINFO.exists():
        for line in _CPUINFO.read_text("utf-8").splitlines():
            if line.startswith("model name"):
                return " ".join(line.partition(":")[2].split())
    return platform.processor() or "unknown"


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):  # in a container or under taskset, fewer than there are
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _memory() -> int:
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError):
        return 0
