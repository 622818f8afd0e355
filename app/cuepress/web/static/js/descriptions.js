// What is seen, for those who do not see it: a video that tells it, or a track of descriptions that the browser
// speaks while the video waits. Without a voice the status region gets the text, and a screen reader says it.

import { recall, remember } from "./memory.js";
import { allowTimeFor, speak, voicesFor, wakeVoice, whenVoicesAreKnown } from "./speech.js";
import { announce } from "./status.js";

const OFF = "off";
const DESCRIBED = "described";

export function connectDescriptions(video, menu, fields, line) {
  const speaker = makeSpeaker(video, fields, line);
  const plain = video.getAttribute("src");
  let isDescribed = false;

  const show = (isByHand) => {
    const track = video.textTracks.getTrackById(menu.value);
    const wantsDescribed = menu.value === DESCRIBED;
    if (wantsDescribed !== isDescribed) {
      isDescribed = wantsDescribed;
      exchange(video, wantsDescribed ? menu.selectedOptions[0].dataset.src : plain);
    }
    fields.hidden = !track;
    if (track && isByHand) {
      wakeVoice();
    }
    speaker.use(track);
  };

  const values = [...menu.options].map((option) => option.value);
  const kept = recall("descriptions");
  menu.value = values.includes(kept) ? kept : "";
  show(false);
  menu.addEventListener("change", () => {
    remember("descriptions", menu.value || OFF);
    show(true);
  });
}

// Play another file from the same place, at the same speed. Tracks stay.
function exchange(video, address) {
  const hasBegun = video.readyState > 0;
  const { currentTime, paused, playbackRate } = video;
  video.src = address.split("#")[0] + (hasBegun ? "" : new URL(video.src).hash);
  const settle = () => {
    if (hasBegun) {
      video.currentTime = currentTime;
    }
    video.playbackRate = playbackRate;
    if (!paused) {
      video.play().catch(() => {});
    }
  };
  video.addEventListener("loadedmetadata", settle, { once: true });
}

function makeSpeaker(video, fields, line) {
  const [voice, rate, waits, stop] = ["voice", "rate", "waits", "stop"].map((name) =>
    fields.querySelector(`[data-field="${name}"]`),
  );
  let track = null;
  let last = null;
  let isHeld = false; // the video waits for us, and for nobody else
  let end = () => {};

  const finish = () => {
    end = () => {};
    if (isHeld) {
      isHeld = false;
      video.play().catch(() => {});
    }
  };
  const silence = () => {
    isHeld = false;
    end();
  };
  const say = (text) => {
    end();
    show(line, text, track.language);
    isHeld = waits.checked && !video.paused;
    if (isHeld) {
      video.pause();
    }
    const voices = voicesFor(track.language);
    if (voices.length > 0) {
      const chosen = voices.find((each) => each.voiceURI === voice.value) ?? voices[0];
      end = speak(text, { language: track.language, voice: chosen, rate: Number(rate.value) }, finish);
    } else {
      announce(text);
      end = allowTimeFor(text, finish);
    }
  };
  const hear = () => {
    const cue = track?.activeCues?.[0];
    if (cue && cue !== last && !video.paused) {
      last = cue;
      say(cue.getCueAsHTML().textContent);
    }
  };

  video.addEventListener("play", () => {
    if (isHeld && !video.paused) {
      silence(); // the viewer wants to go on
    } else {
      hear();
    }
  });
  video.addEventListener("seeking", () => {
    silence();
    last = null;
  });
  addEventListener("pagehide", silence);
  stop.addEventListener("click", () => end());
  whenVoicesAreKnown(() => track && offerVoices(voice, voicesFor(track.language)));
  return {
    use: (wanted) => {
      silence();
      track?.removeEventListener("cuechange", hear);
      if (track) {
        track.mode = "disabled";
      }
      track = wanted;
      show(line, "", "");
      line.hidden = !track;
      if (track) {
        track.mode = "hidden"; // browsers read it and tell us, and draw nothing
        track.addEventListener("cuechange", hear);
        offerVoices(voice, voicesFor(track.language));
      }
    },
  };
}

function show(line, text, language) {
  line.textContent = text;
  line.lang = language;
}

function offerVoices(menu, voices) {
  const chosen = menu.value;
  menu.replaceChildren(...voices.map((voice) => new Option(voice.name, voice.voiceURI)));
  menu.closest("p").hidden = voices.length === 0;
  if (voices.some((voice) => voice.voiceURI === chosen)) {
    menu.value = chosen;
  }
}
