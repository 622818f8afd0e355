// The watch page: joins the picture, its captions menu and its transcript. Everything works without this, as links.

import { connectCaptions } from "./captions.js";
import { connectLooks } from "./looks.js";
import { connectSpeed } from "./speed.js";
import { connectTranscript } from "./transcript.js";
import { connectTranscriptLanguages } from "./transcript-language.js";

const video = document.getElementById("video");

if (video) {
  connectCaptions(video, document.getElementById("captions-menu"));
  connectSpeed(video, document.getElementById("speed-menu"));
  const sayIfBroken = () => {
    if (video.error) {
      document.getElementById("cannot-play").hidden = false;
    }
  };
  video.addEventListener("error", sayIfBroken);
  sayIfBroken(); // it may have failed before this script came
}

connectLooks(video);

let disconnect = connectTranscript(video);

connectTranscriptLanguages(() => {
  disconnect();
  disconnect = connectTranscript(video);
});
