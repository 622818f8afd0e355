"""A short talk in six languages of five scripts, and a text that has nothing to do with it."""

from __future__ import annotations

ENGLISH = (
    "Good morning. My name is Anna Petrova, and I work for UNESCO in Strasbourg.",
    "In 2016, 37 cities signed the agreement. Why did they do so? Because nobody can do it alone, they said.",
    "The rivers are rising. Every year we lose 120 houses, and with them the memory of those who lived there.",
    "We have built three schools. The first one stands in Izmir. The second is in Osaka, near the harbour.",
    "What can you do? Write to us at www.example.org, or come and see.",
    "Thank you very much for your attention, and see you next year.",
)
OTHERS = {
    "de": (
        "Guten Morgen. Ich heiße Anna Petrova und arbeite bei der UNESCO in Straßburg.",
        "2016 haben 37 Städte unterzeichnet. Warum haben sie das getan? Weil es, hieß es, niemand allein kann.",
        "Die Flüsse steigen. Jedes Jahr verlieren wir 120 Häuser und die Erinnerung an alle, die dort lebten.",
        "Wir haben drei Schulen gebaut. Die erste steht in Izmir. Die zweite ist in Osaka, nahe am Hafen.",
        "Was können Sie tun? Schreiben Sie uns unter www.example.org, oder kommen Sie vorbei.",
        "Vielen Dank für Ihre Aufmerksamkeit, und bis nächstes Jahr.",
    ),
    "tr": (
        "Günaydın. Benim adım Anna Petrova, Strazburg'da UNESCO için çalışıyorum.",
        "2016'da 37 şehir anlaşmayı imzaladı. Neden böyle yaptılar? Çünkü bunu kimse tek başına yapamaz, dediler.",
        "Nehirler yükseliyor. Her yıl 120 evi ve onlarla birlikte orada yaşayanların anılarını kaybediyoruz.",
        "Üç okul inşa ettik. Birincisi İzmir'de. İkincisi Osaka'da, limanın yakınında.",
        "Siz ne yapabilirsiniz? Bize www.example.org adresinden yazın ya da gelip görün.",
        "İlginiz için çok teşekkür ederim, gelecek yıl görüşmek üzere.",
    ),
    "ar": (
        "صباح الخير. اسمي آنا بيتروفا، وأعمل لدى اليونسكو في ستراسبورغ.",
        "في عام 2016 وقعت 37 مدينة على الاتفاق. لماذا فعلت ذلك؟ لأن لا أحد يستطيع ذلك وحده، كما قالت.",
        "الأنهار ترتفع. كل عام نفقد 120 منزلا، ومعها ذكرى من عاشوا هناك.",
        "لقد بنينا ثلاث مدارس. الأولى في إزمير. والثانية في أوساكا، قرب الميناء.",
        "ماذا يمكنك أن تفعل؟ اكتب إلينا على www.example.org، أو تعال وانظر.",
        "شكرا جزيلا على اهتمامكم، وإلى اللقاء في العام القادم.",
    ),
    "zh-Hans": (
        "早上好。我叫安娜·彼得罗娃，在斯特拉斯堡为联合国教科文组织工作。",
        "2016年，37个城市签署了协议。他们为什么这样做？他们说，因为没有人能独自完成。",
        "河水正在上涨。我们每年失去120座房屋，以及居住者的记忆。",
        "我们建了三所学校。第一所在伊兹密尔。第二所在大阪，靠近港口。",
        "你能做什么？请通过 www.example.org 给我们写信，或者来看看。",
        "非常感谢你们的关注，明年见。",
    ),
    "ja": (
        "おはようございます。私の名前はアンナ・ペトロワで、ストラスブールのユネスコで働いています。",
        "2016年、37の都市が協定に署名しました。なぜでしょうか？一人ではできないからだと彼らは言いました。",
        "川の水位が上がっています。毎年120軒の家と、そこに住んでいた人々の思い出が失われています。",
        "私たちは三つの学校を建てました。一つ目はイズミルにあります。二つ目は大阪の港の近くにあります。",
        "あなたには何ができますか？www.example.org に書いてください、または見に来てください。",
        "ご清聴ありがとうございました。また来年お会いしましょう。",
    ),
}
ANOTHER = (
    "Der Teig muss eine Stunde ruhen. Dann wird er dünn ausgerollt.",
    "Nehmen Sie vier Äpfel, schälen Sie sie und schneiden Sie sie in Scheiben. Zimt darüber. Etwas Zucker.",
    "Backen.",
    "Nach vierzig Minuten ist der Kuchen braun; wer mag, reicht Sahne dazu. Er schmeckt auch kalt. Guten Appetit!",
)
