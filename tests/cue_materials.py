"""Small texts as the solver sees them, with any times, places, paragraphs, speakers and shot changes."""

from __future__ import annotations

from bisect import bisect_left

from hypothesis import strategies as st

from cuepress.cueing.breaks import Breaks
from cuepress.cueing.material import Material
from cuepress.cueing.places import PlaceKind
from cuepress.cueing.profile import Limits
from cuepress.cueing.reading import capacity

LIMITS = Limits(
    max_cpl=12,
    max_lines=2,
    max_cps=15,
    min_ms=800,
    max_ms=5_000,
    min_gap_ms=80,
    linger_ms=1_000,
    early_ms=500,
    chain_ms=500,
    shot_zone_ms=300,
)


STEPS = ((1_000, 12.0), (2_000, 20.0), (3_000, 36.0))


@st.composite
def materials(draw: st.DrawFn, most: int = 8) -> Material:
    count = draw(st.integers(1, most))
    lengths = draw(st.lists(st.integers(1, 9), min_size=count, max_size=count))
    left = [float(sum(lengths[:at]) + at) for at in range(count)]
    right = [edge + length for edge, length in zip(left, lengths, strict=True)]
    edges = sorted(draw(st.lists(st.integers(0, 9_000), min_size=2 * count, max_size=2 * count)))
    steps = draw(st.lists(st.sampled_from([0, 0, 0, 1]), min_size=count, max_size=count))
    paragraph = [sum(steps[: at + 1]) for at in range(count)]
    reading_steps = draw(st.sampled_from([(), (), STEPS]))
    kinds = draw(st.lists(st.sampled_from(PlaceKind), min_size=count, max_size=count))
    return Material(
        left=left,
        right=right,
        read_from=left if reading_steps else [edge / LIMITS.max_cps * 1_000 for edge in left],
        read_to=right if reading_steps else [edge / LIMITS.max_cps * 1_000 for edge in right],
        start_ms=edges[::2],
        end_ms=edges[1::2],
        paragraph=paragraph,
        turn=draw(st.sampled_from([paragraph, [0] * count])),
        breaks=Breaks(tuple(kinds)),
        duration_ms=9_000,
        early_ms=draw(st.sampled_from([0, 200])),
        dash=draw(st.sampled_from([None, 2.0])),
        reading_steps=reading_steps,
        shots_ms=sorted(draw(st.lists(st.integers(0, 9_000), max_size=3))),
    )


def reading_ms(material: Material, first: int, end: int) -> float:
    """Return how long a cue takes to be read; by steps, the first ms in which its characters can be."""
    amount = material.read_to[end - 1] - material.read_from[first]
    if not material.reading_steps:
        return amount
    return bisect_left(range(60_000), amount - 1e-6, key=lambda ms: capacity(material.reading_steps, ms))
