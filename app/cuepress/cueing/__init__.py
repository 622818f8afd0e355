"""Timed words in, cues out, under the limits of a named guideline.

    words ──► breaks (what it costs to end a line or a cue after each) ──► solver (the best cut) ──► times

``profile`` holds the limits, ``sentences`` and ``grammar`` what is known of the language.
"""

from cuepress.cueing.cues import Cueing, make_cues
from cuepress.cueing.profile import (
    Limits,
    Profile,
    Typography,
    at_frame_rate,
    describe,
    load_profile,
    profile_names,
)

__all__ = [
    "Cueing",
    "Limits",
    "Profile",
    "Typography",
    "at_frame_rate",
    "describe",
    "load_profile",
    "make_cues",
    "profile_names",
]
