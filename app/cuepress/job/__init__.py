"""The job of one video: which tracks have to be made, and their making. ``pipeline`` starts it.

    runs      what a run is asked for (``Options``), and what comes of it (``Captioned``)
    making    the job itself: reads, times, cuts, writes and records each track; it takes
              sources   the transcripts that were given, read, and held against their language tags
              orders    one track: what it is to be made from, what was there before, what comes of it
              abreast   several tracks at once, on the cores that there are
              cuts      from timed words to a track, and to the bytes of its files

Where the times of a text come from is the matter of ``timing``.
"""
