"""The two inner loops, compiled: warping of frames onto frames, and Viterbi over a chain of states.

Both walk a band: at frame ``t`` only ``width`` columns from ``lowest[t]`` on are considered; ``lowest`` never
decreases. Both return the best path alone. They only count; names, units and meaning are given by their callers
``warp`` and ``model``.
"""

from __future__ import annotations

import numba
import numpy as np

_FAR = np.float32(1e30)


@numba.njit(cache=True, fastmath=True, nogil=True)
def warp_band(real, synth, pause_before, is_speech, lowest, width, costs):  # type: ignore[no-untyped-def]
    """Return (column, is_pause) for each real frame, and the cost of the path.

    Column ``j`` < N is synthetic frame ``j``; a pause at ``j`` is the silence before it. ``pause_before[j]`` is 0
    where there is none, 1 inside a sentence, 2 at a border of sentences. ``costs`` are stay, skip, pause on
    silence, pause on speech, leaving a sentence out, and each of its frames.
    """
    n_real, n_features = real.shape
    n_synth = synth.shape[0]
    stay, skip, quiet, loud, leave, leave_frame = costs
    borders = np.flatnonzero(pause_before == 2)
    border_before = np.full(n_synth + 1, -1, np.int64)
    for k in range(1, borders.size):
        border_before[borders[k]] = borders[k - 1]
    pauses = np.flatnonzero(pause_before)
    by_feature = np.ascontiguousarray(synth.T)
    most_shift = 0
    for t in range(1, n_real):
        most_shift = max(most_shift, lowest[t] - lowest[t - 1])
    room = width + most_shift + 2  # two more columns before the band, and as many after it as it moves on
    word = np.full(room, _FAR, np.float32)
    new_word = np.full(room, _FAR, np.float32)
    rest = np.full(room, _FAR, np.float32)  # holds something at pauses alone
    new_rest = np.full(room, _FAR, np.float32)
    away = np.empty(width, np.float32)
    came = np.zeros((n_real, width), np.uint8)  # bits 0-1: into a word; bits 2-3: into a pause
    first_pause = 0
    for t in range(n_real):
        low = lowest[t]
        shift = low - lowest[t - 1] if t else 0
        pause_cost = loud if is_speech[t] else quiet
        n_columns = min(width, n_synth - low)
        # One feature after the other, and parts of arrays from 0 on: such loops run on eight columns at once.
        away[:] = 0
        for f in range(n_features):
            here = real[t, f]
            there = by_feature[f, low : low + n_columns]
            for k in range(n_columns):
                step = here - there[k]
                away[k] += step * step
        for k in range(n_columns):
            away[k] = np.sqrt(away[k])
        stays, ones, twos = word[shift + 2 :], word[shift + 1 :], word[shift:]
        reached, moves = new_word[2:], came[t]
        for k in range(n_columns):
            best = stays[k] + stay
            move = np.uint8(0)
            if ones[k] < best:
                best = ones[k]
                move = np.uint8(1)
            if twos[k] + skip < best:
                best = twos[k] + skip
                move = np.uint8(2)
            reached[k] = best + away[k]
            moves[k] = move
        if t == 0 and low == 0 and n_columns > 0:
            reached[0] = away[0]
            moves[0] = 1
        for k in range(max(n_columns, 0), width):
            new_word[k + 2] = _FAR
        while first_pause < pauses.size and pauses[first_pause] < low:
            first_pause += 1
        for at in range(first_pause, pauses.size):
            j = pauses[at]
            k = j - low
            if k >= width:
                break
            p = k + shift
            waiting = rest[p + 2] if t and p < width else _FAR
            one = word[p + 1] if t else _FAR
            if t == 0 and j == 0:
                one = np.float32(0)
                waiting = np.float32(0)
            if j < n_synth:
                spoken = waiting + away[k]
                if spoken < new_word[k + 2]:
                    new_word[k + 2] = spoken
                    came[t, k] = 3
            best = waiting
            if one < best:
                best = one
                came[t, k] |= 4
            b = border_before[j]
            if t and b >= 0:
                q = b - low + shift
                if 0 <= q < width and rest[q + 2] + leave + leave_frame * (j - b) < best:
                    best = rest[q + 2] + leave + leave_frame * (j - b)
                    came[t, k] = (came[t, k] & 3) | 8
            new_rest[k + 2] = best + pause_cost
        word, new_word = new_word, word
        rest, new_rest = new_rest, rest
    columns = np.empty(n_real, np.int64)
    paused = np.empty(n_real, np.bool_)
    k = n_synth - lowest[n_real - 1]
    ends_paused = _FAR
    ends_spoken = _FAR
    if 0 <= k < width:
        ends_paused = rest[k + 2]
    if 0 <= k - 1 < width:
        ends_spoken = word[k + 1]
    resting = ends_paused <= ends_spoken
    j = n_synth if resting else n_synth - 1
    for t in range(n_real - 1, -1, -1):
        columns[t] = j
        paused[t] = resting
        code = came[t, min(max(j - lowest[t], 0), width - 1)]
        if resting:
            if code & 12 == 4:
                resting = np.bool_(False)
                j -= 1
            elif code & 12 == 8:
                j = border_before[j]
        elif code & 3 == 3:
            resting = np.bool_(True)
        else:
            j -= code & 3
        j = max(j, 0)
    return columns, paused, min(ends_paused, ends_spoken)


@numba.njit(cache=True, fastmath=True, nogil=True)
def _step(best, count, caps, toll, hop, own, new_best, new_count, moves, n, overtime):  # type: ignore[no-untyped-def]
    """Go one frame on, in ``n`` states at once: ``best[k + 2]`` is the state itself, two before it its neighbours.

    A loop of its own over parts of arrays, counts as floats: only so does the compiler take eight at a time.
    """
    stays, ones = best[2:], best[1:]
    for k in range(n):
        since = count[k] + np.float32(1)
        score = stays[k] - overtime if since > caps[k] else stays[k]
        one = ones[k] - toll[k]
        two = best[k] + hop[k]
        move = np.uint8(0)
        if one > score:
            score = one
            move = np.uint8(1)
            since = np.float32(1)
        if two > score:
            score = two
            move = np.uint8(2)
            since = np.float32(1)
        new_best[k] = score + own[k]
        new_count[k] = since
        moves[k] = move


@numba.njit(cache=True, fastmath=True, nogil=True)
def viterbi_band(scores, loud, density, is_optional, cap, toll, borders, lowest, width, costs):  # type: ignore[no-untyped-def]
    """Return the state of each frame on the best path, whether it is loud there, and the path's score.

    ``scores[t, density[j]]`` is how well state ``j`` fits frame ``t``. A state follows itself, the one before, or
    the one before that if the one between ``is_optional``. The first and the last state may be left out if they
    are optional. Staying longer than ``cap[j]`` frames costs ``costs[0]`` a frame (the count is that of the best
    path so far). To come into state ``j`` from the one before costs ``toll[j]``.

    ``borders`` are states in which one may also be loud: frame ``t`` then scores ``loud[t]``. To begin that costs
    ``costs[3]``. From a border one may go straight to the next: what lies between is left out, at the cost
    ``costs[1]`` for the first in a row and ``costs[2]`` for those that follow.
    """
    n_frames = scores.shape[0]
    n_states = density.size
    overtime, leave, leave_more, enter = costs[0], costs[1], costs[2], costs[3]
    most_shift = 0
    for t in range(1, n_frames):
        most_shift = max(most_shift, lowest[t] - lowest[t - 1])
    room = width + most_shift + 2  # two more columns before the band, and as many after it as it moves on
    best = np.full(room, -_FAR, np.float32)
    new_best = np.full(room, -_FAR, np.float32)
    count = np.zeros(room, np.float32)
    new_count = np.zeros(room, np.float32)
    n_borders = borders.size
    loudest = np.full(n_borders, -_FAR, np.float32)  # the best path that is loud in this border now
    has_left = np.zeros(n_borders, np.bool_)  # the best path came here by leaving out, and has said nothing since
    hop = np.full(n_states, -_FAR, np.float32)
    for j in range(2, n_states):
        if is_optional[j - 1]:
            hop[j] = 0.0
    caps = cap.astype(np.float32)
    column_of = density.astype(np.uint32)  # of an unsigned index no sign has to be looked at
    own = np.empty(width, np.float32)  # what each state of the band scores
    came = np.zeros((n_frames, width), np.uint8)  # bits 0-1: move; 2-4: into being loud; 5: loud is best
    first_border = 0
    for t in range(n_frames):
        low = lowest[t]
        shift = low - lowest[t - 1] if t else 0
        n_columns = min(width, n_states - low)
        row = scores[t]
        if t == 0:
            for k in range(n_columns):
                j = low + k
                if j == 0 or (j == 1 and is_optional[0]):
                    new_best[k + 2] = row[density[j]]
                    new_count[k + 2] = 1
        else:
            columns = column_of[low:]
            for k in range(n_columns):
                own[k] = row[columns[k]]
            _step(
                best[shift:], count[shift + 2 :], caps[low:], toll[low:], hop[low:], own,
                new_best[2:], new_count[2:], came[t], n_columns, overtime,
            )  # fmt: skip
        while first_border < n_borders and borders[first_border] < low:
            loudest[first_border] = -_FAR
            first_border += 1
        # From the last border to the first, so that those before it still hold the frame before.
        last_border = first_border
        while last_border < n_borders and borders[last_border] < low + n_columns:
            last_border += 1
        for b in range(last_border - 1, first_border - 1, -1):
            j = borders[b]
            k = j - low
            quiet = new_best[k + 2] - row[density[j]] if t else -_FAR
            move = came[t, k] & 3
            left = has_left[b] and move == 0
            if t == 0:
                quiet = np.float32(0.0) if j == 0 else -_FAR
                left = False
            if t and b > 0:
                q = borders[b - 1] - low + shift + 2
                if q >= 2:
                    cost = leave_more if has_left[b - 1] else leave
                    if best[q] - cost > quiet:
                        quiet = best[q] - cost
                        move = 3
                        left = True
            being = loudest[b]
            if being < quiet - enter:
                being = quiet - enter
                into = 1 + move
            else:
                into = 0
            being += loud[t]
            calm = quiet + row[density[j]]
            loudest[b] = being
            code = move | (into << 2)
            if being > calm:
                code |= 32
                if into == 0:  # it has been loud for a while: how it came there is in the frames before
                    left = has_left[b]
            has_left[b] = left
            came[t, k] = code
            new_best[k + 2] = max(calm, being)
            if being > calm or move == 3:
                new_count[k + 2] = 1
        for k in range(n_columns, room - 2):
            new_best[k + 2] = -_FAR
        best, new_best = new_best, best
        count, new_count = new_count, count
    path = np.empty(n_frames, np.int64)
    is_loud = np.zeros(n_frames, np.bool_)
    j = n_states - 1
    k = j - lowest[n_frames - 1]
    if is_optional[j] and 1 <= k < width and best[k + 1] > best[k + 2]:
        j -= 1
        k -= 1
    total = best[k + 2] if 0 <= k < width else -_FAR
    is_border = np.zeros(n_states, np.bool_)
    border_before = np.full(n_states, -1, np.int64)
    for b in range(n_borders):
        is_border[borders[b]] = True
        if b:
            border_before[borders[b]] = borders[b - 1]
    staying_loud = False
    for t in range(n_frames - 1, -1, -1):
        path[t] = j
        code = came[t, min(max(j - lowest[t], 0), width - 1)]
        move = code & 3
        if is_border[j]:
            if staying_loud or code & 32:
                is_loud[t] = True
                into = (code >> 2) & 7
                staying_loud = into == 0
                if staying_loud:
                    continue
                move = into - 1
            if move == 3:
                j = border_before[j]
                continue
        j = max(j - move, 0)
    return path, is_loud, total


@numba.njit(cache=True, fastmath=True, nogil=True)
def terms(frames, first, last, scale):  # type: ignore[no-untyped-def]
    """Return features, their squares and a one [shape=(last - first, 2 * 39 + 1)] of cepstra [shape=(T, 13)].

    The features are the cepstra, their slopes over five frames and the slopes of those, times ``scale``.
    """
    n_frames, n = frames.shape
    slopes = np.empty((last - first + 4, n), np.float32)
    for k in range(last - first + 4):
        t = first + k - 2
        before, before_two = min(max(t - 1, 0), n_frames - 1), min(max(t - 2, 0), n_frames - 1)
        after, after_two = min(max(t + 1, 0), n_frames - 1), min(max(t + 2, 0), n_frames - 1)
        for c in range(n):
            wide = frames[after_two, c] - frames[before_two, c]
            slopes[k, c] = (frames[after, c] - frames[before, c] + np.float32(2) * wide) * np.float32(0.1)
    out = np.empty((last - first, 6 * n + 1), np.float32)
    for k in range(last - first):
        for c in range(n):
            wide = slopes[k + 4, c] - slopes[k, c]
            bend = (slopes[k + 3, c] - slopes[k + 1, c] + np.float32(2) * wide) * np.float32(0.1)
            out[k, c] = frames[first + k, c] * scale[c]
            out[k, n + c] = slopes[k + 2, c] * scale[n + c]
            out[k, 2 * n + c] = bend * scale[2 * n + c]
        for c in range(3 * n):
            out[k, 3 * n + c] = out[k, c] * out[k, c]
        out[k, 6 * n] = 1
    return out


@numba.njit(cache=True, nogil=True)
def sums_by_label(rows, labels, n):  # type: ignore[no-untyped-def]
    """Return the sum of the rows of each label below ``n``, float64 [shape=(n, D)]; others count nowhere."""
    sums = np.zeros((n, rows.shape[1]))
    for t in range(labels.size):
        if labels[t] < n:
            for c in range(rows.shape[1]):
                sums[labels[t], c] += rows[t, c]
    return sums
