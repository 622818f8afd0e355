// Texts as they are searched: without case, without marks, whatever keyboard they were typed on.

// What Unicode does not take apart: letters with a stroke, ligatures, the keyboards of Arabic and Persian, quotes.
const OTHER = new Map(
  Object.entries({
    ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", æ: "ae", œ: "oe", ħ: "h", ŋ: "n",
    ى: "ي", ی: "ي", ک: "ك", ٱ: "ا", ة: "ه",
    "’": "'", "‘": "'", "‛": "'", ʼ: "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
    "–": "-", "—": "-", "‐": "-", "‑": "-", "…": "...",
  }),
);
const UNSEEN = /[\p{M}\p{Cf}\u0640]/gu; // marks, what joins or directs, the stroke that lengthens Arabic words

// A sign -> what it is searched as: "É" -> "e", "ﬁ" -> "fi", "ß" -> "ss", "İ" and "ı" -> "i"; a mark -> nothing.
export function foldedSign(sign) {
  if (/\s/u.test(sign)) {
    return " ";
  }
  const bare = sign.normalize("NFKD").replace(UNSEEN, "");
  const even = bare.toUpperCase().toLowerCase().normalize("NFKD").replace(UNSEEN, "");
  return [...even].map((each) => OTHER.get(each) ?? each).join("");
}

export function folded(text) {
  return [...text].map(foldedSign).join("").replace(/ +/g, " ").trim();
}

// Pieces of text -> one folded text, and for each of its characters the piece, start and end it comes from.
// ``joint`` says what stands between two pieces; white space is as long as it is.
export function foldedPieces(pieces, joint) {
  const places = [];
  let text = "";
  pieces.forEach((piece, number) => {
    const between = number > 0 ? joint(pieces[number - 1], piece) : "";
    if (between && !(between === " " && text.endsWith(" "))) {
      text += between;
      places.push(null);
    }
    let at = 0;
    for (const sign of piece) {
      const end = at + sign.length;
      const bare = foldedSign(sign);
      const before = places.at(-1);
      if (!bare && before?.piece === number) {
        before.end = end; // a mark belongs to its letter
      } else if (bare !== " " || !text.endsWith(" ")) {
        text += bare;
        for (let unit = 0; unit < bare.length; unit += 1) {
          places.push({ piece: number, start: at, end });
        }
      }
      at = end;
    }
  });
  return { text, places };
}
