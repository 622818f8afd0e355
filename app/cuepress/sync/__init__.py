"""Words and sound in, timed words out. What is numeric takes arrays and gives arrays.

Only ``recording`` and ``again`` know which way is taken; these are the rooms that they choose from:

    what is known of a recording
        acoustics   its features, measured while it streams past; kept by ``packing``
        features    cepstra: sound as numbers that tell speech sounds apart
        speech      where somebody speaks
    what is known of a text
        speaking    how long it takes to say, where one rests
        voice       espeak-ng, which says it; ``kana`` for Japanese
        reading     the text read aloud; ``script`` has its sounds and the chain of states
    by listening
        hear        the order of the steps
        warp        a first path, by dynamic time warping
        model       an acoustic model learnt on the recording; ``gaussians`` is what it is made of
        decoding    the best path near another one, in pieces; ``kernels`` has the compiled loops
        edges       the ends of words beside a silence
        doubt       how sure all that is, what does not match
    without listening
        plan        by the pauses (``pauses``), or spread over the length
    from the words of another language
        glossary    which words mean the same, from a CSV file
        bilingual   ``times`` has the order of the steps: sentences are paired with those that are spoken
    what is already said of the times
        hints       time stamps, rough tracks
        cued        a track as a text whose times are known
        changes     which words of an earlier transcript are still there; ``carrying`` takes their times along
        moves       which sound of an earlier video is still there
    what is made of it
        noises      sounds such as [applause] are put where there is noise
        loud        long loud sounds that are no speech
        passages    what to look at and listen to
        naming      ids of sentences, the same in every language
        timing      the outcome: ``Timing``
"""
