// The button of the page that is printed and signed.

import { answerPresses } from "./page_parts.js";

document.getElementById("print").addEventListener("click", () => window.print());
answerPresses();
