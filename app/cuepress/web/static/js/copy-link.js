// A button that copies a link to a line. There is one: it stands in the line that the pointer is over, else in the
// one that is said. So it can be reached by keyboard (Enter plays a line, Tab leads to the button) and costs one stop.

import { announce } from "./status.js";

const SHOWN_MS = 2000;

// Connect the button to the transcript that is on the page; returns what undoes it.
export function connectCopyLink() {
  const box = document.getElementById("lines");
  const button = document.getElementById("copy-link");
  if (!box || !button) {
    return () => {};
  }
  const leaving = new AbortController();
  const on = (target, type, listener) => target.addEventListener(type, listener, { signal: leaving.signal });
  let pointed = null;

  const place = () => {
    const line = pointed ?? box.querySelector(".line[aria-current]");
    if (document.activeElement === button) {
      return; // what has the focus stays where it is
    }
    const home = line?.matches("tr") ? line.lastElementChild : line;
    button.hidden = !home;
    if (home && button.parentElement !== home) {
      button.classList.remove("is-done");
      home.append(button);
    }
  };

  on(box, "pointerover", (event) => {
    if (event.pointerType === "mouse") {
      pointed = event.target.closest(".line");
      place();
    }
  });
  on(box, "pointerleave", () => {
    pointed = null;
    place();
  });
  on(box, "line", place);
  on(button, "blur", () => setTimeout(place));
  on(button, "click", () => copy(button));
  place();
  return () => leaving.abort();
}

async function copy(button) {
  const address = button.closest(".line").querySelector("a.time").href;
  const field = document.getElementById("copy-by-hand");
  try {
    await write(address);
  } catch {
    field.hidden = false;
    field.querySelector("input").value = address;
    announce(button.dataset.saidFailed);
    return;
  }
  field.hidden = true;
  button.classList.add("is-done");
  setTimeout(() => button.classList.remove("is-done"), SHOWN_MS);
  announce(button.dataset.saidCopied);
}

// The clipboard is there on a safe connection only; the old way works without one, in most browsers.
async function write(text) {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(text);
    return;
  }
  const give = (event) => {
    event.clipboardData.setData("text/plain", text);
    event.preventDefault();
  };
  document.addEventListener("copy", give);
  const isDone = document.execCommand("copy");
  document.removeEventListener("copy", give);
  if (!isDone) {
    throw new Error("this browser does not copy");
  }
}
