"""Video and sound: what is in a file, its sound as an array, a still of it, a sample made from scratch.

The only package that starts processes: FFmpeg, built by ``ffmpeg-python``, never through a shell. Sees only
``errors``, ``files`` and ``timecode``.

    sniff     a file's first bytes: is it media at all
    tools     where FFmpeg is
    process   running it: time limits, limited output, no survivors
    facts     what a file says of itself
    packets   what it holds
    probe     streams and true duration
    channels  which sound track, and which mixture of its channels, holds the speech
    sound     the sound, piece by piece or as an array, on the player's clock
    picture   a still of a video
    shots     where its picture changes from one shot to the next
    mux       a video with its tracks inside
    burn      a video with captions painted into its picture
    title     a title card with sound and waveform, as a video
"""

from cuepress.errors import MediaError
from cuepress.media.burn import (
    ANY_TYPEFACE,
    Picture,
    burn,
    check_can_burn,
    find_missing_letters,
    measure_picture,
    typeface,
)
from cuepress.media.mux import CONTAINERS, Inlay, mux
from cuepress.media.picture import poster
from cuepress.media.probe import AudioStream, MediaInfo, probe
from cuepress.media.shots import find_shots
from cuepress.media.sound import Sound, Source, decode, listen
from cuepress.media.title import encode_title_video
from cuepress.media.tools import Tools, find_tools

__all__ = [
    "ANY_TYPEFACE",
    "CONTAINERS",
    "AudioStream",
    "Inlay",
    "MediaError",
    "MediaInfo",
    "Picture",
    "Sound",
    "Source",
    "Tools",
    "burn",
    "check_can_burn",
    "decode",
    "encode_title_video",
    "find_missing_letters",
    "find_shots",
    "find_tools",
    "listen",
    "measure_picture",
    "mux",
    "poster",
    "probe",
    "typeface",
]
