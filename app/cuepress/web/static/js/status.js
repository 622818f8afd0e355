// The one polite status region: results of commands, never the time, never what the focused control says itself.
// Texts wait for each other, a repeated one is spoken again, and none stays for whoever reads the page later.

const BEFORE_MS = 200; // a text that is set at once after the old one was cleared is not spoken when it is the same
const BETWEEN_MS = 1000;
const KEPT_MS = 5000;

const waiting = [];
let timer = 0;
let home; // where the region stands while no dialog is open

// Of texts of one kind that wait, only the last is said: places passed on the way are not.
export function announce(text, kind = "") {
  const last = waiting.at(-1);
  if (waiting.length > 1 && (last.text === text || (kind && last.kind === kind))) {
    waiting.pop();
  }
  waiting.push({ text, kind });
  if (waiting.length === 1) {
    clearTimeout(timer);
    next();
  }
}

// What is outside an open modal dialog is not heard: the region goes in with the reader, and out again.
export function moveStatus(dialog) {
  const region = document.getElementById("status");
  home ??= region.parentElement;
  (dialog ?? home).append(region);
}

function next() {
  write("");
  timer = setTimeout(() => {
    write(waiting[0].text);
    timer = setTimeout(passOn, BETWEEN_MS);
  }, BEFORE_MS);
}

function passOn() {
  waiting.shift();
  if (waiting.length > 0) {
    next();
  } else {
    timer = setTimeout(() => write(""), KEPT_MS - BETWEEN_MS);
  }
}

function write(text) {
  document.getElementById("status").textContent = text;
}
