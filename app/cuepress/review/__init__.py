"""Files and pages in, findings out: what surrounds ``checks``, which see a track and open nothing.

checking   tracks: opens them, their media and transcripts, and has all of it checked
paging     a page and the tracks that it leads to; ``fetching`` opens the addresses
fixing     mends in a track what can be mended without changing what is said
waiving    findings that were accepted, as a file beside the track
"""
