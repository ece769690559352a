"""Quality against speed as SVG: a point a system with its interval, the Pareto front as a line.

Speed has a logarithmic axis, since twice as fast is as far everywhere.  Colors are the page's.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

_WIDTH, _HEIGHT = 720, 380
_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 24, 16, 44
_LINE = 14  # height of a label


@dataclass(frozen=True, slots=True)
class Point:
    """A system in the plot.

    Args:
        name: Its label.
        speed: Above 0.
        quality: Score.
        low: Lower end of its interval.
        high: Upper end.
        front: Whether it is on the Pareto front.
    """

    name: str
    speed: float
    quality: float
    low: float
    high: float
    front: bool


@dataclass(frozen=True, slots=True)
class _Axis:
    """Values onto pixels."""

    low: float
    high: float
    start: float
    stop: float

    def __call__(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        return round(self.start + share * (self.stop - self.start), 1)


def scatter(points: Sequence[Point], *, x_title: str, y_title: str, label: str) -> str:
    """Return the plot as an ``<svg>`` element.

    Args:
        points: At least one.
        x_title: What speed is counted in.
        y_title: The metric.
        label: What the plot shows, for those who cannot see it.
    """
    logs = [math.log10(point.speed) for point in points]
    x = _Axis(min(logs) - 0.25, max(logs) + 0.25, _LEFT, _WIDTH - _RIGHT)
    spread = max(p.high for p in points) - min(p.low for p in points)
    margin = max(0.5, 0.08 * spread)
    y = _Axis(
        min(p.low for p in points) - margin,
        max(p.high for p in points) + margin,
        _HEIGHT - _BOTTOM,
        _TOP,
    )
    across, down = (_LEFT + _WIDTH - _RIGHT) / 2, (_TOP + _HEIGHT - _BOTTOM) / 2
    parts = [
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{escape(label)}" dir="ltr">',
        *_grid(x, y),
        _text(x_title, f'x="{across}" y="{_HEIGHT - 6}"'),
        _text(y_title, f'transform="translate(14 {down}) rotate(-90)"'),
        _front(points, x, y),
        *_points(points, x, y),
        "</svg>",
    ]
    return "\n".join(parts)


def _text(text: str, place: str) -> str:
    return f'<text class="title" {place} text-anchor="middle">{escape(text)}</text>'


def _grid(x: _Axis, y: _Axis) -> list[str]:
    parts = []
    for value in speed_ticks(10**x.low, 10**x.high):
        place = x(math.log10(value))
        parts.append(f'<line class="grid" x1="{place}" x2="{place}" y1="{y.stop}" y2="{y.start}"/>')
        text = f"{value:g}"
        parts.append(f'<text x="{place}" y="{y.start + 16}" text-anchor="middle">{text}</text>')
    step = quality_step(y.high - y.low)
    for number in range(math.ceil(y.low / step), math.floor(y.high / step) + 1):
        place = y(number * step)
        parts.append(f'<line class="grid" x1="{x.start}" x2="{x.stop}" y1="{place}" y2="{place}"/>')
        text = f"{number * step:g}"
        parts.append(f'<text x="{x.start - 6}" y="{place + 4}" text-anchor="end">{text}</text>')
    return parts


def speed_ticks(low: float, high: float) -> list[float]:
    """Return the numbers 1, 2 and 5 times a power of ten from `low` to `high`."""
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    ticks = [round(digit * 10.0**power, 6) for power in powers for digit in (1, 2, 5)]
    return [tick for tick in ticks if low <= tick <= high]


def quality_step(span: float) -> float:
    """Return the 1, 2 or 5 times a power of ten that parts `span` into four to ten."""
    power = 10.0 ** math.floor(math.log10(span / 4))
    return max(step for step in (power, 2 * power, 5 * power) if step <= span / 4)


def _front(points: Sequence[Point], x: _Axis, y: _Axis) -> str:
    on_front = sorted((p for p in points if p.front), key=lambda p: (p.speed, -p.quality))
    places = " ".join(f"{x(math.log10(p.speed))},{y(p.quality)}" for p in on_front)
    return f'<polyline class="front" points="{places}"/>'


def _points(points: Sequence[Point], x: _Axis, y: _Axis) -> list[str]:
    """Return the points, best first; a label that would cover another moves down."""
    parts: list[str] = []
    taken: list[tuple[float, float]] = []
    for point in sorted(points, key=lambda p: -p.quality):
        across, up = x(math.log10(point.speed)), y(point.quality)
        kind = "point on-front" if point.front else "point"
        right = across < (_LEFT + _WIDTH) / 2
        shift = across + (9 if right else -9)
        line = up + 4
        while any(abs(line - other) < _LINE and abs(shift - place) < 260 for place, other in taken):
            line += _LINE / 2
        taken.append((shift, line))
        anchor = "start" if right else "end"
        said = f"{point.name}: {point.quality:.1f} ({point.low:.1f}–{point.high:.1f})"
        said += f", {point.speed:.1f} a second"
        parts += [
            f'<g class="{kind}"><title>{escape(said)}</title>',
            f'<line x1="{across}" x2="{across}" y1="{y(point.low)}" y2="{y(point.high)}"/>',
            f'<circle cx="{across}" cy="{up}" r="4.5"/>',
            f'<text x="{shift}" y="{line:.1f}" text-anchor="{anchor}">{escape(point.name)}</text>',
            "</g>",
        ]
    return parts
