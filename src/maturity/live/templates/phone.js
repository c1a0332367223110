// What the form becomes in a room: it saves by itself, and when answers are closed it shows what the screen shows.
room.phone = (own) => {
  const { form } = own, at = (id) => document.getElementById(id);
  const QUIET = 400, SLOWEST = 8000, TOO_LONG = 5 * 60 * 1000, GRACE = 2000;
  const PARTS = ["answers", "portraits", "looking_back"], REFUSED = [400, 403, 413, 415, 421, 422];
  const atLaptop = location.pathname === "/person";
  const words = atLaptop ? { ...own.words, ...own.words.atLaptop } : own.words;
  const key = atLaptop ? new URLSearchParams(location.search).get("k") || "" : location.pathname.split("/").pop();
  const me = name();
  const panel = at("room"), status = at("status");
  const hear = room.speaker(at("heard"));
  const post = (path, body) => room.post(path, body, { "X-Room": key, "X-Me": me });
  const look = room.look(own, panel, hear, post);
  // Of what is sent: its number, whether it is on its way, and since when it could not be saved.
  let number = 0, isBusy = false, timer = 0, wait = 0, since = 0, isFailing = false, resend = false, refusal = "";
  let reopens = false, phase = "", boot = "", said = "", signature = "", isThere = true, away = 0, elsewhere = "";

  function name() {
    const fresh = Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
    try {
      const kept = localStorage.getItem("maturity phone") || fresh;
      localStorage.setItem("maturity phone", kept);
      return kept;
    } catch (error) { return fresh; }
  }
  function isWhole() { const state = own.state(); return Boolean(state.school && (!form.roles.length || state.role)); }
  function hasSaid() { const state = own.state(); return PARTS.some((part) => Object.keys(state[part]).length); }
  // Whoever takes the only answer back has something to hand in too.
  function isUnsaved() { const state = own.state(); return !state.saved && (hasSaid() || Boolean(state.sent)); }

  // Kept on the phone until the laptop says that it is on its disk; the last whole wins, so that sending twice is harmless.
  async function send() {
    clearTimeout(timer);
    if (isBusy || phase !== "open" || !isWhole() || !(isUnsaved() || resend)) { return; }
    isBusy = true;
    since = since || Date.now();
    const state = own.state(), sending = number;
    shown();
    const answer = await post("/answers", { ...own.reply(), final: Boolean(state.final), number: sending });
    isBusy = false;
    const isLast = state === own.state() && sending === number;
    if (answer.status === 200) { saved(state, isLast); } else if (!isLast) { isFailing = true; } else { failed(answer); }
    if (!isLast) { timer = setTimeout(send, QUIET); }
    shown();
  }
  function saved(state, isLast) {
    wait = since = 0;
    isFailing = resend = false;
    refusal = "";
    state.sent = true;
    state.boot = boot;
    if (!isLast) { return; }
    state.saved = true;
    own.keep();
    if (atLaptop && state.final) { next(words.nextPerson); }
  }
  function failed(answer) {
    if (answer.status === 410) { begin(own.fresh(), answer.said.said); return; }
    isFailing = true;
    if (REFUSED.includes(answer.status)) { refusal = answer.said.said; return; }
    wait = Math.min(SLOWEST, wait * 2 || 1000);
    timer = setTimeout(send, wait * (0.5 + Math.random()));
    if (isUnsaved() && Date.now() - since > TOO_LONG) { own.spell(); }
  }
  function changed() {
    number += 1;
    refusal = "";
    sure.clear();
    own.state().final = false;
    own.keep();
    dressed();
    tell("");
    clearTimeout(timer);
    timer = setTimeout(send, QUIET);
    shown();
  }

  // Only answers of a named round can be opened again, and none after the end.
  function late() { return reopens && phase !== "ended" ? words.late : words.lateForGood; }
  // How it stands with what was answered: beside the form, or above everything where no form is to be seen.
  function trouble() {
    const lost = isThere || phase === "ended" ? "" : elsewhere || words.lost;
    if (phase !== "open") { return (isUnsaved() && hasSaid() && phase && phase !== "lobby" ? late() + " " : "") + lost; }
    if (refusal) { return refusal; }
    if (hasSaid() && !isWhole()) { return words.schoolFirst; }
    if (!isUnsaved() || !(isFailing || !isThere)) { return lost; }
    return at("spoken").hidden ? words.unsaved : words.unsaved + " " + words.byCode;
  }
  function shown() {
    const bad = trouble(), isBeside = phase === "open" && !at("progress").hidden, before = status.dataset.bad || "";
    const good = phase !== "open" ? "" : isUnsaved() ? words.saving : own.state().sent ? own.state().final ? words.done : words.kept : "";
    status.textContent = isBeside ? bad || good : "";
    status.classList.toggle("error", Boolean(bad));
    at("line").textContent = isBeside ? "" : bad;
    status.dataset.bad = bad;
    if (bad && bad !== before) { hear(bad); }
    if (before && !bad && good === words.kept) { hear(good); }
  }
  function tell(text) {
    at("told").textContent = text;
    if (text) { hear(text); }
  }

  // Somebody begins, or goes on, with a code.
  function begin(state, text) {
    number += 1;
    since = 0;
    refusal = "";
    isFailing = resend = false;
    own.become(state);
    at("spoken").hidden = true;
    dressed();
    tell(text);
    shown();
  }
  // Nothing of one person is left for the next.
  function next(text) {
    begin(own.fresh(), text);
    own.say("");
    sure.clear();
    document.querySelectorAll("details").forEach((one) => { one.open = false; });
    ["typed-code", "code-said", "leave-said"].forEach((id) => { at(id).textContent = at(id).value = ""; });
    scrollTo(0, 0);
    document.querySelector("#page input").focus({ preventScroll: true });
  }
  function dressed() {
    const { code, final } = own.state(), button = at("done");
    at("own-code").textContent = code.slice(0, 4) + "-" + code.slice(4);
    button.textContent = final ? words.changed : words.finish;
    button.classList.toggle("is-done", Boolean(final));
  }

  // Where something would be lost, a second press is asked for.
  const sure = new Set();
  function isSure(what, line, text) {
    if (sure.delete(what)) { return true; }
    sure.add(what);
    answered(line, text);
    return false;
  }
  function answered(line, text) { at(line).textContent = text; hear(text); }

  at("done").addEventListener("click", () => {
    const state = own.state();
    if (!state.final && !own.isReady()) { return; }
    state.final = !state.final;
    state.saved = false;
    number += 1;
    own.keep();
    own.say(state.final && !atLaptop ? words.finished : "");
    dressed();
    send();
    shown();
  });
  at("spell").addEventListener("click", () => { if (own.isReady()) { own.spell(); own.say(words.spoken); shown(); } });
  at("come-back").addEventListener("submit", async (event) => {
    event.preventDefault();
    const typed = at("typed-code").value.toLowerCase().replace(/[^a-z0-9]/g, "");
    if (!typed) { answered("code-said", words.codeFirst); return; }
    const left = own.state();
    if (typed !== left.code && hasSaid() && !isSure(typed, "code-said", words.instead)) { return; }
    const answer = await post("/mine", { code: typed });
    if (answer.status !== 200) { answered("code-said", answer.said.said); return; }
    if (typed !== left.code && left.sent) { await post("/leave", { code: left.code }); }
    const found = answer.said.response;
    begin({ ...own.fresh(), code: typed, school: found.school, role: found.role || "", saved: true, sent: true, boot: boot,
      final: answer.said.final, answers: found.answers || {}, evidence: found.evidence || {}, portraits: found.portraits || {},
      looking_back: found.looking_back || {} }, words.welcomeBack);
    at("code-said").textContent = at("typed-code").value = "";
    at("come-back").closest("details").open = false;
  });
  at("leave").addEventListener("click", async () => {
    if (!isSure("leave", "leave-said", words.leaveSure)) { return; }
    const { code, wishes } = own.state();
    const answer = await post("/leave", { code: code });
    // Who has handed nothing in has nothing there.
    if (![200, 404].includes(answer.status)) { answered("leave-said", answer.said.said); return; }
    if (phase === "priorities" && wishes) { await post("/wishes", { ids: [] }); }
    at("leave-said").textContent = "";
    at("leave").closest("details").open = false;
    begin(own.fresh(), phase === "open" ? words.left : reopens ? words.leftLate : words.leftForGood);
    redraw();
    scrollTo(0, 0);
  });
  at("next").addEventListener("click", () => {
    if (!isUnsaved() || isSure("next", "said", words.sure)) { next(words.cleared); }
  });
  // Another tab of this phone has answered for the same person.
  addEventListener("storage", (event) => {
    if (event.key !== own.key || !event.newValue) { return; }
    own.reload();
    dressed();
    redraw();
    shown();
  });
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") { send(); } });
  addEventListener("online", send);

  function take(state) {
    boot = state.boot;
    phase = state.phase;
    reopens = state.kind === "named";
    const isForm = phase === "open" || (phase === "lobby" && !atLaptop);
    at("about-room").hidden = !isForm;
    at("filling").hidden = phase !== "open";
    at("leaving").hidden = phase === "lobby";
    panel.hidden = phase === "open";
    document.body.classList.toggle("looking", !isForm);
    document.title = (isForm ? words.titles[phase] || "" : state.said.split(". ")[0].replace(/\.$/, "") + ": ") + own.title;
    // A laptop that was started anew does not know yet which phone is whose.
    if (phase === "open" && own.state().sent && own.state().boot !== boot) { resend = true; }
    const parts = JSON.stringify([boot, phase, state.item, state.revealed, state.shown, state.agreed, state.outcome, state.priorities, state.wishes.map((one) => one.id)]);
    if (phase === "open") { signature = ""; send(); } else if (parts !== signature) { signature = parts; redraw = () => look.draw(state); redraw(); }
    look.counts(state);
    shown();
    if (state.said !== said) { said = state.said; hear(said, phase === "lobby" || phase === "open"); }
  }
  let redraw = () => {};
  function reached(isNow, why) {
    clearTimeout(away);
    if (isNow) {
      const wasAway = !isThere;
      isThere = true;
      elsewhere = "";
      if (wasAway) { send(); shown(); }
      return;
    }
    // A stream may end and begin again in a moment.
    away = setTimeout(() => { isThere = false; elsewhere = why || elsewhere; shown(); }, isThere ? GRACE : 0);
  }

  at("next-person").hidden = !atLaptop;
  if (atLaptop) { at("kept").textContent = words.keptHere; at("code-hint").textContent = words.codeHint; }
  dressed();
  room.listen("?k=" + encodeURIComponent(key) + (atLaptop ? "" : "&me=" + me), take, reached);
  return { changed: changed, heard: hear };
};
