// The player: the picture, the controls under it, and its two dialogs. Any page that includes its template can have
// it. Everything here works without scripts as far as the browser's own controls do.

import { connectAppearance } from "./appearance.js";
import { connectCaptions } from "./captions.js";
import { connectDescriptions } from "./descriptions.js";
import { connectDialog } from "./dialogs.js";
import { connectFullScreen, connectScreens } from "./screens.js";
import { connectShortcuts } from "./shortcuts.js";
import { connectSign } from "./sign.js";
import { connectSmallWindow } from "./small-window.js";
import { connectSpeed } from "./speed.js";
import { announce } from "./status.js";
import { numberInWords, said, timeInWords } from "./words.js";

const STEP_S = 5;
const byId = (id) => document.getElementById(id);

// Connect what is on the page; returns the video, or null if there is none.
export function connectPlayer() {
  const video = byId("video");
  const player = byId("player");
  if (!video || !player) {
    return video;
  }
  const captions = connectCaptions(video, byId("captions-menu"), byId("cues"));
  const speed = connectSpeed(video, byId("speed-menu"));
  connectScreens(video, captions.leave);
  const fullScreen = connectFullScreen(video, player, byId("full-screen"));
  connectSmallWindow(video, byId("picture"), byId("small-window"), byId("away"));
  connectIfThere(video);

  connectDialog(byId("appearance"), byId("appearance-opener"));
  connectAppearance(byId("appearance-form"), [byId("picture"), byId("preview")], player, captions.place);
  const help = connectDialog(byId("help"), byId("help-opener"));
  connectShortcuts(byId("help-form"), player, actionsOf(video, player, { captions, speed, fullScreen, help }));
  sayIfBroken(video);
  return video;
}

function connectIfThere(video) {
  const [sign, descriptions] = [byId("sign"), byId("descriptions-menu")];
  if (sign) {
    connectSign(video, sign, byId("frames"), byId("sign-menu"));
  }
  if (descriptions) {
    connectDescriptions(video, descriptions, byId("voice-fields"), byId("description"));
  }
}

// What keys can do. What the eye sees the ear is told, once, in words.
function actionsOf(video, player, { captions, speed, fullScreen, help }) {
  const seek = (seconds) => {
    video.currentTime = Math.min(Math.max(0, video.currentTime + seconds), video.duration || 0);
    announce(timeInWords(video.currentTime), "time");
  };
  const change = (steps) => announce(said(player, "saidSpeed", { speed: numberInWords(speed.step(steps)) }), "speed");
  return {
    play: () => (video.paused ? video.play().catch(() => {}) : video.pause()),
    back: () => seek(-STEP_S),
    forward: () => seek(STEP_S),
    mute: () => {
      video.muted = !video.muted;
      announce(player.dataset[video.muted ? "saidMuted" : "saidLoud"]);
    },
    captions: () => {
      const name = captions.toggle();
      announce(name ? said(player, "saidCaptions", { language: name }) : player.dataset.saidNoCaptions);
    },
    slower: () => change(-1),
    faster: () => change(1),
    screen: fullScreen,
    time: () => {
      const [time, length] = [video.currentTime, video.duration || 0].map(timeInWords);
      announce(said(player, "saidTime", { time, length }));
    },
    help,
  };
}

function sayIfBroken(video) {
  const say = () => {
    if (video.error) {
      byId("cannot-play").hidden = false;
    }
  };
  video.addEventListener("error", say);
  say(); // it may have failed before this script came
}
