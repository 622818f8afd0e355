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
    word = np.full(width, _FAR, np.float32)
    rest = np.full(width, _FAR, np.float32)
    new_word = np.full(width, _FAR, np.float32)
    new_rest = np.full(width, _FAR, np.float32)
    came = np.zeros((n_real, width), np.uint8)  # bits 0-1: into a word; bits 2-3: into a pause
    for t in range(n_real):
        shift = lowest[t] - lowest[t - 1] if t else 0
        pause_cost = loud if is_speech[t] else quiet
        for k in range(width):
            j = lowest[t] + k
            new_word[k] = _FAR
            new_rest[k] = _FAR
            if j > n_synth:
                continue
            p = k + shift
            here = word[p] if t and p < width else _FAR
            one = word[p - 1] if t and 0 <= p - 1 < width else _FAR
            two = word[p - 2] if t and 0 <= p - 2 < width else _FAR
            waiting = rest[p] if t and p < width else _FAR
            if t == 0 and j == 0:
                one = np.float32(0)
                waiting = np.float32(0)
            code = 0
            if pause_before[j]:
                best = waiting
                if one < best:
                    best = one
                    code = 4
                b = border_before[j]
                if b >= 0:
                    q = b - lowest[t] + shift
                    cost = leave + leave_frame * (j - b)
                    if t and 0 <= q < width and rest[q] + cost < best:
                        best = rest[q] + cost
                        code = 8
                new_rest[k] = best + pause_cost
            if j < n_synth:
                best = here + stay
                move = 0
                if one < best:
                    best = one
                    move = 1
                if two + skip < best:
                    best = two + skip
                    move = 2
                if pause_before[j] and waiting < best:
                    best = waiting
                    move = 3
                distance = np.float32(0)
                for f in range(n_features):
                    step = real[t, f] - synth[j, f]
                    distance += step * step
                new_word[k] = best + np.sqrt(distance)
                code += move
            came[t, k] = code
        word, new_word = new_word, word
        rest, new_rest = new_rest, rest
    columns = np.empty(n_real, np.int64)
    paused = np.empty(n_real, np.bool_)
    k = n_synth - lowest[n_real - 1]
    ends_paused = _FAR
    ends_spoken = _FAR
    if 0 <= k < width:
        ends_paused = rest[k]
    if 0 <= k - 1 < width:
        ends_spoken = word[k - 1]
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
def viterbi_band(scores, density, is_optional, cap, gap_before, lowest, width, overtime, leave):  # type: ignore[no-untyped-def]
    """Return the state of each frame on the best path, and the path's score.

    ``scores[t, density[j]]`` is how well state ``j`` fits frame ``t``. A state follows itself, the one before, or
    the one before that if the one between ``is_optional``. Staying longer than ``cap[j]`` frames costs
    ``overtime`` a frame (the count is that of the best path so far). From gap ``gap_before[j]`` one may go
    straight to gap ``j`` at the cost ``leave``: a sentence is left out. The last state may be left out too.
    """
    n_frames = scores.shape[0]
    n_states = density.size
    best = np.full(width, -_FAR, np.float32)
    new_best = np.full(width, -_FAR, np.float32)
    stayed = np.zeros(width, np.int64)
    new_stayed = np.zeros(width, np.int64)
    came = np.zeros((n_frames, width), np.uint8)
    for t in range(n_frames):
        shift = lowest[t] - lowest[t - 1] if t else 0
        for k in range(width):
            j = lowest[t] + k
            new_best[k] = -_FAR
            if j >= n_states:
                continue
            if t == 0:
                if j == 0 or (j == 1 and is_optional[0]):
                    new_best[k] = scores[0, density[j]]
                    new_stayed[k] = 1
                continue
            p = k + shift
            score = -_FAR
            move = 0
            count = 1
            if p < width and best[p] > -_FAR:
                score = best[p]
                count = stayed[p] + 1
                if count > cap[j]:
                    score -= overtime
            if 0 <= p - 1 < width and best[p - 1] > score:
                score = best[p - 1]
                move = 1
                count = 1
            if j >= 2 and is_optional[j - 1] and 0 <= p - 2 < width and best[p - 2] > score:
                score = best[p - 2]
                move = 2
                count = 1
            b = gap_before[j]
            if b >= 0:
                q = b - lowest[t] + shift
                if 0 <= q < width and best[q] - leave > score:
                    score = best[q] - leave
                    move = 3
                    count = 1
            if score <= -_FAR:
                continue
            new_best[k] = score + scores[t, density[j]]
            new_stayed[k] = count
            came[t, k] = move
        best, new_best = new_best, best
        stayed, new_stayed = new_stayed, stayed
    path = np.empty(n_frames, np.int64)
    j = n_states - 1
    k = j - lowest[n_frames - 1]
    if is_optional[j] and 1 <= k < width and best[k - 1] > best[k]:
        j -= 1
        k -= 1
    total = best[k] if 0 <= k < width else -_FAR
    for t in range(n_frames - 1, -1, -1):
        path[t] = j
        move = came[t, min(max(j - lowest[t], 0), width - 1)]
        j = gap_before[j] if move == 3 else j - move
        j = max(j, 0)
    return path, total
