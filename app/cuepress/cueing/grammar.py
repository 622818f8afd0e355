"""Words that must not end a line, and words that begin one well: short lists, not yet a grammar.

English and French follow the lists in guidelines for broadcasters; the others hold articles, short prepositions,
conjunctions and the like. A word is compared in lower case, with a straight apostrophe, without marks around it.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from cuepress import language

if TYPE_CHECKING:
    from budoux import Parser


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# A reader who sees one of these at the end of a line has to wait for what it belongs to.
_NEVER_LAST = {
    "en": _words("""
        a an the this that these those my your his her its our their some any no every each either another such
        what which whose i you he she it we they who to of in on at by for with from into onto about over under
        between through without against during before after since until than as per via and or but nor so
        because although though while when where whereas if unless whether whom am is are was were be been being
        have has had do does did will would shall should can could may might must not n't never very too quite
        rather more most so less least mr mrs ms dr prof st no fig vol p i'm i've i'll you're we're we've we'll
        they're it's that's there's
    """),
    "fr": _words("""
        le la les un une des du de au aux ce cet cette ces mon ma mes ton ta tes son sa ses notre nos votre vos
        leur leurs quel quelle quels quelles chaque plusieurs quelques aucun aucune certains certaines tout
        toute tous toutes je tu il elle on nous vous ils elles me te se y en ne lui à dans par pour sur sous
        sans avec chez vers entre depuis pendant contre malgré selon avant après dès jusque hors parmi envers et
        ou mais donc or ni car que si quand lorsque puisque comme quoique qui dont où lequel laquelle lesquels
        lesquelles suis es est sommes êtes sont étais était étaient serai sera seront fut ai as a avons avez ont
        avais avait avaient aurai aura auront vais va vas allons allez vont viens vient peux peut pouvons pouvez
        peuvent dois doit devons devez doivent veux veut voulons voulez veulent faut très trop plus moins aussi
        bien peu assez m mm mme mmes mlle dr pr n° p art c'est n'est s'est d'un d'une qu'il qu'elle qu'ils qu'on
        qu'un qu'une n'ont n'a jusqu'à jusqu'au lorsqu'il
    """),
    "es": _words("""
        el la los las un una unos unas lo este esta estos estas ese esa esos esas mi mis tu tus su sus nuestro
        nuestra nuestros nuestras cada algún alguna ningún ninguna todo toda todos todas qué cuál yo tú él ella
        nosotros ellos ellas se me te le les nos os no a al de del en con por para sin sobre entre desde hasta
        contra hacia según durante tras ante bajo y e o u ni pero sino porque que si cuando como aunque mientras
        donde quien cuyo cuya es son era eran fue fueron ser está están estaba ha han había hemos he va van
        puede pueden debe deben muy más menos tan sr sra dr dra
    """),
    "de": _words("""
        der die das den dem des ein eine einen einem einer eines kein keine keinen mein meine dein sein seine
        ihr ihre unser unsere dieser diese dieses diesem diesen jeder jede jedes alle einige ich du er sie es
        wir man in im an am auf aus bei beim mit nach von vom vor zu zum zur über unter durch für gegen ohne um
        bis seit während wegen zwischen und oder aber denn sondern dass weil wenn als ob obwohl damit wie wo wer
        was welche welcher welches nicht sehr so zu mehr ist sind war waren hat haben wird werden kann können
        muss müssen soll dr prof herr frau
    """),
    "it": _words("""
        il lo la i gli le un uno una del dello della dei degli delle al allo alla ai agli alle dal dalla nel
        nella nei nelle sul sulla questo questa questi queste quel quella quei mio mia suo sua nostro nostra
        loro ogni di a da in con su per tra fra e ed o ma che se quando come perché dove chi cui non si mi ti ci
        vi è sono era erano ha hanno ho abbiamo può possono deve devono molto più meno così
    """),
    "pt": _words("""
        o a os as um uma uns umas do da dos das no na nos nas ao à aos às pelo pela este esta esse essa seu sua
        nosso nossa cada todo toda todos todas de em com por para sem sobre entre desde até e ou mas que se
        quando como porque onde quem não é são era eram foi foram está estão tem têm há pode podem deve devem
        muito mais menos tão
    """),
    "nl": _words("""
        de het een deze dit die dat mijn jouw zijn haar ons onze hun elke ieder geen in op aan bij met van voor
        naar te om over onder tussen door tegen zonder tot sinds en of maar want dat als omdat terwijl wanneer
        hoe waar wie niet zeer meer ik je hij ze we is was waren heeft hebben had wordt worden kan kunnen moet
        moeten
    """),
    "tr": _words("""
        bir bu şu o ve veya ya ile ki ama fakat ancak çünkü eğer her hiç çok daha en bazı tüm bütün hem ne
    """),
    "ar": _words("""
        في من إلى على عن مع بين عند لدى حتى منذ خلال دون بعد قبل تحت فوق أمام ضد و أو أم ثم بل لكن ولكن أن إن
        أنّ إنّ كي لأن إذا لو كما حيث عندما بينما التي الذي الذين اللذان اللاتي ما لا لم لن قد سوف هذا هذه ذلك
        تلك هؤلاء كل بعض أي غير وفي ومن وإلى وعلى ومع وأن وإن هو هي هم كان كانت يكون
    """),
}

# A line may well begin with one of these: what comes hangs together.
_GOOD_FIRST = {
    "en": _words("""
        and or but nor so because although though while when where whereas if unless whether which who whom
        whose that to of in on at by for with from into about over under between through without against during
        before after since until than as
    """),
    "fr": _words("""
        et ou mais donc or car que qui dont où quand lorsque puisque si comme parce afin dans par pour sur sous
        sans avec chez vers entre depuis pendant contre malgré selon avant après dès jusque jusqu'à parmi qu'il
        qu'elle qu'ils tandis alors ainsi
    """),
    "es": _words("""
        y e o u ni pero sino porque que si cuando como aunque mientras donde quien cuyo a de en con por para sin
        sobre entre desde hasta contra hacia según durante
    """),
    "de": _words("""
        und oder aber denn sondern dass weil wenn als ob obwohl damit wie wo in an auf aus bei mit nach von vor
        zu über unter durch für gegen ohne um bis seit während wegen zwischen
    """),
    "it": _words("e ed o ma che se quando come perché dove chi cui di a da in con su per tra fra"),
    "pt": _words("""
        e ou mas que se quando como porque onde quem de em com por para sem sobre entre desde até
    """),
    "nl": _words(
        "en of maar want dat als omdat terwijl wanneer die in op met van voor naar om over onder tussen door"
    ),
    "tr": _words("ve veya ama fakat ancak çünkü eğer ki hem"),
    "ar": _words("""
        في من إلى على عن مع بين حتى منذ خلال أو ثم بل لكن ولكن أن لأن إذا كما حيث عندما بينما التي الذي الذين
    """),
}

_MARKS = "\"'“”‘’«»‹›()[]{}¿¡.,;:!?…،؛؟-–—\u00a0\u202f"
# Chinese particles lean on the word before, one may rest after them; a numeral leans on its measure word.
_LEANING = frozenset("的了着過过们們吗嗎呢吧啊呀地得")


_NUMERALS = frozenset("一二两兩三四五六七八九十百千万萬亿億几幾每这這那哪第某各")
_PIECE = 5_000  # a text of a megabyte without marks is parsed in pieces


def bare(word: str) -> str:
    """Return a word as the lists have it."""
    return word.strip(_MARKS).lower().replace("’", "'")


def is_never_last(word: str, tag: str) -> bool:
    """Tell whether a line should not end on this word."""
    return bare(word) in _NEVER_LAST.get(language.primary(tag), ())


def is_good_first(word: str, tag: str) -> bool:
    """Tell whether a line may well begin with this word."""
    return bare(word) in _GOOD_FIRST.get(language.primary(tag), ())


def is_leaning(character: str) -> bool:
    """Tell whether a Chinese character belongs to the one before it."""
    return character in _LEANING


def is_numeral(character: str) -> bool:
    """Tell whether a Chinese character leans on the measure word after it: 一 个, 这 次."""
    return character in _NUMERALS


def phrase_ends(text: str, tag: str) -> set[int] | None:
    """Return the offsets where a phrase of a text without spaces ends, or None where the language is not known.

    BudouX does it, a small model that is part of its package: bunsetsu in Japanese, words in Chinese and Thai.
    """
    parser = _parser(language.primary(tag), is_traditional=language.script(tag) == "Hant")
    if parser is None:
        return None
    ends: set[int] = set()
    for start in range(0, len(text), _PIECE):
        at = start
        for phrase in parser.parse(text[start : start + _PIECE]):
            at += len(phrase)
            ends.add(at)
    return ends


@cache
def _parser(primary: str, *, is_traditional: bool) -> Parser | None:
    if primary not in {"zh", "yue", "ja", "th"}:
        return None
    import budoux

    if primary == "ja":
        return budoux.load_default_japanese_parser()
    if primary == "th":
        return budoux.load_default_thai_parser()
    if is_traditional:
        return budoux.load_default_traditional_chinese_parser()
    return budoux.load_default_simplified_chinese_parser()
