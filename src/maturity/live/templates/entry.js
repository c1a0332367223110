// Where the room's code is typed, by whoever cannot scan it.
(() => {
  const code = document.getElementById("code"), line = document.getElementById("said");
  let timer = 0;

  function said(text, isWrong) {
    line.textContent = text;
    line.classList.toggle("error", isWrong);
    if (isWrong) { code.setAttribute("aria-invalid", "true"); } else { code.removeAttribute("aria-invalid"); }
  }
  async function join() {
    clearTimeout(timer);
    if (!code.value.trim()) { said("Type the code first.", true); code.focus(); return; }
    said("One moment…", false);
    const answer = await room.post("/join", { code: code.value }, {});
    if (answer.status === 200) { location.assign(answer.said.to); return; }
    said(answer.said.said || "That did not work. Try once more.", true);
    if (answer.status === 503) { timer = setTimeout(join, 3000); } else { code.select(); }
  }

  document.getElementById("join").addEventListener("submit", (event) => { event.preventDefault(); join(); });
  document.getElementById("elsewhere").hidden = location.pathname === "/";
})();
