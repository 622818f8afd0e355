"""Where a line must never end, and where it may, in sentences of each language.

``~`` stands where no line may end while there is another place, ``/`` where it may; of all others nothing is said.
"""

from __future__ import annotations

import pytest

from cuepress import language
from cuepress.cueing import grammar
from cuepress.cueing.breaks import find_breaks
from cuepress.cueing.places import PlaceKind
from cuepress.model import Paragraph, Transcript

ENGLISH = """
The~separation / between~the~public~sector / and~the~private~sector demands / our~attention.
They~had~to~carry~out / the~plan / that~has~already~begun.
Mr.~John F.~Kerry / met / Secretary~Johnson / in~order~to~talk.
On~May~21,~2026, / we~counted / 10~million~people, / not~more~than~20~km~away.
Between~10~and~20 / of~them / came / at~10~p.m. / and~left.
As~soon~as~possible, / as~well~as~possible, / such~as~it~is.
She~gave~up / and~went home. / It~doesn't~matter.
See / page~5 / of~the~report.
The~city's~mayors / spoke / about~former~members / of~violent~groups.
We~saw him / when~he~came. / They~moved~on / and~we~told her / that~it~was~late.
In~2016 / voters decided. / ISO~40500 / is~a~standard.
Two-~or~three-year-olds / know. / All those~that~are~not~yet~members / left with~a~view~to~this.
The~radicals’~attempts / to~win were~also~vain.
Twenty-five~pupils / left three~years~ago, / and~a~tiny~bird / came~back / with~enough~food.
She~came~up~with~a~brighter~idea, / half~of~the~class / looked~around / and~others slept.
My~oldest~friend / was~switched~off, / and~the~United~Nations / waited / for~an~hour / and~a~half.
"""
FRENCH = """
La~séparation / entre~le~secteur~public / et~le~secteur~privé / n’est~pas tout~à~fait levée.
Ils~n'ont~pas~pu / venir, parce~qu'il~y~a~10~millions~de~personnes.
Le~21~mai~2026, / M.~Dupont / et~Mme~Curie / ont~toujours~dit / que~le~président~Macron / viendrait.
Nous~ne~les~avons~jamais~vus / dans~cette~ville, / alors~que~nous~y~étions.
Est-ce~que~vous~êtes en~train~de~lire, / n’est-ce~pas ?
De~1~à~2~heures, / page~5, / environ 10~km / de~route, / à~cause~de~lui, / grâce~à~elle.
À\u00a0la~mer, / dit-on, / il~va~à\u00a0la~mer. / Il~en~veut plus. / Nous~le~savons tous, / bien~sûr.
C'est~un~jour / comme~les~autres, / afin~d'assurer / la~paix.
Quelqu'un / arrive. / L'un / arrive / avec~l'autre.
Ceux / qui~n'en~sont~pas~encore~membres / d'y~entrer, / le~ministre~turc, / des~témoignages~poignants,
l'essence~même / de~l'homme, / même~si~elle~permet / de~participer / à~tout.
Je~voulais~voir / comment~faire, / car~dix-sept~élèves / auraient~besoin / d'un~quart~d'heure.
Le~mur~droit / était~près~du~pont, / trois~semaines~plus~tard, / et~la~toiture / n'a~pas~été~refaite.
Il~marche / le~long~de~l'eau, / une~heure~et~demie, / avec~les~Nations~unies.
"""
SPANISH = """
La~separación / entre~el~sector~público / y~el~sector~privado / no~ha~terminado.
El~21~de~mayo~de~2026 / el~señor~García / dijo / que~hay~más~de~10~millones~de~personas.
A~pesar~de~todo, / sin~embargo, / tenemos~que~seguir, / ya~que~es~tarde.
Se~lo~dijo / porque~quería / una~gran~parte.
Llegaron / demasiado~tarde / por~encima~del~valle, / con~un~vaso / de~agua~fría / y~veintidós~gatos.
Podrían~salir / dentro~del~parque, / metro~y~medio / con~las~Naciones~Unidas.
Lo~único~que~pide / es~trabajo. / Ha~sido~pintado / en~verano.
"""
GERMAN = """
Die~Trennung / zwischen~dem~öffentlichen Sektor / und~dem~privaten Sektor / ist~nicht~gut.
Am~21.~Mai~2026 / hat~Herr~Müller / die~Vor-~und~Nachteile / der~Regelung / besprochen.
Es~sind~5~km / bis~zum~Bahnhof, / zum~Beispiel / für~Dr.~Weber.
Er~kann~nicht~mehr~warten, / weil~er~zu~spät / kam.
Er~ist~gestern / gerufen~worden, / weil~mir~einundzwanzig~Bücher / in~der~Nähe~von~Bonn / fehlen.
Sie~kommt / erst~im~Sommer / und~nur~für~dich, / viele~Jahre~später.
Das~Haus / ist~größer~als~unser~Dorf / und~steht / heute / zur~Verfügung.
"""
ITALIAN = """
La~separazione / tra~il~settore~pubblico / e~il~settore~privato / non~è~ancora~finita.
Il~21~maggio~2026 / il~presidente~Mattarella / ha~detto / che~ci~sono~più~di~10~milioni~di~persone.
Anche~se~piove, / grazie~a~te, / l'acqua / dell'altro~giorno / scorre.
Non~avrei~mai~detto / che~la~terza~prova / fosse~davanti~all'ingresso, / insieme~ai~ragazzi.
Due~anni~fa / potevano~partire, / e~la~porta / è~stata~chiusa / un'ora~e~mezza / fa.
Lo~stato / paga / ventidue~maestri / con~una~maglia~rossa / nei~confronti~della~scuola.
"""
PORTUGUESE = """
A~separação / entre~o~setor~público / e~o~setor~privado / não~é~boa.
Em~21~de~maio~de~2026 / o~presidente~Lula / disse / que~há~mais~de~10~milhões~de~pessoas.
Apesar~de~tudo, / no~entanto, / por~causa da~chuva, / ficamos.
A~roupa~infantil / estava~perto~da~porta, / cerca~de~trinta~peças, / do~lado~esquerdo.
Poderão~ver / o~mar, / um~metro~e~meio / graças~às~Nações~Unidas.
Tem~sido~feito / com~dezesseis~alunos, / anos~depois, / junto~ao~rio.
"""
DUTCH = """
De~scheiding / tussen~de~publieke sector / en~de~private sector / is~niet~goed.
Op~21~mei~2026 / zei / Vincent~van~der~Berg / dat~het~meer~dan~10~km / is.
In~plaats~van~wachten / gaan we / met~behulp~van~vrienden / verder.
Hij~kocht / drie~liter~melk / en~een~snufje~zout, / twee~jaar~geleden, / voor~vijfentwintig~mensen.
Vier~jaar~later / kwam / het~vooral~te~laat, / want~ongeveer~tachtig~huizen / zijn~groter~dan~deze.
Aan~het~einde~van~de~weg / staat / nog~een~rode boom.
"""
TURKISH = """
Bu~konuda / bir~zirve / yapıldı~mı / bilmiyoruz, / onlar~da / bizim~için / geldi~ki / hep / olalım.
11~Mayıs’ta / Antalya’da / 10~kişi / ve~Sayın~Türel / konuştu.
Barış~için / ya~da huzur adına / bunu yarın / söyledi.
Bize~izin~verin, / sonra buna dikkat~etmeniz~gerek, / çünkü~yeni~bir~yol / ortaya~çıktı.
Okulun spor~salonu / bugün açıldı, / yüz~yirmi~öğrenci / geldi, / yüzden~fazla~kişi / gitti.
Bugün / şekerli~çay / geldi, / bir~kaşık~yağ / kaldı, / hep~birlikte / güldük.
"""
ARABIC = """
قال / في~21~مايو~2026 / إن~هناك / أكثر~من~10~ملايين~شخص / من~أجل السلام.
السيد~محمد~بن~سلمان / تحدث / وزير~الخارجية / وشبكة~المدن~القوية / عن~هذا~الموضوع / مع~الذين~جاؤوا / وفي~المدينة.
جاء / عدد~من~الناس / بفضل~هذا~العمل، / ووصلت ثلاثون~سيارة / بنسبة~عشرين~في~المئة.
قالت~لها / في~البيت / إنهم~هنا، / وسيتم~بناء / معظم~البيوت / بناء~على~رأيه.
"""
OTHERS = {
    "ru": "Мы~не~знали~ли~же, / что~в~городе / 10~миллионов / потому~что.",
    "pl": "Mieszkam / w~domu / i~z~psem, / a~także / na~przykład.",
    "he": "אנחנו~יודעים / כי~הנשיא~הרצוג / אמר / על~ידי.",
    "hi": "भारत~के / प्रधानमंत्री~ने / कहा / कि~यह~बहुत~अच्छा~है।",
    "ko": "그렇게 / 할~수~있는~것은 / 당신~때문입니다. / 두~명이 / 왔다.",
    "cs": "Bydlím / v~domě / s~psem / a~10~lidí.",
    "uk": "Ми~не~знали~ж, / що~в~місті / 10~мільйонів~людей, / тому~що.",
    "sv": "Vi~såg / Anna~Lind / på~grund~av~de~10~husen / och~inte~mer.",
    "da": "Vi~kender / huset / på~grund~af~vejret, / og~2~dage.",
    "nb": "Vi~kjenner / huset / på~grunn~av~været, / og~2~dager.",
    "ca": "La~separació / entre~el~sector / i~l'altre / és~d'ahir, / a~causa~de~tot.",
    "ro": "Casa / din~oraș / este~mare / pentru~că~avem~10~oameni.",
    "el": "Ξέρουμε / ότι~η~ενότητα / είναι~το~θεμέλιο / σύμφωνα~με~τον~Γιώργο~Παπαδόπουλο.",
    "fa": "ما~همه~می‌دانیم / که~اتحاد~است / و~۱۰~میلیون~نفر / در~شهر.",
    "id": "Kami~tahu / bahwa~persatuan / adalah~dasar / dari~10~juta~orang, / oleh~karena~itu.",
    "hu": "Tudjuk / hogy / a~ház / 10~ember / Kovács~Anna / otthona.",  # no list: one letter, numbers, names
    "km": "ខ្ញុំ/ចង់~ទៅ/ផ្សារ/នៅ/ថ្ងៃ~នេះ",  # from here on, as ICU's dictionaries have it
    "lo": "ຂ້ອຍ/ຢາ~ກ/ໄປ/ຕະ~ຫຼາ~ດ/ມື້~ນີ້",
    "my": "ကျွန်~တော်/ဒီ/နေ့/ဈေး~သွား/ချင်/တယ်",
}
CHINESE = """
例~如，丹~麦/政~府/组~织~了/与~安~曼~市、贝~鲁~特~市/和~突~尼~斯~市~的/交~流。
超~越/国~家/层~面/与~地~方/层~面~之~间~的/鸿~沟，5~月11~日/将~得~到/支~持。
我~们/都~知~道/团~结/是根~本，三~百~多~人/参~加，2026~年~5~月~1~日，敏~感/地~区，一~个人说。
研~讨~会/以~及~交~流，Strong Cities网~络。
一场/旨~在~消~除/暴~力，不~顾激~进~分~子。
"""
JAPANESE = """
大~成~功~を/収~め~た~こ~と~を/お~祝~い/申~し~上~げ~ま~す。
私~は/そ~の~人~を/常~に/先~生~と/呼~ん~で~い~た。
"""
THAI = """
เรา/ทุก~คน/ทราบ/ดีว่า~ความ~สามัคคี/เป็น~สิ่ง/สำคัญ/ใน~การ~ต่อสู้
"""
TABLES = {
    "en": ENGLISH,
    "fr": FRENCH,
    "es": SPANISH,
    "de": GERMAN,
    "it": ITALIAN,
    "pt-BR": PORTUGUESE,
    "nl": DUTCH,
    "tr": TURKISH,
    "ar": ARABIC,
    "zh-Hans": CHINESE,
    "ja": JAPANESE,
    "th": THAI,
    **OTHERS,
}
CASES = [(tag, line) for tag, table in TABLES.items() for line in table.strip().split("\n")]


def read(marked: str, tag: str) -> tuple[str, set[int], set[int]]:
    """Return a text without its signs, and the offsets of each sign: where never to end, where one may."""
    space = "" if language.is_unspaced(tag) else " "
    text = ""
    never: set[int] = set()
    may: set[int] = set()
    for piece in marked.replace(" / ", "/").replace("~", "\0~\0").replace("/", "\0/\0").split("\0"):
        if piece in {"~", "/"}:
            (never if piece == "~" else may).add(len(text))
            text += space
        else:
            text += piece
    return text, never, may


def judged(text: str, tag: str) -> dict[int, tuple[PlaceKind, str]]:
    """Return the place after each word of a paragraph, by its offset, and why it is that."""
    transcript = Transcript(tag, (Paragraph(text),))
    found = find_breaks(transcript, transcript.words)
    places = zip(transcript.words, found.kinds, found.why, strict=True)
    return {word.end_offset: (kind, why) for word, kind, why in places}


@pytest.mark.parametrize(("tag", "marked"), CASES, ids=lambda value: value[:24])
def test_a_line_ends_where_the_language_lets_it(tag: str, marked: str) -> None:
    text, never, may = read(marked, tag)
    places = judged(text, tag)

    # What is no place at all (inside a cluster, before a closing mark) can never be chosen either.
    wrong = {text[:at][-12:]: places[at] for at in never if at in places and places[at][0] < PlaceKind.CLOSE}
    missed = {
        text[:at][-12:]: places.get(at) for at in may if at not in places or places[at][0] >= PlaceKind.CLOSE
    }

    assert (wrong, missed) == ({}, {})


@pytest.mark.parametrize(
    ("word", "following", "tag", "why"),
    [
        ("the", "city", "en", "the (article or the like)"),
        ("qu’il", "part", "fr", "qu’il (pronoun)"),
        ("10", "millions", "fr", "10 millions"),
        ("geldi", "mi", "tr", "geldi mi"),
        ("وفي", "المدينة", "ar", "وفي (preposition)"),
        ("bien", "souvent", "fr", "bien (adverb)"),
        ("一", "个", "zh-Hans", "一个"),
    ],
)
def test_a_check_can_name_the_word_that_must_not_end_a_line(word: str, following: str, tag: str, why: str) -> None:
    assert grammar.never_last(word, following, tag) == why


@pytest.mark.parametrize(
    ("word", "following", "tag"),
    [
        ("the,", "city", "en"),
        ("bien.", "Il", "fr"),
        ("plus", "parce", "fr"),
        ("peu,", "mais", "fr"),
        ("city", "of", "en"),
        ("la", "", "fr"),
        ("", "", "en"),
        ("...", "and", "en"),
        ("dog", "and", "xx"),
    ],
)
def test_a_word_before_a_mark_or_at_the_end_is_no_fault(word: str, following: str, tag: str) -> None:
    assert not grammar.never_last(word, following, tag)


@pytest.mark.parametrize(
    ("word", "tag", "is_good"),
    [
        ("and", "en", True),
        ("qu'elle", "fr", True),
        ("de", "fr", False),
        ("ومع", "ar", True),
        ("city", "en", False),
    ],
)
def test_a_line_may_well_begin_with_a_conjunction_or_preposition(word: str, tag: str, is_good: bool) -> None:  # noqa: FBT001
    assert grammar.good_first(word, tag) == is_good


def test_a_text_in_capitals_is_no_chain_of_names() -> None:
    places = judged("WOMEN CARRY WATER HOME EVERY DAY TO CHILDREN", "en")

    assert PlaceKind.NAME not in {kind for kind, _ in places.values()}


def test_an_expression_does_not_reach_across_a_mark() -> None:
    places = judged("Il parle bien, sûr de lui, et puis il part, parce, dit-il, que tout va bien", "fr")

    assert "bien sûr" not in {why for _, why in places.values()}
    assert PlaceKind.FIXED not in {kind for kind, _ in places.values()}
