// Quick exit by keyboard: Shift three times within five seconds. Without scripts the link does the same.
(() => {
  const link = document.getElementById("leave");
  if (!link) return;
  let presses = [];
  const go = () => {
    document.body.hidden = true;
    document.title = "";
    location.replace(link.href);
  };
  link.addEventListener("click", (event) => {
    event.preventDefault();
    go();
  });
  addEventListener("keyup", (event) => {
    if (event.key !== "Shift") {
      presses = [];
      return;
    }
    const now = Date.now();
    presses = presses.filter((moment) => now - moment < 5000).concat(now);
    if (presses.length >= 3) go();
  });
})();
