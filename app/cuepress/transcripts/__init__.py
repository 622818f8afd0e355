"""Documents as people have them -> Transcript: what is spoken, by whom, and a list of what is not spoken.

A reader per format (``plain``, ``markdown``, ``rtf``, ``word`` …) says what stands in the document; the passes
that ``structure`` puts in order decide what of it is spoken. ``reading`` finds the reader.
"""

from cuepress.transcripts.reading import READABLE_EXTENSIONS, read_transcript, read_transcript_bytes

__all__ = ["READABLE_EXTENSIONS", "read_transcript", "read_transcript_bytes"]
