// Text spoken by the browser. Engines forget to say that they are done, and some have no voice at all.

const SLOWEST_PER_S = 8; // characters; whatever takes longer has been forgotten
const READ_PER_S = 14; // characters in a second of speech
const SPARE_MS = 3000;
const VOICES_MS = 1000; // browsers that load their voices late have them by then

export function canSpeak() {
  return "speechSynthesis" in globalThis && "SpeechSynthesisUtterance" in globalThis;
}

export function voicesFor(language) {
  const own = language.split("-")[0].toLowerCase();
  const all = canSpeak() ? speechSynthesis.getVoices() : [];
  return all.filter((voice) => voice.lang.toLowerCase().split(/[-_]/)[0] === own);
}

// Call back when the voices have come, and again whenever they change.
export function whenVoicesAreKnown(callback) {
  setTimeout(callback, VOICES_MS);
  if (canSpeak()) {
    speechSynthesis.addEventListener?.("voiceschanged", callback);
  }
}

// A phone speaks only after it has been asked to in answer to a touch.
export function wakeVoice() {
  if (canSpeak()) {
    speechSynthesis.speak(new SpeechSynthesisUtterance(""));
  }
}

// Speak, and call back once at the end, whatever happens. Returns what ends it at once.
export function speak(text, { language, voice, rate }, onEnd) {
  const spoken = new SpeechSynthesisUtterance(text);
  spoken.lang = voice?.lang ?? language;
  spoken.voice = voice ?? null;
  spoken.rate = rate;
  return untilDone((text.length / SLOWEST_PER_S / rate) * 1000 + SPARE_MS, onEnd, (done) => {
    spoken.addEventListener("end", done);
    spoken.addEventListener("error", done);
    speechSynthesis.cancel();
    speechSynthesis.speak(spoken);
    return () => speechSynthesis.cancel();
  });
}

// Wait as long as somebody else needs to say it: a screen reader tells nobody when it is done.
export function allowTimeFor(text, onEnd) {
  return untilDone((text.length / READ_PER_S) * 1000 + 1000, onEnd, () => () => {});
}

function untilDone(most_ms, onEnd, start) {
  let isDone = false;
  let undo = () => {};
  const done = () => {
    if (!isDone) {
      isDone = true;
      clearTimeout(timer);
      undo();
      onEnd();
    }
  };
  const timer = setTimeout(done, most_ms);
  undo = start(done);
  return done;
}
