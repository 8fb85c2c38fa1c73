// The button of the page that is printed and signed.

document.getElementById("print").addEventListener("click", () => window.print());
