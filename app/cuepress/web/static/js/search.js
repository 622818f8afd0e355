// Searching the transcript. Matches are marked, counted and gone through; the page stays where it is, the focus too.
// Without scripts there is the browser's own search: the whole text is on the page.

import { folded, foldedPieces } from "./folding.js";
import { announce } from "./status.js";
import { keepInSight, stopFollowing } from "./transcript.js";
import { numberInWords, said, timeInWords } from "./words.js";

const TYPING_MS = 500; // what is found is said once, when the typing rests
const MOST_MARKED = 2000;
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const PART = ".turn, .side";

// Connect the search of the transcript that is on the page; returns what undoes it.
export function connectSearch() {
  const form = document.getElementById("search");
  const box = document.getElementById("lines");
  if (!form || !box) {
    return () => {};
  }
  const search = new Search(form, box);
  const leaving = new AbortController();
  const on = (target, type, listener) => target.addEventListener(type, listener, { signal: leaving.signal });
  on(search.field, "input", () => search.look());
  on(search.field, "keydown", (event) => {
    if (event.key === "Enter" && event.shiftKey) {
      event.preventDefault();
      search.go(-1);
    }
  });
  on(form, "submit", (event) => {
    event.preventDefault();
    search.go(1);
  });
  on(search.previous, "click", () => search.go(-1));
  search.look(); // a browser that goes back brings the text along
  return () => {
    leaving.abort();
    search.leave();
  };
}

class Search {
  constructor(form, box) {
    const byId = (id) => document.getElementById(id);
    this.form = form;
    this.box = box;
    this.field = byId("search-text");
    this.count = byId("found");
    this.previous = byId("search-previous");
    this.next = byId("search-next");
    this.matches = [];
    this.at = -1;
    this.wanted = "";
    this.text = null;
    this.timer = 0;
  }

  // Find what is typed now; the first match from what is in sight on is shown.
  look() {
    const wanted = folded(this.field.value);
    if (wanted === this.wanted) {
      return;
    }
    this.wanted = wanted;
    this.text ??= textOf(this.box);
    this.matches = wanted ? found(this.text, wanted) : [];
    this.at = this.matches.findIndex((match) => isBelow(this.box, match));
    this.at = this.at < 0 && this.matches.length > 0 ? 0 : this.at;
    this.show();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.sayFound(), TYPING_MS);
  }

  // Go to the next match or the one before, round and round.
  go(steps) {
    this.look();
    if (this.matches.length === 0) {
      return;
    }
    clearTimeout(this.timer);
    const number = this.matches.length;
    this.at = (this.at + steps + number) % number;
    this.show();
    const line = this.matches[this.at].startContainer.parentElement.closest(".line");
    const values = {
      place: numberInWords(this.at + 1),
      total: numberInWords(number),
      time: timeInWords(Number(line.dataset.start) / 1000),
      text: this.matches[this.at].startContainer.parentElement.textContent,
    };
    announce(said(this.form, "saidPlace", values), "search");
  }

  show() {
    const current = this.matches[this.at];
    const total = numberInWords(this.matches.length);
    const place = { place: numberInWords(this.at + 1), total };
    this.count.textContent = current ? said(this.form, "place", place) : this.wanted && this.form.dataset.none;
    this.previous.disabled = this.next.disabled = this.matches.length < 2;
    markUp(this.box, this.matches, current);
    if (current) {
      stopFollowing();
      keepInSight(this.box, current);
    }
  }

  sayFound() {
    if (this.wanted) {
      const total = numberInWords(this.matches.length);
      announce(this.matches.length ? said(this.form, "saidFound", { total }) : this.form.dataset.none, "search");
    }
  }

  leave() {
    clearTimeout(this.timer);
    markUp(this.box, []);
  }
}

// All lines as one text, so that what goes over the end of a cue is found; nothing goes over the end of a paragraph.
function textOf(box) {
  const nodes = [...box.querySelectorAll(".said")].map((element) => element.firstChild).filter(Boolean);
  const parts = nodes.map((node) => node.parentElement.closest(PART));
  let at = 0;
  const joint = (before, after) => {
    at += 1;
    if (parts[at - 1] !== parts[at]) {
      return "\n";
    }
    return UNSPACED.test(before.at(-1) ?? "") && UNSPACED.test(after.at(0) ?? "") ? "" : " ";
  };
  return { nodes, ...foldedPieces(nodes.map((node) => node.data), joint) };
}

function found({ nodes, text, places }, wanted) {
  const matches = [];
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) {
    const [first, last] = [places[at], places[at + wanted.length - 1]];
    if (first && last) {
      const range = document.createRange();
      range.setStart(nodes[first.piece], first.start);
      range.setEnd(nodes[last.piece], last.end);
      matches.push(range);
    }
  }
  return matches;
}

function isBelow(box, match) {
  const top = match.getBoundingClientRect().top;
  return top >= box.getBoundingClientRect().top;
}

// The browser marks the words without a change of the page; one that cannot has the lines marked.
function markUp(box, matches, current) {
  for (const line of box.querySelectorAll(".is-match, .is-chosen")) {
    line.classList.remove("is-match", "is-chosen");
  }
  if (globalThis.CSS?.highlights && globalThis.Highlight) {
    CSS.highlights.set("search", new Highlight(...matches.slice(0, MOST_MARKED).filter((each) => each !== current)));
    CSS.highlights.set("search-current", new Highlight(...(current ? [current] : [])));
    return;
  }
  for (const match of matches) {
    match.startContainer.parentElement.classList.add("is-match");
  }
  current?.startContainer.parentElement.classList.add("is-chosen");
}
