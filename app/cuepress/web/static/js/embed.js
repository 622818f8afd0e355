// A video in a frame of another page: the player, and nothing else.

import { connectPlayer } from "./player.js";

connectPlayer();
