"""What a text itself shows of its language: the script it is written in, and the words that only one language has.

Enough to hold a text against its tag, and to name the tag that was probably meant. No detection: what cannot be
told from these few signs passes.
"""

from __future__ import annotations

import re
from collections import Counter

from cuepress.language import letter_script, primary, script


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_UNKNOWN = "Zyyy"
# Scripts of ISO 15924 that are mixtures of those that letters belong to.
_COMPOUND_SCRIPTS = {
    "Jpan": {"Hani", "Kana"},
    "Kore": {"Hang", "Hani"},
    "Hans": {"Hani"},
    "Hant": {"Hani"},
}
_TOLD_APART = _words("""
    Latn Arab Cyrl Grek Hebr Hani Kana Hang Deva Beng Thai Geor Armn Ethi Taml Telu Gujr Guru Knda Mlym Sinh Khmr
    Laoo Mymr Tibt
""")
# Of these letters a text of the script always has some: Japanese its kana, Korean its hangul.
_NEEDED = {"Jpan": "Kana", "Kore": "Hang"}
_MIN_LETTERS_TO_MISS_SOME = 30
_FEW = 0.05
# Chinese has none of these; a name in kana is no tenth of a text.
_MANY = 0.1

# The most frequent characters that were simplified, and that the other writing has no use for.
_PAIRS = _words("""
    们們 这這 来來 时時 国國 会會 对對 说說 为為 学學 过過 发發 经經 动動 还還 现現 样樣 进進 开開 问問 长長
    点點 没沒 见見 间間 边邊 应應 关關 业業 东東 车車 书書 机機 话話 电電 头頭 无無 门門 义義 军軍 际際 种種
    总總 产產 实實 变變 认認 让讓 给給 员員 战戰 听聽 觉覺 爱愛 两兩 满滿 语語 声聲 难難 报報 请請 谢謝 区區
    论論 议議 题題 设設 团團 兴興 亚亞 龙龍 岁歲 亲親 连連
""")
_SIMPLIFIED = frozenset(pair[0] for pair in _PAIRS)
_TRADITIONAL = frozenset(pair[1] for pair in _PAIRS)
_MIN_SIGNS = 10
_CLEAR_SHARE = 0.9

# The language most probably meant by a text of which only the script is known.
_LIKELY_LANGUAGE = {
    "Arab": "ar",
    "Armn": "hy",
    "Beng": "bn",
    "Cyrl": "ru",
    "Deva": "hi",
    "Ethi": "am",
    "Geor": "ka",
    "Grek": "el",
    "Hang": "ko",
    "Hani": "zh",
    "Hebr": "he",
    "Kana": "ja",
    "Latn": "en",
    "Taml": "ta",
    "Thai": "th",
}
# The commonest little words of languages that share a script; a text of theirs has one in ten at the least.
_LITTLE_WORDS = {
    tag: _words(words)
    for tag, words in {
        "en": "the and of to is that it for with was are you this have we",
        "fr": "le la les et des est que pour dans qui une nous pas vous du à",
        "de": "der die und das ist nicht ein zu den mit wir auf sich es dass",
        "es": "el los las que y en una por con para es del se lo un",
        "it": "il di che è per una non con sono gli della un del si ma",
        "pt": "o que não uma para os com em do da as é um dos por",
        "nl": "het een en van is niet dat zijn op voor met wij ik te aan",
        "tr": "ve bir bu için da de ile çok olan ne gibi değil her daha",
        "pl": "i w nie na się że to jest z do jak o co po dla",
        "sv": "och att det som är en på för inte av vi till jag om med",
        "ru": "и в не на что с как это мы по но из они для был",
        "uk": "і в не на що з та це ми як але для від до про",
        "bg": "и в не на че с да е се за от са ще като",
        "ar": "في من على أن إلى هذا هذه التي الذي ما لا عن",
        "fa": "و در به از که این را است با ما آن می برای",
        "ur": "کے میں کی ہے اور سے کو کا نے پر یہ ہیں",
    }.items()
}
_MAX_WORDS_LOOKED_AT = 2_000
_MIN_SHARE_OF_LITTLE_WORDS = 0.1


def scripts_in(text: str) -> dict[str, int]:
    """Count the letters of ``text`` by script."""
    counts: dict[str, int] = {}
    for character, number in _letters(text).items():
        found = letter_script(character)
        counts[found] = counts.get(found, 0) + number
    return counts


def _letters(text: str) -> dict[str, int]:
    return {character: number for character, number in Counter(text).items() if character.isalpha()}


def is_written_in(text: str, tag: str) -> bool:
    """Tell whether most letters of ``text`` belong to the script of ``tag``; text too short to say passes."""
    counts = _told_apart(text)
    total = sum(counts.values())
    wanted = _COMPOUND_SCRIPTS.get(script(tag), {script(tag)})
    fitting = sum(counts.get(name, 0) for name in wanted)
    if not wanted & _TOLD_APART or total < (20 if fitting else 5):
        return True
    return fitting * 2 >= total and not _lacks_its_own(counts, tag) and not _is_other_chinese(text, tag)


def _told_apart(text: str) -> dict[str, int]:
    return {name: number for name, number in scripts_in(text).items() if name != _UNKNOWN}


def _lacks_its_own(counts: dict[str, int], tag: str) -> bool:
    """Tell Chinese from Japanese and Korean, which have Han characters too, but never them alone."""
    total = sum(counts.values())
    needed = _NEEDED.get(script(tag))
    if needed is not None:
        return total >= _MIN_LETTERS_TO_MISS_SOME and counts.get(needed, 0) < _FEW * total
    return "Hani" in _COMPOUND_SCRIPTS.get(script(tag), ()) and counts.get("Kana", 0) > _MANY * total


def _is_other_chinese(text: str, tag: str) -> bool:
    """Tell simplified from traditional Chinese, where the tag says more than ``zh`` and the text is clear."""
    found = _chinese_script(text)
    return primary(tag) == "zh" and tag != "zh" and found is not None and found != script(tag)


def _chinese_script(text: str) -> str | None:
    simplified = sum(map(_SIMPLIFIED.__contains__, text))
    traditional = sum(map(_TRADITIONAL.__contains__, text))
    total = simplified + traditional
    if total < _MIN_SIGNS or max(simplified, traditional) < _CLEAR_SHARE * total:
        return None
    return "Hans" if simplified > traditional else "Hant"


def likely_tag(text: str) -> str | None:
    """Return a tag that fits the script and the little words of ``text``, or None; a hint, not a detection."""
    counts = _told_apart(text)
    if not counts:
        return None
    if counts.get("Kana", 0) > _MANY * sum(counts.values()):
        return "ja"
    most = max(counts, key=lambda name: counts[name])
    if most == "Hani":
        found = _chinese_script(text)
        return f"zh-{found}" if found else "zh"
    return _by_little_words(text, most) or _LIKELY_LANGUAGE.get(most)


def _by_little_words(text: str, found: str) -> str | None:
    words = re.findall(r"[^\W\d_]+", text.lower())[:_MAX_WORDS_LOOKED_AT]
    shares = {
        tag: sum(word in little for word in words) / max(1, len(words))
        for tag, little in _LITTLE_WORDS.items()
        if script(tag) == found
    }
    best = max(shares, key=lambda tag: shares[tag], default=None)
    return best if best is not None and shares[best] >= _MIN_SHARE_OF_LITTLE_WORDS else None


def another_language(text: str, tag: str) -> str | None:
    """Return the tag that a text seems to be in where it surely is not in ``tag``; empty if only that is sure.

    Surely: another script, or the little words of another language are there and those of this one are not.
    """
    if not is_written_in(text, tag):
        return likely_tag(text) or ""
    own = _LITTLE_WORDS.get(primary(tag))
    words = re.findall(r"[^\W\d_]+", text.lower())[:_MAX_WORDS_LOOKED_AT]
    if own is None or len(words) < _FEWEST_WORDS:
        return None
    found = _by_little_words(text, script(tag))
    if found is None or found == primary(tag):
        return None
    own_share, found_share = (sum(word in _LITTLE_WORDS[each] for word in words) for each in (primary(tag), found))
    return found if own_share * 2 < found_share else None


_FEWEST_WORDS = 40  # of fewer it cannot be told
