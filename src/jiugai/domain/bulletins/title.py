"""Breaks a title by its sense (标题回行): GB/T 9704 asks for a trapezoid or a diamond."""

from collections.abc import Iterator, Sequence

HALF = 0.5


def width(text: str) -> float:
    """Return the width of a text in characters of full width; ASCII takes half of one."""
    return sum(HALF if char.isascii() else 1.0 for char in text)


def broken(pieces: Sequence[str], most: float) -> list[list[int]]:
    """Return which pieces stand on each line, none wider than ``most`` full-width characters.

    The fewest lines that fit; among those a shape without a waist (a line shorter than both its
    neighbours), then the most even one. A piece wider than a line stands alone and wraps itself.
    """
    widths = [width(piece) for piece in pieces]
    best: tuple[tuple[bool, int, bool, float], list[list[int]]] | None = None
    for cuts in _partitions(len(pieces)):
        lines = [sum(widths[index] for index in line) for line in cuts]
        too_wide = any(
            line > most and len(held) > 1 for line, held in zip(lines, cuts, strict=True)
        )
        waist = any(
            lines[i] < lines[i - 1] and lines[i] < lines[i + 1] for i in range(1, len(lines) - 1)
        )
        spread = max(lines) - min(lines) if lines else 0.0
        rank = (too_wide, len(lines), waist, spread)
        if best is None or rank < best[0]:
            best = (rank, cuts)
    return best[1] if best else []


def _partitions(count: int) -> Iterator[list[list[int]]]:
    """Yield every way to cut a row of pieces into lines."""
    for bits in range(1 << max(count - 1, 0)):
        lines: list[list[int]] = [[0]] if count else []
        for index in range(1, count):
            if bits >> (index - 1) & 1:
                lines.append([index])
            else:
                lines[-1].append(index)
        yield lines
