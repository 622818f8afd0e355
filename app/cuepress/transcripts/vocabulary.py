"""Words that tell the parts of a transcript apart, in the languages that transcripts are most often in.

Lists, no rules: what is done with them stands in the passes. All entries are compared after ``folded``.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_MARKS = re.compile("[\u0300-\u036f\u064b-\u0652\u200e\u200f]")


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """Return ``text`` in lower case and without Latin accents and Arabic vowel signs."""
    return unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFD", text.casefold())))


def _words(text: str) -> frozenset[str]:
    return frozenset(folded(text).split())


def _pattern(words: str) -> re.Pattern[str]:
    """Return a pattern for any of the words; a star at the end of one stands for any ending."""
    alternatives = sorted({folded(word).replace("*", r"\w*") for word in words.split()})
    return re.compile("(?:" + "|".join(alternatives) + r")\Z")


def _signs(signs: str) -> re.Pattern[str]:
    """Return a pattern for any of the signs, wherever it stands; one search is cheaper than one for each."""
    return re.compile("|".join(map(re.escape, signs.split())))


def _phrases(text: str) -> frozenset[str]:
    return frozenset(part.strip() for part in folded(" ".join(text.split())).split("|"))


# Heard, not said. A star stands for any ending: laugh, laughs, laughter, laughing.
SOUNDS = _pattern(
    """
    applau* laugh laughs laughed laughing laughter chuckl* giggl* cheer cheers cheering clap claps clapping
    music* musik* jingle
    cough coughs coughing sneez* sigh sighs sighing gasp* groan* moan moans moaning sob sobs sobbing cry
    cries crying weeps
    weeping whistl* boo boos booing silence knock* ring rings ringing phone telephone beep* bell bells
    gunshot* gunfire
    explosion* thunder siren* footsteps whisper* shout shouts shouting scream* yells yelling murmur* hum
    hums humming
    sing sings singing song instrumental drum drums drumming fanfare gavel ovation barks barking noise noises
    static snort* snicker* sniff* sniffles throat inhal* exhal* yawn* door sound sounds birds chirping wind

    applaudi* rire rires rit rient rit* sourire* musique* tousse toux soupir* siffl* huée* brouhaha acclam*
    exclamations
    protestations bruit bruits sonnerie chant chants chante pleurs murmures silence

    beifall* gelächter lachen lacht heiterkeit applaus* musik* husten hustet seufz* pfiff* pfeif* zuruf*
    zwischenruf*
    unruhe jubel* klatsch* stöhn* räusper* glocke* geräusch* stille klingel*

    aplauso* aplaude* risa risas ríe ríen música tos tose suspir* silbid* abucheo* ruido* timbre grito*
    llanto* carcajada*

    applausi applauso risate risata ridono ride musica tosse sospir* fischi rumor* grida pianto silenzio

    risos risadas riso aplausos música tosse suspiro* vaias barulho palmas

    gelach lacht lachend applaus muziek* hoest* zucht zuchten gejuich gefluit rumoer

    alkış* gülüşme* gülme* güler gülüyor* kahkaha* müzik* öksür* ıslık* sessizlik gürültü*

    аплодисмент* смех смеется смеются смеётся музык* кашел* кашля* вздох* вздыха* свист* шум оживлен*
    оживлён* тишин* крик*

    śmiech* oklask* brawa muzyk* kaszl* westchn* skratt* applåder musiken hostar latter bifall klapp*
    γελι* χειροκροτ* μουσικ* βηχ* תשואות צחוק מוזיקה מחיאות تصفيق ضحك موسيقى سعال هتاف* صمت ضجيج
    """
)
# In scripts without spaces a sound is found inside the bracket.
SOUND_CHARACTERS = _signs(
    "掌声 掌聲 鼓掌 笑 音乐 音樂 音楽 拍手 咳 叹气 欢呼 歓声 웃음 박수 음악 ปรบมือ หัวเราะ ดนตรี"
)
# Words that may stand beside a sound word without making it speech.
SOUND_COMPANIONS = _words(
    """
    and the of in a an loud soft softly loudly long brief general more continued prolonged sustained
    scattered light warm audience
    crowd all both everyone he she they speaker nervous nervously background theme intro outro playing plays
    continues
    fades ends stops starts begins up out from standing off stage distant heavy on at by

    et de la le les des du dans nourris vifs prolongés salle public générale général sur quelques il elle
    ils tous

    und der die das im saal bei von lebhafter anhaltender starker allgemeine leise laut abgeordneten

    y del el los las en general público prolongados e o a do da dos das ve bir و في و من из в зале и
    продолжительные бурные общий met en van het
    """
)

# Not heard and not said: what the one who wrote it down remarks.
NOTES = _pattern(
    """
    inaudib* unintelligib* indiscern* indistinct* crosstalk overlap* unclear phonetic* transcri* translat*
    interpret*
    recording recorded audio video videotape break pause pauses sic ph redacted omitted end ends
    untranscribed interruption
    speaking speaks spoke off offmic interposing simultaneous* emphasis adjourn* recess suspended
    whereupon foreign blank illegible
    traduction transcription* inintelligib* traduit interruption* coupure fin suspension reprise illisible
    unverständlich* übersetz* unterbrech* pause ende sitzung* ininteligib* incomprens* traduc* pausa
    interrup* corte
    incomprensibil* traduzion* trascri* interru* incompreens* onverstaan* vertaling* anlaşılm* çeviri* duyulmuyor
    неразборчив* перевод* перерыв* niezrozum* ترجمة غير
    """
)
# Of these, the ones that leave no doubt in round brackets, where speech may stand.
ROUND_NOTES = _pattern(
    """
    inaudib* unintelligib* indiscern* indistinct* crosstalk phonetic* off offmic inintelligib*
    unverständlich* ininteligib*
    incomprensib* incompreens* onverstaan* anlaşılm* неразборчив* niezrozum*
    """
)
NOTE_CHARACTERS = _signs("听不清 聽不清 聞き取れ 不明 译 訳 录音 録音")

# Lines that are about the transcript. Whole line, from its start.
NOTE_LINE = re.compile(
    r"""^[\W_]*(?:
        (?:end|close|conclusion)\ of\ (?:the\ )?(?:transcript|recording|audio|video|tape|interview|session|
        call|document)
        | (?:transcript(?:ion)?|transcribed|translated|translation|subtitles?|captions?|captioned|subtitled|
        edited)
            \ (?:by|provided|edited|courtesy)\b
        | (?:working|unofficial|courtesy)\ translation
        | (?:editor|translator)['’]s\ note\b | n(?:ote|\.)\ (?:de\ l['’]éditeur|de\ la\ rédaction|du\ traducteur)\b
        | nota\ (?:do|da|de|del|della|dell['’]|de\ la)\ ?(?:editor|tradu|redac|redaç|redat|redaz)\w*
        | anm(?:erkung|\.)\ d(?:er|\.)\ (?:red(?:aktion|\.)|übers) | noot\ van\ de\ redactie
        | прим(?:ечание|\.)\ (?:ред|пер) | 编者按 | 編者按 | 译注 | 訳注
        | (?:this|the|the\ following)\ (?:is\ an?\ )?(?:unofficial\ |uncorrected\ |rough\ |edited\ |
        automatically\ generated\ )*
            (?:transcript|translation)\b.{0,40}\b(?:may|was|is|has|been|not|contain|edited|provided|generated)
        | transcri(?:pt|ption|ption\ par|it\ par|to\ por|zione|pción|ção)\s*:?$
        | (?:transcrit|traduit|sous-titres?|traduction|transcription)\ (?:par|réalisée?|de\ travail|
        non\ officielle)\b
        | (?:fin\ de\ (?:la\ |l['’])?(?:transcription|enregistrement|vidéo))
        | (?:übersetzt|transkribiert|untertitel)\ (?:von|durch)\b | (?:arbeits|nichtamtliche\ )übersetzung
        | ende\ (?:der|des)\ (?:aufnahme|aufzeichnung|transkripts)
        | (?:transcrito|traducido|subtítulos|transcripción)\ (?:por|realizada)\b |
        fin\ de\ la\ (?:transcripción|grabación)
        | (?:trascritto|tradotto|sottotitoli|traduzione)\ (?:da|di|a\ cura)\b
        | (?:çeviren|çalışma\ çevirisi) | ترجمة\ (?:غير|عملية|أولية)
        | (?:工作译文|非官方翻译|非正式翻译|仮訳|翻訳：|翻译：|字幕：)
        | ©\ | \(c\)\ \d{4} | copyright\ | all\ rights\ reserved | tous\ droits\ réservés |
        alle\ rechte\ vorbehalten
    )""",
    re.IGNORECASE | re.VERBOSE,
)
# The end of a document, alone on its line.
END_LINE = re.compile(
    r"^[\W_]*(?:end|fin|ende|fine|fim|son|конец|koniec|einde|完|終|النهاية)[\W_]*$", re.IGNORECASE
)

PARTICIPANTS = _phrases(
    """
    participants|participant list|list of participants|present|also present|attendees|attending|
    in attendance|speakers|
    panelists|panellists|panel|appearances|cast|contributors|people|members present|list of speakers|
    on the call|persons present|
    présents|présentes|étaient présents|participants et participantes|intervenants|intervenantes|
    liste des participants|
    liste des intervenants|personnes présentes|orateurs|
    teilnehmer|teilnehmende|teilnehmerinnen und teilnehmer|anwesend|anwesende|sprecher|mitwirkende|
    participantes|asistentes|presentes|intervinientes|ponentes|oradores|
    partecipanti|presenti|relatori|interventi|participantes presentes|deelnemers|aanwezig|aanwezigen|sprekers|
    katılımcılar|konuşmacılar|участники|присутствовали|присутствуют|присутствующие|выступающие|uczestnicy|obecni|
    المشاركون|الحاضرون|الحضور|المتحدثون|参加者|与会者|與會者|出席者|出席|发言人|參加者|嘉宾|登壇者|참석자|참가자
    """
)

KEYWORDS = _phrases(
    """
    summary keywords|keywords|key words|topics|mots-clés|mots clés|schlagwörter|stichwörter|palabras clave|
    palavras-chave|parole chiave|trefwoorden|anahtar kelimeler|ключевые слова|słowa kluczowe|
    关键词|關鍵詞|キーワード
    """
)

# What a document says about itself before it begins, as ``Key: value``.
METADATA_KEYS = _phrases(
    """
    title|subtitle|date|dates|time|place|location|venue|duration|length|language|lang|source|url|link|file|
    filename|
    file name|audio file|recorded|recorded on|recording date|recorded by|published|interview date|
    interviewer|interviewee|
    interviewed by|transcriber|transcribed by|transcript by|transcript|episode|subject|topic|re|event|
    version|author|project|
    speaker|speakers|host|hosts|guest|guests|moderator|participants|present|chair|translator|editor|
    titre|lieu|durée|langue|enregistré le|date d'enregistrement|sujet|auteur|objet|entretien réalisé par|
    invité|invités|animateur|
    titel|datum|ort|dauer|sprache|aufnahme|aufgenommen am|thema|quelle|gast|
    título|fecha|lugar|duración|idioma|fuente|asunto|título original|data|local|duração|luogo|durata|lingua|
    titolo|
    plaats|onderwerp|tarih|yer|başlık|konu|süre|дата|место|тема|название|продолжительность|
    العنوان|التاريخ|المكان|اللغة|المدة|日期|地点|地點|时间|標題|标题|题目|主题|日時|場所|題名
    """
)
DATED = re.compile(
    r"\b(?:recorded|recording|filmed|delivered|published|broadcast|aired|episode"
    r"|interview(?:ed)? with|transcript of"
    r"|enregistr|prononc|diffus|tourné|épisode|entretien avec|aufgezeichnet|aufgenommen|gehalten am"
    r"|folge|gespräch mit"
    r"|grabad|pronunciad|emitid|episodio|registrat|pronunciat|gravad|opgenomen|kaydedil|записан|سجل|سُجِّل)\w*"
    r"|录制|錄製|収録|第\d+[期集回]"
    r"|\b(?:19|20)\d\d\b",
    re.IGNORECASE,
)

ROLES = _phrases(
    """
    moderator|interviewer|interviewee|interviewer 1|speaker|host|co-host|narrator|announcer|reporter|
    journalist|chair|chairman|
    chairwoman|chairperson|president|the president|the chairman|the chair|the court|the witness|the clerk|
    witness|question|
    answer|audience|audience member|operator|facilitator|questioner|participant|voice|voiceover|voice over|
    voice-over|man|woman|boy|girl|
    male speaker|female speaker|unidentified speaker|unidentified male|unidentified female|unknown speaker|
    unknown|guest|
    interpreter|translator|mc|presenter|student|teacher|doctor|patient|nurse|anchor|all|q|a|int|
    modérateur|modératrice|animateur|animatrice|intervieweur|intervenant|intervenante|journaliste|
    le président|la présidente|
    président|présidente|narrateur|narratrice|présentateur|présentatrice|question|réponse|voix|voix off|
    le juge|public|orateur|
    moderatorin|sprecher|sprecherin|interviewerin|präsident|präsidentin|der präsident|die präsidentin|
    vorsitzender|
    vorsitzende|frage|antwort|erzähler|reporterin|befragter|befragte|
    moderador|moderadora|entrevistador|entrevistadora|entrevistado|entrevistada|presidente|presidenta|
    el presidente|
    la presidenta|pregunta|respuesta|narrador|narradora|locutor|locutora|presentador|presentadora|
    moderatore|moderatrice|intervistatore|intervistatrice|intervistato|domanda|risposta|narratore|
    conduttore|il presidente|
    pergunta|resposta|o presidente|apresentador|voorzitter|de voorzitter|vraag|antwoord|spreker|presentator|
    moderatör|sunucu|başkan|soru|cevap|yanıt|konuşmacı|spiker|
    ведущий|ведущая|модератор|председатель|председательствующий|вопрос|ответ|интервьюер|диктор|голос|
    корреспондент|
    prowadzący|moderatorka|przewodniczący|pytanie|odpowiedź|συντονιστής|πρόεδρος|
    الرئيس|المذيع|المذيعة|المحاور|السائل|سؤال|جواب|المتحدث|الضيف|مدير الجلسة|מנחה|שאלה|תשובה|יושב ראש|
    主持人|主席|记者|記者|问|答|問|旁白|提问|提問|回答|嘉宾|司会|質問|議長|インタビュアー|ナレーター|사회자|진행자|기자|질문|답변|의장
    """
)
# A colon after these is part of what is said, or makes a remark; never a turn.
NEVER_SPEAKERS = _phrases(
    """
    note|notes|nb|n.b|ps|p.s|source|sources|example|for example|remember|remember this|warning|caution|
    attention|important|listen|look|
    first|second|third|fourth|fifth|finally|firstly|secondly|thirdly|lastly|one|two|three|four|number one|
    number two|number three|
    step one|step two|step 1|step 2|and|but|so|because|thus|therefore|result|conclusion|summary|music|break|
    sound|sfx|song|
    http|https|mailto|www|tel|e-mail|email|phone|fact|the point is|my point is|reminder|update|spoiler|
    that is|i mean|i say|he said|she said|
    episode|act|scene|day|session|track|disc|épisode|chapitre|partie|folge|kapitel|teil|capítulo|parte|
    capitolo|bölüm|
    in short|in other words|in conclusion|again|also|now|then|today|tomorrow|yesterday|yes|no|well|ok|okay|
    chapter|part|section|figure|table|
    remarque|exemple|par exemple|attention|rappel|d'abord|premièrement|deuxièmement|troisièmement|enfin|
    ensuite|bref|donc|mais|et|ainsi|
    conclusion|résultat|musique|pause|autrement dit|en résumé|c'est-à-dire|premier point|deuxième point|
    hinweis|anmerkung|beispiel|zum beispiel|achtung|wichtig|erstens|zweitens|drittens|fazit|ergebnis|kurz|
    also|und|aber|musik|
    nota|ejemplo|por ejemplo|atención|importante|primero|segundo|tercero|primer lugar|recuerden|en resumen|
    y|pero|música|
    esempio|per esempio|attenzione|primo|secondo|terzo|exemplo|por exemplo|atenção|primeiro|let op|
    voorbeeld|not|örnek|dikkat|birincisi|ikincisi|
    примечание|внимание|например|во-первых|во-вторых|итак|ملاحظة|مثال|أولا|ثانيا|ثالثا|注|注意|例如|例|首先|第一|第二|
    第三|其次|最后
    """
)
HONORIFIC = re.compile(
    r"^(?:mr|mrs|ms|miss|dr|prof|professor|sir|justice|judge|senator|rep|hon|gov|governor|president"
    r"|minister|secretary"
    r"|m|mm|mme|mlle|me|maître|monsieur|madame|herr|frau|sr|sra|srta|don|doña|señor|señora|sig"
    r"|sig\.ra|dott|on|dhr|mevr|sayın|г-н|г-жа|السيد|السيدة|الدكتور)\b\.?\s",
    re.IGNORECASE,
)
# Small words inside a name: Ursula von der Leyen, Director of the Centre, Speaker no. 2.
NAME_PARTICLES = _words(
    """de du des d la le les l van von der den ter ten zu zum bin ibn al el of the for and et und y e da do
    dos di del della af av
    & no nr in at from à au aux en os ben abu"""
)

# An address or a greeting at the head of a text is said aloud, even without a full stop.
GREETING = re.compile(
    r"^[\W_]*(?:hello|hi\b|hey\b|good\s+(?:morning|afternoon|evening|day)|welcome|ladies\s+and|dear\b"
    r"|distinguished|excellenc|your\s+excell"
    r"|thank\s|thanks|friends|colleagues|mr\.?\s+(?:president|chair|speaker|secretary)|madam"
    r"|my\s+fellow|fellow\s|greetings"
    r"|bonjour|bonsoir|mesdames|chers|chères|cher\b|chère\b|monsieur\s+le|madame\s+la|merci|bienvenue"
    r"|mes\s+chers"
    r"|guten\s+(?:tag|morgen|abend)|hallo|liebe[rs]?\b|sehr\s+geehrte|meine\s+damen|verehrte"
    r"|willkommen|danke|vielen\s+dank|exzellenz"
    r"|hola|buen[oa]s\b|señor|queridos|estimad|bienvenid|gracias|damas\s+y|muy\s+buen|amigos"
    r"|buon\s?giorno|buona\s?sera|signore\s+e|cari\b|care\b|gentili|benvenut|grazie|ciao|olá"
    r"|bom\s+dia|boa\s|senhor|caros|obrigad|bem-vind"
    r"|goede|dames\s+en|beste\b|geachte|welkom|bedankt|merhaba|sayın|değerli|sevgili|günaydın|iyi\s"
    r"|teşekkür|hoş\s+geldin"
    r"|здравствуйте|добр|уважаем|дорог|дамы|привет|спасибо|dzień\s+dobry|szanown|drodzy|witam"
    r"|السلام|مرحبا|أيها|أيتها|السيدات|سيداتي|أعزائي|شكرا|صباح|مساء|أهلا|שלום|"
    r"大家好|各位|尊敬的|女士们|女士們|先生们|你好|您好|朋友|皆さん|こんにちは|おはよう|谢谢|謝謝|여러분|안녕|존경하는)",
    re.IGNORECASE,
)

# Words that an editor puts in square brackets to complete a sentence: they are read, so they are spoken.
INSERTED = _words(
    """the a an of to and is are was were be been that this these those it he she they we i you his her
    their our my your its in on
    at by for with as or not do did does have has had will would can could there who which from but so if
    le la les l de des du d un une et est sont que qui à en au aux il elle ils elles nous vous je son sa ses
    leur ce cette ces
    der die das den dem des ein eine und ist sind zu von im in auf er sie es wir ich dass el los las un una
    y es son que en del
    il lo gli una e è sono che di o os as um uma em het een en is zijn van te"""
)
