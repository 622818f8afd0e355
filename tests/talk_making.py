"""Talks made on the spot, so that the time of every word is known: spoken, bent in pitch, with rests and noise.

The voice is of the same maker as the one that sync reads with, but of another pace and another pitch. A word
begins where its first sound does: the maker's mark of the word itself stands before a joining silence.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cuepress.model import Paragraph, Transcript
from cuepress.sync import voice
from cuepress.sync.acoustics import acoustics
from cuepress.sync.hear import by_speech
from cuepress.sync.timing import Timing

RATE_HZ = 16_000
Floats = npt.NDArray[np.float32]

# The French talk below in Spanish, sentence by sentence.
SPANISH = (
    "El puerto de nuestra ciudad tiene más de mil años.",
    "Los primeros barcos venían del norte, cargados de lana y de sal.",
    "En 1824 una tormenta destruyó el gran dique.",
    "Durante 31 años nadie lo reparó.",
    "Los pescadores salían antes del alba y volvían con la marea.",
    "Mi abuela vendía pescado en la plaza del mercado.",
    "Conocía el nombre de cada familia.",
    "Hoy las grandes grúas descargan contenedores día y noche.",
    "Sin embargo, algunas barcas de madera siguen ahí.",
    "Cada verano los niños aprenden a navegar en ellas.",
    "Descubren el viento, las corrientes y la paciencia.",
    "¿Qué quedará de todo esto dentro de cincuenta años?",
    "Pensamos que un puerto debe quedar abierto a todos.",
    "Por eso fundamos un pequeño museo.",
    "Se encuentra en la antigua casa del faro.",
    "Venga a vernos, la puerta nunca está cerrada.",
)

# One talk in five scripts: sentences of a paragraph each. Numbers are written as figures.
TALKS = {
    "fr": """
        Le port de notre ville a plus de mille ans. Les premiers bateaux venaient du nord, chargés
        de laine et de sel. En 1824, un orage a détruit la grande digue. Pendant 31 ans, personne ne
        l'a réparée. Les pêcheurs partaient avant l'aube et rentraient avec la marée. Ma grand-mère
        vendait du poisson sur la place du marché. Elle connaissait le nom de chaque famille.
        Aujourd'hui, les grandes grues déchargent des conteneurs jour et nuit. Pourtant, quelques
        barques de bois sont toujours là. Chaque été, des enfants y apprennent à naviguer. Ils
        découvrent le vent, les courants et la patience. Que restera-t-il de tout cela dans
        cinquante ans ? Nous pensons qu'un port doit rester ouvert à tous. C'est pourquoi nous avons
        fondé un petit musée. Il se trouve dans l'ancienne maison du phare. Venez nous voir, la
        porte n'est jamais fermée.
    """,
    "ru": """
        Порту нашего города больше тысячи лет. Первые корабли приходили с севера, гружёные шерстью и
        солью. Большая буря разрушила старую дамбу. Тридцать лет никто её не чинил. Рыбаки уходили
        до рассвета и возвращались с приливом. Моя бабушка продавала рыбу на рыночной площади. Она
        знала по имени каждую семью. Сегодня высокие краны разгружают контейнеры днём и ночью. Но
        несколько деревянных лодок всё ещё стоят у берега. Каждое лето дети учатся на них ходить под
        парусом. Они узнают ветер, течения и терпение. Что останется от всего этого через пятьдесят
        лет? Мы считаем, что порт должен быть открыт для всех. Поэтому мы основали небольшой музей.
        Он находится в старом доме у маяка. Приходите к нам, дверь всегда открыта. Мы будем очень
        рады видеть вас и ваших друзей.
    """,
    "ar": """
        ميناء مدينتنا عمره أكثر من ألف سنة. جاءت السفن الأولى من الشمال محملة بالصوف والملح. دمرت
        عاصفة كبيرة السد القديم. لم يصلحه أحد طوال ثلاثين عاما. كان الصيادون يخرجون قبل الفجر
        ويعودون مع المد. كانت جدتي تبيع السمك في ساحة السوق. كانت تعرف اسم كل عائلة في المدينة.
        اليوم تفرغ الرافعات الكبيرة الحاويات ليلا ونهارا. لكن بعض القوارب الخشبية ما زالت هنا. كل
        صيف يتعلم الأطفال الإبحار فيها. يكتشفون الريح والتيارات والصبر. ماذا سيبقى من كل هذا بعد
        خمسين سنة؟ نعتقد أن الميناء يجب أن يبقى مفتوحا للجميع. لذلك أسسنا متحفا صغيرا. يقع المتحف في
        بيت المنارة القديم. تعالوا لزيارتنا فالباب لا يغلق أبدا.
    """,
    "hi": """
        हमारे शहर का बंदरगाह एक हज़ार साल से भी पुराना है। पहले जहाज़ उत्तर से ऊन और नमक लेकर आते
        थे। एक बड़े तूफ़ान ने पुराने बाँध को तोड़ दिया। तीस साल तक किसी ने उसकी मरम्मत नहीं की।
        मछुआरे सुबह से पहले निकलते थे और ज्वार के साथ लौटते थे। मेरी दादी बाज़ार के चौक में मछली
        बेचती थीं। वे हर परिवार का नाम जानती थीं। आज बड़ी मशीनें दिन रात सामान उतारती हैं। फिर भी
        लकड़ी की कुछ नावें अब भी यहाँ हैं। हर गर्मी में बच्चे उन पर नाव चलाना सीखते हैं। वे हवा,
        लहरों और धीरज को समझते हैं। पचास साल बाद इन सब में से क्या बचेगा? हम मानते हैं कि बंदरगाह
        सबके लिए खुला रहना चाहिए। इसलिए हमने एक छोटा संग्रहालय बनाया। वह पुराने दीपघर के मकान में
        है। आप हमसे मिलने आइए, दरवाज़ा कभी बंद नहीं होता।
    """,
    "zh": """
        我们城市的港口已经有一千多年的历史。最早的船从北方来，装满了羊毛和盐。一场大风暴毁坏了古老的堤坝。
        三十年里没有人去修理它。渔民们在天亮以前出海，随着潮水回来。我的祖母在市场的广场上卖鱼。
        她知道每个家庭的名字。今天，高大的起重机日夜装卸货物。可是还有几条木船停在岸边。
        每年夏天孩子们在船上学习航行。他们认识了风、水流和耐心。五十年以后，这一切还会剩下什么？
        我们认为港口应该对所有的人开放。所以我们建立了一个小博物馆。它就在灯塔旁边的老房子里。
        欢迎你们来看我们，大门永远是开着的。
    """,
}
OTHER_FRENCH = """
    La recette de ce gâteau demande quatre œufs et beaucoup de beurre. Faites fondre le chocolat à feu très doux.
    Mélangez ensuite la farine avec le sucre. Personne ne devrait ouvrir le four pendant la cuisson. Les abeilles
    dansent pour montrer le chemin des fleurs. Une planète géante tourne autour de cette étoile froide. Le juge a
    demandé aux avocats de se taire. Votre facture sera payable au début du mois prochain. L'équipe bleue a marqué
    trois buts en moins de dix minutes. Les violons reprennent le thème, puis le piano répond. Un chirurgien opère
    rarement sans dormir. Il neigera demain sur toutes les montagnes. Ces chaussures rouges sont beaucoup trop
    petites pour moi. Le train de Lyon partira avec une heure de retard.
"""


def sentences_of(text: str, tag: str) -> list[str]:
    """Return the sentences of a text that is wrapped at will."""
    joiner = "" if tag == "zh" else " "
    joined = joiner.join(line.strip() for line in text.strip().splitlines())
    for mark in ".?।。？؟":
        joined = joined.replace(mark, f"{mark}\n")
    return [line.strip() for line in joined.splitlines() if line.strip()]


@dataclass(frozen=True, slots=True, eq=False)
class Talk:
    """A recording and what is true of it.

    ``start_ms`` and ``end_ms`` have one entry per word of ``transcript``; NaN where the maker does not know.
    ``spoken_ms`` says from when to when each sentence that was spoken is heard, by its number.
    """

    transcript: Transcript
    samples: Floats
    start_ms: npt.NDArray[np.float64]
    end_ms: npt.NDArray[np.float64]
    spoken_ms: dict[int, tuple[float, float]]

    @property
    def duration_ms(self) -> int:
        return len(self.samples) * 1000 // RATE_HZ

    def first_word(self, sentence: str) -> int:
        """Return the index of the word that a sentence begins with."""
        offset = self.transcript.text.index(sentence)
        return next(index for index, word in enumerate(self.transcript.words) if word.offset >= offset)


def make_talk(
    sentences: Sequence[str],
    tag: str,
    *,
    words_per_minute: int = 115,
    pitch: float = 1.05,
    noise_db: float = -20.0,
    unwritten: frozenset[int] = frozenset(),
    unspoken: frozenset[int] = frozenset(),
) -> Talk:
    """Speak sentences with rests of 0.3 to 1.1 s between them, and write them down.

    ``unwritten`` sentences are spoken and not in the transcript; ``unspoken`` ones the other way round.
    """
    joiner = "" if tag == "zh" else " "
    written = [sentence for number, sentence in enumerate(sentences) if number not in unwritten]
    transcript = Transcript(tag, (Paragraph(joiner.join(written)),))
    starts, ends = (np.full(len(transcript.words), np.nan) for _ in range(2))
    rng = np.random.default_rng(11)
    parts: list[Floats] = [np.zeros(RATE_HZ, np.float32)]
    spoken_ms = {}
    at, offset = RATE_HZ, 0
    for number, sentence in enumerate(sentences):
        if number not in unspoken:
            spoken = voice.speak(sentence, tag=tag, words_per_minute=words_per_minute)
            sound = _resampled(spoken, pitch)
            ms_per_sample = 1000 / spoken.rate_hz / pitch
            if number not in unwritten:
                _note_times(transcript, spoken, offset, (at * 1000 / RATE_HZ, ms_per_sample), starts, ends)
            spoken_ms[number] = (at * 1000 / RATE_HZ, (at + len(sound)) * 1000 / RATE_HZ)
            rest = np.zeros(int(rng.uniform(0.3, 1.1) * RATE_HZ), np.float32)
            parts += [sound, rest]
            at += len(sound) + len(rest)
        if number not in unwritten:
            offset += len(sentence) + len(joiner)
    return Talk(transcript, _noisy(np.concatenate(parts), noise_db), starts, ends, spoken_ms)


def _note_times(
    transcript: Transcript,
    spoken: voice.Speech,
    offset: int,
    clock: tuple[float, float],
    starts: npt.NDArray[np.float64],
    ends: npt.NDArray[np.float64],
) -> None:
    """Write down when the words of one sentence begin and end; ``offset`` is where it begins in the text."""
    at_ms, ms_per_sample = clock
    offsets = [word.offset for word in transcript.words]
    for number, event in enumerate(spoken.events):
        index = bisect_right(offsets, event.offset + offset) - 1
        if event.kind != "word" or not np.isnan(starts[index]):
            continue
        sounds = [each for each in spoken.events[number:] if each.kind in {"phoneme", "end"}]
        first = next((each.sample for each in sounds if _is_sound(each)), event.sample)
        # A word lasts to the first event that is of another one: a sound, or the silence at a comma.
        last = transcript.words[index].end_offset - offset
        beyond = (each.sample for each in sounds if each.sample > first and _is_beyond(each, last))
        starts[index] = at_ms + first * ms_per_sample
        ends[index] = at_ms + next(beyond, len(spoken.samples)) * ms_per_sample


def _is_sound(event: voice.Event) -> bool:
    return event.kind == "phoneme" and bool(event.name) and not event.name.startswith("_")


def _is_beyond(event: voice.Event, last: int) -> bool:
    return event.kind == "end" or event.name.startswith("_") or event.offset >= last


def _resampled(spoken: voice.Speech, pitch: float) -> Floats:
    """Return the sound at 16 kHz, ``pitch`` times as high and as fast."""
    size = round(len(spoken.samples) * RATE_HZ / spoken.rate_hz / pitch)
    spectrum = np.fft.rfft(spoken.samples / 32_768)
    kept = np.zeros(size // 2 + 1, np.complex128)
    n = min(len(kept), len(spectrum))
    kept[:n] = spectrum[:n]
    return np.asarray(np.fft.irfft(kept, size) * size / len(spoken.samples), np.float32)


def _noisy(sound: Floats, noise_db: float) -> Floats:
    """Add pink noise, so many decibels to the level of what is spoken."""
    rng = np.random.default_rng(5)
    spectrum = np.fft.rfft(rng.normal(0, 1, len(sound)))
    pink = np.fft.irfft(spectrum / np.sqrt(np.maximum(np.arange(len(spectrum)), 20)), len(sound))
    voiced = sound[np.abs(sound) > 1e-4]
    level = np.sqrt(np.mean(voiced**2)) * 10 ** (noise_db / 20)
    return np.asarray(sound + pink / pink.std() * level, np.float32)


def heard(talk: Talk) -> Timing:
    """Sync a talk by listening."""
    return by_speech(talk.transcript, acoustics(talk.samples))
