// The transcript: marks the line that is said, keeps it in sight inside its own box, and seeks.
// It never moves the focus and never scrolls the page.

import { isPlain, isStill, playFrom } from "./seek.js";

const SCROLL_KEYS = new Set(["ArrowUp", "ArrowDown", "PageUp", "PageDown", "Home", "End", " "]);
const IS_SAID = "is-said";

// Connect the transcript that is on the page to the video; returns what undoes it.
export function connectTranscript(video) {
  const box = document.getElementById("lines");
  if (!video || !box) {
    return () => {};
  }
  const leaving = new AbortController();
  const on = (target, types, listener, options) => {
    for (const type of types) {
      target.addEventListener(type, listener, { signal: leaving.signal, ...options });
    }
  };
  const lines = [...box.querySelectorAll(".line")];
  const starts = lines.map(startOf);
  const sides = sidesOf(box);
  const button = document.getElementById("follow");
  let current = lines.find((line) => line.hasAttribute("aria-current"));

  const mark = () => {
    const now = Math.round(video.currentTime * 1000);
    sides.forEach((side) => side(now));
    const said = lines[lastBegun(starts, now)];
    if (said === current) {
      return;
    }
    current?.removeAttribute("aria-current");
    said?.setAttribute("aria-current", "true");
    current = said;
    box.dispatchEvent(new Event("line"));
    if (isFollowing() && said) {
      keepInSight(box, said);
    }
  };

  on(video, ["timeupdate", "seeking", "seeked"], mark);
  on(box, ["wheel", "touchmove"], stopFollowing, { passive: true });
  on(box, ["pointerdown"], (event) => event.target === box && stopFollowing());
  on(box, ["keydown"], (event) => SCROLL_KEYS.has(event.key) && stopFollowing());
  on(box, ["focusin"], (event) => event.target.matches(":focus-visible") && stopFollowing());
  on(box, ["click"], (event) => seekFrom(event, video));
  on(button, ["click"], () => {
    button.setAttribute("aria-pressed", String(!isFollowing()));
    if (isFollowing() && current) {
      keepInSight(box, current);
    }
  });
  if (video.readyState > 0) {
    mark(); // before that the video has no time; the address has said which line it is
  }
  if (current) {
    keepInSight(box, current);
  }
  return () => leaving.abort();
}

// The number of the last line that has begun, by halving; -1 before the first.
export function lastBegun(starts, now) {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle] <= now) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low - 1;
}

export function stopFollowing() {
  document.getElementById("follow")?.setAttribute("aria-pressed", "false");
}

// scrollIntoView would move the page as well; only the box may move.
export function keepInSight(box, line) {
  const head = box.querySelector("thead")?.offsetHeight ?? 0; // it stays at the top, over the lines
  const place = line.getBoundingClientRect();
  const top = place.top - box.getBoundingClientRect().top;
  const isInSight = top >= head && top + place.height <= box.clientHeight * 0.8;
  if (!isInSight) {
    const target = box.scrollTop + top - Math.max(head, box.clientHeight * 0.25);
    box.scrollTo({ top: target, behavior: isStill() ? "instant" : "smooth" });
  }
}

function isFollowing() {
  return document.getElementById("follow")?.getAttribute("aria-pressed") === "true";
}

function startOf(element) {
  return Number(element.dataset.start);
}

// Side by side, a row holds a sentence: in it the cue that is shown is marked too, for the eye, in either language.
function sidesOf(box) {
  return [2, 3].map((column) => {
    const cues = [...box.querySelectorAll(`.line > :nth-child(${column}) > .side > .said`)];
    const starts = cues.map(startOf);
    let marked;
    return (now) => {
      const said = cues[lastBegun(starts, now)];
      if (said !== marked) {
        marked?.classList.remove(IS_SAID);
        said?.classList.add(IS_SAID);
        marked = said;
      }
    };
  });
}

function seekFrom(event, video) {
  const target = event.target.closest("[data-start]");
  const isOther = event.target.closest("button") || !isPlain(event);
  const isSelecting = !getSelection().isCollapsed && !event.target.closest("a");
  if (!target || isOther || isSelecting) {
    return;
  }
  event.preventDefault();
  playFrom(video, startOf(target));
}
