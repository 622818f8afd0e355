"""The inner loops of ``pauses``, compiled: which words are said in which stretch of speech, step by step.

They only count; names, units and meaning are given by their caller. ``text`` is (said, spread, keep, opening,
kind, is_end), ``sound`` is (lengths, pace, rest, empty, noise) and ``terms`` is (edge, share, ratio, slack, skip,
skip_on), all as ``pauses`` has them.
State ``i`` after stretch ``k`` means that words ``< i`` have been said or left out; states are looked at in the
windows ``low[k]`` to ``high[k]``, ``k = 0`` being before the first stretch. Likelihoods are products, scaled at
each step, so that nothing has to be a logarithm but the scale.
"""

from __future__ import annotations

import numba
import numpy as np

OPENED, EXTENDED, IS_EMPTY, IS_SKIP, SKIP_ON = 0, 1, 2, 4, 8
TINY = 1e-280


@numba.njit(cache=True, nogil=True)
def fit(length, expected, spread, edge, share):  # type: ignore[no-untyped-def]
    """Return how likely words of an expected length take this long: Student's t with 4 degrees, times 8/3."""
    square = edge + spread + share * expected * expected
    off = square + 0.25 * (length - expected) * (length - expected)
    return square * square / (off * off * np.sqrt(off))


@numba.njit(cache=True, nogil=True)
def best(low, high, reach, text, sound, terms):  # type: ignore[no-untyped-def]
    """Return (log likelihood, first, last, is_empty) of the best way: the words of each stretch, half-open.

    With a positive ``reach``, in expected ms, the windows go with the likeliest state so far, as far as that to
    both sides, and ``low`` and ``high`` are written.
    """
    said, spread, keep, opening, kind, is_end = text
    lengths, pace, rest, empty, noise = sound
    edge, share, ratio, slack, skip, skip_on = terms
    n, steps = said.size - 1, lengths.size
    widest = 0
    for k in range(steps + 1):
        widest = max(widest, high[k] - low[k] + 1)
    if reach > 0:
        widest = 0
        for i in range(n + 1):
            widest = max(widest, np.searchsorted(said, said[i] + 2 * reach, side="right") - i + 1)
        widest = min(widest, n + 1)
    begin = np.zeros(steps + 2, np.int64)
    count = np.empty((steps + 1) * widest + n + 1, np.int32)
    how = np.empty((steps + 1) * widest + n + 1, np.uint8)
    now, run, then, runs = np.zeros(n + 1), np.zeros(n + 1), np.zeros(n + 1), np.zeros(n + 1)
    now[0] = 1.0
    scale, centre = 0.0, 0.0
    for k in range(steps + 1):
        if reach > 0:
            low[k] = np.searchsorted(said, centre - reach)
            high[k] = n if k == steps else np.searchsorted(said, centre + reach, side="right") - 1
        first, last = low[k], high[k]
        begin[k + 1] = begin[k] + last - first + 1
        at = begin[k] - first
        for i in range(first, last + 1):
            count[at + i], how[at + i] = 0, OPENED
        if k:
            length, speed = lengths[k - 1], pace[k - 1]
            limit = (ratio * length + slack) / speed
            before, until = low[k - 1], high[k - 1]
            for i in range(first, last + 1):
                most, taken = 0.0, 0
                unbroken = rest[k - 1, kind[i]]
                for j in range(i - 1, before - 1, -1):
                    if said[i] - said[j] > limit and j < i - 1:
                        break
                    if j < i - 1:
                        unbroken *= keep[j]
                    if j > until or now[j] == 0.0:
                        continue
                    expected = speed * (said[i] - said[j])
                    chance = (
                        now[j]
                        * unbroken
                        * fit(length, expected, speed * speed * (spread[i] - spread[j]), edge, share)
                    )
                    if chance > most:
                        most, taken = chance, i - j
                going = 0.0
                if before <= i <= until:
                    if now[i] * noise[k - 1] > most:
                        most, taken = now[i] * noise[k - 1], 0
                    going = now[i] * opening[i]
                    if run[i] > going:
                        going = run[i]
                        how[at + i] |= EXTENDED
                    going *= empty[k - 1]
                if going > most:
                    most = going
                    how[at + i] |= IS_EMPTY
                then[i], runs[i] = most, going
                count[at + i] = taken
            for i in range(before, until + 1):
                now[i], run[i] = 0.0, 0.0
            for i in range(first, last + 1):
                now[i], run[i] = then[i], runs[i]
        ahead, skipping = 0.0, 0.0
        for i in range(first, last + 1):
            if is_end[i]:
                if skipping >= ahead * skip and skipping > 0:
                    how[at + i] |= SKIP_ON
                    skipping = max(skipping * skip_on, TINY)
                else:
                    skipping = ahead * skip * skip_on
                ahead = now[i]
                if skipping > now[i]:
                    now[i] = skipping
                    how[at + i] |= IS_SKIP
        top, where = 0.0, first
        for i in range(first, last + 1):
            if now[i] > top:
                top, where = now[i], i
        if top == 0.0:
            break
        for i in range(first, last + 1):
            now[i] /= top
            run[i] /= top
        scale += np.log(top)
        centre = said[where]
    begins, ends = np.zeros(steps, np.int64), np.zeros(steps, np.int64)
    is_empty = np.zeros(steps, np.bool_)
    if top == 0.0 or now[n] == 0.0:
        return -np.inf, begins, ends, is_empty
    likelihood = scale + np.log(now[n])
    i, in_run = n, False
    for k in range(steps, -1, -1):
        at = begin[k] - low[k]
        if not in_run and how[at + i] & IS_SKIP:
            going_on = True
            while going_on:
                going_on = how[at + i] & SKIP_ON != 0
                i -= 1
                while not is_end[i]:
                    i -= 1
        if k == 0:
            break
        ends[k - 1] = i
        if in_run or how[at + i] & IS_EMPTY:
            is_empty[k - 1] = True
            in_run = how[at + i] & EXTENDED != 0
        else:
            i -= count[at + i]
        begins[k - 1] = i
    return likelihood, begins, ends, is_empty


@numba.njit(cache=True, nogil=True)
def chances(low, high, text, sound, terms):  # type: ignore[no-untyped-def]
    """Return (begin, ended, started): how likely each state is, before and after a passage is left out.

    Both are flat, float64; those of stretch ``k`` lie from ``begin[k]`` on and come to one each.
    """
    said, spread, keep, opening, kind, is_end = text
    lengths, pace, rest, empty, noise = sound
    edge, share, ratio, slack, skip, skip_on = terms
    n, steps = said.size - 1, lengths.size
    begin = np.zeros(steps + 2, np.int64)
    for k in range(steps + 1):
        begin[k + 1] = begin[k] + high[k] - low[k] + 1
    ended, started = np.zeros(begin[steps + 1]), np.zeros(begin[steps + 1])
    going = np.zeros(begin[steps + 1])
    now, run, then, runs = np.zeros(n + 1), np.zeros(n + 1), np.zeros(n + 1), np.zeros(n + 1)
    now[0] = 1.0
    for k in range(steps + 1):
        first, last, at = low[k], high[k], begin[k] - low[k]
        if k:
            length, speed = lengths[k - 1], pace[k - 1]
            limit = (ratio * length + slack) / speed
            before, until = low[k - 1], high[k - 1]
            for i in range(first, last + 1):
                total, unbroken = 0.0, rest[k - 1, kind[i]]
                for j in range(i - 1, before - 1, -1):
                    if said[i] - said[j] > limit and j < i - 1:
                        break
                    if j < i - 1:
                        unbroken *= keep[j]
                    if j > until or now[j] == 0.0:
                        continue
                    expected = speed * (said[i] - said[j])
                    wide = speed * speed * (spread[i] - spread[j])
                    total += now[j] * unbroken * fit(length, expected, wide, edge, share)
                runs[i] = 0.0
                if before <= i <= until:
                    total += now[i] * noise[k - 1]
                    runs[i] = (now[i] * opening[i] + run[i]) * empty[k - 1]
                then[i] = total + runs[i]
            for i in range(before, until + 1):
                now[i], run[i] = 0.0, 0.0
            for i in range(first, last + 1):
                now[i], run[i] = then[i], runs[i]
        for i in range(first, last + 1):
            ended[at + i], going[at + i] = now[i], run[i]
        ahead, skipping = 0.0, 0.0
        for i in range(first, last + 1):
            if is_end[i]:
                skipping = max((skipping + ahead * skip) * skip_on, TINY)
                ahead = now[i]
                now[i] += skipping
        top = 0.0
        for i in range(first, last + 1):
            top = max(top, now[i])
        for i in range(first, last + 1):
            now[i] /= top
            run[i] /= top
            ended[at + i] /= top
            going[at + i] /= top
            started[at + i] = now[i]
    # Backwards: ``then`` is what may follow a state, ``runs`` what may follow one in a passage without text.
    after, on = np.zeros(n + 1), np.zeros(n + 1)  # of the next step: before what is left out there
    for k in range(steps, -1, -1):
        first, last, at = low[k], high[k], begin[k] - low[k]
        for j in range(first, last + 1):
            then[j], runs[j] = 0.0, 0.0
        if k == steps:
            then[n] = 1.0
        else:
            length, speed = lengths[k], pace[k]
            limit = (ratio * length + slack) / speed
            begin_next, last_next = low[k + 1], high[k + 1]
            for i in range(begin_next, last_next + 1):
                if after[i] == 0.0:
                    continue
                unbroken = rest[k, kind[i]] * after[i]
                for j in range(i - 1, first - 1, -1):
                    if said[i] - said[j] > limit and j < i - 1:
                        break
                    if j < i - 1:
                        unbroken *= keep[j]
                    if j > last:
                        continue
                    expected = speed * (said[i] - said[j])
                    wide = speed * speed * (spread[i] - spread[j])
                    then[j] += unbroken * fit(length, expected, wide, edge, share)
            for i in range(max(first, begin_next), min(last, last_next) + 1):
                then[i] += noise[k] * after[i] + opening[i] * empty[k] * on[i]
                runs[i] = empty[k] * on[i]
            for i in range(begin_next, last_next + 1):
                after[i], on[i] = 0.0, 0.0
        skipping, total, all_ended, all_started = 0.0, 0.0, 0.0, 0.0
        for i in range(last, first - 1, -1):
            after[i] = then[i]
            if is_end[i]:
                after[i] += skip * skip_on * skipping
                skipping = then[i] + skip_on * skipping
            on[i] = after[i] + runs[i]
            total = max(total, on[i])
        for i in range(first, last + 1):
            staying = going[at + i] * runs[i]
            ended[at + i] = ended[at + i] * after[i] + staying
            started[at + i] = started[at + i] * then[i] + staying
            all_ended += ended[at + i]
            all_started += started[at + i]
        for i in range(first, last + 1):
            ended[at + i] /= max(all_ended, TINY)
            started[at + i] /= max(all_started, TINY)
            after[i] /= max(total, TINY)
            on[i] /= max(total, TINY)
    return begin, ended, started
