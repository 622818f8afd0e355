// Searching the transcript. Matches are marked, counted and gone through; the page stays where it is, the focus too.
// Without scripts there is the browser's own search: the whole text is on the page.

import { folded, foldedPieces } from "./folding.js";
import { announce } from "./status.js";
import { keepInSight, stopFollowing } from "./transcript.js";
import { numberInWords, said as filled, timeInWords } from "./words.js";

const TYPING_MS = 500; // what is found is said once, when the typing rests
const MOST_MARKED = 2000;
const ASCII = /^[ -~]$/;
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
    const said = elementOf(this.matches[this.at][0]);
    const values = {
      place: numberInWords(this.at + 1),
      total: numberInWords(number),
      time: timeInWords(Number(said.closest(".line").dataset.start) / 1000),
      text: said.textContent,
    };
    announce(filled(this.form, "saidPlace", values), "search");
  }

  show() {
    const current = this.matches[this.at];
    const total = numberInWords(this.matches.length);
    const place = { place: numberInWords(this.at + 1), total };
    this.count.textContent = current ? filled(this.form, "place", place) : this.wanted && this.form.dataset.none;
    this.previous.disabled = this.next.disabled = this.matches.length < 2;
    markUp(this.box, this.matches, current);
    if (current) {
      stopFollowing();
      keepInSight(this.box, current[0]);
    }
  }

  sayFound() {
    if (this.wanted) {
      const total = numberInWords(this.matches.length);
      announce(this.matches.length ? filled(this.form, "saidFound", { total }) : this.form.dataset.none, "search");
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
    const isSpaced = !("unspaced" in parts[at].dataset);
    return isSpaced || (ASCII.test(before.at(-1) ?? "") && ASCII.test(after.at(0) ?? "")) ? " " : "";
  };
  return { nodes, ...foldedPieces(nodes.map((node) => node.data), joint) };
}

// A match is a list of ranges, one for each line that it goes over: what stands between lines is no part of it.
function found({ nodes, text, places }, wanted) {
  const matches = [];
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) {
    const ranges = new Map();
    for (const place of places.slice(at, at + wanted.length).filter(Boolean)) {
      const range = ranges.get(place.piece) ?? document.createRange();
      if (!ranges.has(place.piece)) {
        range.setStart(nodes[place.piece], place.start);
        ranges.set(place.piece, range);
      }
      range.setEnd(nodes[place.piece], place.end);
    }
    matches.push([...ranges.values()]);
  }
  return matches;
}

function elementOf(range) {
  return range.startContainer.parentElement;
}

function isBelow(box, match) {
  const top = match[0].getBoundingClientRect().top;
  return top >= box.getBoundingClientRect().top;
}

// The browser marks the words without a change of the page; one that cannot has the lines marked.
function markUp(box, matches, current) {
  for (const line of box.querySelectorAll(".is-match, .is-chosen")) {
    line.classList.remove("is-match", "is-chosen");
  }
  if (globalThis.CSS?.highlights && globalThis.Highlight) {
    const others = matches.slice(0, MOST_MARKED).filter((each) => each !== current);
    CSS.highlights.set("search", new Highlight(...others.flat()));
    CSS.highlights.set("search-current", new Highlight(...(current ?? [])));
    return;
  }
  for (const range of matches.flat()) {
    elementOf(range).classList.add("is-match");
  }
  current?.forEach((range) => elementOf(range).classList.add("is-chosen"));
}
