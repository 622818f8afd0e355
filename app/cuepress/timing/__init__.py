"""Where a text takes its times from. One way at a time: files and what is kept of them in, a ``Timing`` out.

``sync`` has the ways of finding times, and knows no files; here it is known what lies on the disk:

    heard       recording     the media opened and decoded once, a method chosen, what it came to said
    kept        again         from the run before: only what has changed since is heard again
                keeping       what is kept of the sound, so that it need not be decoded again
                records       what the manifest keeps of a timing, and is read back by ``again``
    taken over  originals     texts whose times are known already
                translations  a text in another language has its times from one of those
    by hand     handwork      whether a track was changed since it was written
    a part      excerpts      a piece of a transcript, for what is timed or divided by pieces

``job`` decides for which track which way is gone.
"""
