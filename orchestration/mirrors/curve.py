"""The precision-recall curve and its picture: a small SVG, so that no drawing library is needed for one line.

Belongs here: scores and their picture. Does not: figures of the site (dashboards).
"""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, LEFT, TOP, SIZE = 520, 470, 70, 50, 360
STYLE = (
    "text{font:13px system-ui,sans-serif;fill:#181b20}.title{font-weight:600;font-size:15px}"
    ".axis{stroke:#555f6d}.grid{stroke:#e4e7eb}.curve{fill:none;stroke:#12426b;stroke-width:2}.point{fill:#c2410c}"
)


@dataclass(frozen=True)
class Score:
    """Counts at one threshold: pairs that are mirrors, pairs at or above it, and those of them that are mirrors."""

    threshold: float
    true_count: int
    found_count: int
    correct_count: int

    @property
    def precision(self) -> float:
        return self.correct_count / self.found_count if self.found_count else 1.0

    @property
    def recall(self) -> float:
        return self.correct_count / self.true_count


def draw(curve: Sequence[Score], default: Score) -> str:
    """Precision over recall of all scores, with a point at that of the default threshold."""
    line = " ".join(f"{_x(score.recall):.1f},{_y(score.precision):.1f}" for score in curve)
    recall, precision = default.recall, default.precision
    said = f"threshold {default.threshold}: precision {precision:.3f}, recall {recall:.3f}"
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{said}">',
            f"<style>{STYLE}</style>",
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
            f'<text class="title" x="{LEFT}" y="28">Mirrors found in the SYNTHETIC evaluation sample</text>',
            *(_grid(tenth) for tenth in range(0, 11, 2)),
            f'<polyline class="curve" points="{line}"/>',
            f'<circle class="point" cx="{_x(recall):.1f}" cy="{_y(precision):.1f}" r="5"/>',
            f'<text x="{_x(recall) - 12:.1f}" y="{_y(precision) + 24:.1f}" text-anchor="end">{said}</text>',
            f'<text x="{LEFT + SIZE / 2:.0f}" y="{HEIGHT - 14}" text-anchor="middle">recall</text>',
            f'<text transform="translate(22 {TOP + SIZE / 2:.0f}) rotate(-90)" text-anchor="middle">precision</text>',
            "</svg>",
            "",
        ]
    )


def _x(share: float) -> float:
    return LEFT + share * SIZE


def _y(share: float) -> float:
    return TOP + (1 - share) * SIZE


def _grid(tenth: int) -> str:
    share, line = tenth / 10, "axis" if tenth == 0 else "grid"
    x, y = f"{_x(share):.0f}", f"{_y(share):.0f}"
    return "".join(
        [
            f'<path class="{line}" d="M{x} {TOP}V{TOP + SIZE}M{LEFT} {y}H{LEFT + SIZE}"/>',
            f'<text x="{x}" y="{TOP + SIZE + 20}" text-anchor="middle">{share:.1f}</text>',
            f'<text x="{LEFT - 8}" y="{int(y) + 4}" text-anchor="end">{share:.1f}</text>',
        ]
    )
