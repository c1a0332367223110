// Lets a second device at the desk, for the digits that the program has printed.
(() => {
  const $ = (id) => document.getElementById(id);
  let busy = false;
  $("pin").addEventListener("submit", async (event) => {
    event.preventDefault();
    if (busy) { return; }
    busy = true;
    const { status, said } = await room.post("/join", { code: $("digits").value }, {});
    busy = false;
    if (status === 200) { location.href = said.to; return; }
    $("said").textContent = said.said || "That did not work. Press once more.";
    $("digits").focus();
  });
})();
