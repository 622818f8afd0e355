"""Timed words in, cues out, under the limits of a named guideline.

    words ──► mending (signs as the profile has them) ──► breaks (what kind of place is after each)
          ──► solver (the best cut, by ``costs``) ──► times

``profile`` holds the limits (``profile_file`` reads, ``profile_words`` prints them, ``reading`` judges by them),
``sentences`` and ``grammar`` what is known of the language.
"""

from cuepress.cueing.cues import Cueing, make_cues
from cuepress.cueing.edition import edition
from cuepress.cueing.explaining import Explanation, in_lines
from cuepress.cueing.frames import NO_FOOTAGE, Footage
from cuepress.cueing.mending import Mended, mended, what_was_mended
from cuepress.cueing.profile import Limits, Profile, Typography, at_frame_rate
from cuepress.cueing.profile_file import load_profile, profile_names
from cuepress.cueing.profile_words import describe, in_one_line, limits_in_words, plain
from cuepress.cueing.reading import Speed, speed
from cuepress.cueing.typography import Mend

__all__ = [
    "NO_FOOTAGE",
    "Cueing",
    "Explanation",
    "Footage",
    "Limits",
    "Mend",
    "Mended",
    "Profile",
    "Speed",
    "Typography",
    "at_frame_rate",
    "describe",
    "edition",
    "in_lines",
    "in_one_line",
    "limits_in_words",
    "load_profile",
    "make_cues",
    "mended",
    "plain",
    "profile_names",
    "speed",
    "what_was_mended",
]
