// The watch page: joins the player and its transcript. Everything works without this, as links.

import { connectChapters } from "./chapters.js";
import { connectPlayer } from "./player.js";
import { connectPrint } from "./print.js";
import { connectSeekLinks } from "./seek.js";
import { connectShare } from "./share.js";
import { connectText } from "./text.js";
import { connectTranscriptLanguages } from "./transcript-language.js";

const video = connectPlayer();

connectSeekLinks(video);
connectChapters(video);
connectPrint();
connectShare();

let disconnect = connectText(video);

connectTranscriptLanguages(() => {
  disconnect();
  disconnect = connectText(video);
});
