"""The job of one video: which tracks have to be made, and their making. ``pipeline`` starts it.

In the order of the work:

    runs      what a run is asked for (``Options``), and what comes of it (``Captioned``)
    sources   the transcripts that were given, read, and held against their language tags
    orders    one track: what it is to be made from, what was there before, what comes of it
    making    the job itself: the orders in their order, each timed, cut, written, recorded
    cuts      from timed words to a track, and to the bytes of its files
    abreast   several tracks made at once, on the cores that there are

Where the times of a text come from is the matter of ``timing``.
"""
