// What the form becomes in a room: it saves by itself, and when answers are closed it shows what the screen shows.
room.phone = (own) => {
  const { form, words } = own, element = room.element;
  const QUIET = 400, SLOWEST = 8000, MOST = 3;
  const atLaptop = location.pathname === "/person";
  const key = atLaptop ? new URLSearchParams(location.search).get("k") || "" : location.pathname.split("/").pop();
  const me = name();
  const headers = { "X-Room": key, "X-Me": me };
  const panel = document.getElementById("room");
  const status = document.getElementById("status");
  const heard = room.speaker(document.getElementById("heard"));
  let number = 0, busy = false, timer = 0, wait = 0, phase = "", boot = "", told = null, signature = "", refusal = "";

  function name() {
    const fresh = Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
    try {
      const kept = localStorage.getItem("maturity phone") || fresh;
      localStorage.setItem("maturity phone", kept);
      return kept;
    } catch (error) { return fresh; }
  }
  function spelled(code) { return code.slice(0, 4) + "-" + code.slice(4); }
  function isWhole() { const state = own.state(); return state.school && (!form.roles.length || state.role); }
  function hasSaid() { const state = own.state(); return ["answers", "portraits", "looking_back"].some((part) => Object.keys(state[part]).length); }
  function show(text, isBad) { status.textContent = text; status.classList.toggle("error", Boolean(isBad)); }

  // Kept on the phone until the laptop says that it is on its disk; the last whole wins, so that sending twice is harmless.
  async function send() {
    clearTimeout(timer);
    const state = own.state();
    if (busy || state.saved || !isWhole() || !(hasSaid() || state.final) || phase !== "open") { return; }
    busy = true;
    const sending = number;
    show(words.saving);
    const answer = await room.post("/answers", { ...own.reply(), final: Boolean(state.final), number: sending }, headers);
    busy = false;
    refusal = "";
    if (answer.status === 200) {
      wait = 0;
      if (state !== own.state() || sending !== number) { timer = setTimeout(send, QUIET); return; }
      state.saved = true;
      own.keep();
      show(state.final ? words.done : words.kept);
      if (atLaptop && state.final) { next(); }
    } else if (answer.status === 410) {
      restart(answer.said.said);
    } else if ([400, 403, 413, 415, 421, 422].includes(answer.status)) {
      refusal = answer.said.said;
      show(refusal, true);
    } else {
      show(answer.status === 409 ? answer.said.said : words.unsaved, true);
      wait = Math.min(SLOWEST, wait * 2 || 1000);
      timer = setTimeout(send, wait * (0.5 + Math.random()));
    }
  }
  function changed() {
    number += 1;
    const state = own.state();
    state.final = false;
    own.keep();
    dressed();
    clearTimeout(timer);
    timer = setTimeout(send, QUIET);
  }
  function restart(text) {
    own.become(own.fresh());
    own.say(text);
    about();
  }
  function next() {
    own.become(own.fresh());
    own.say(words.nextPerson);
    scrollTo(0, 0);
  }

  function about() {
    document.getElementById("own-code").textContent = spelled(own.state().code);
  }
  function dressed() {
    const button = document.getElementById("done");
    const isFinal = Boolean(own.state().final);
    button.textContent = isFinal ? words.changed : words.finish;
    button.setAttribute("aria-pressed", String(isFinal));
  }
  document.getElementById("done").addEventListener("click", () => {
    const state = own.state();
    if (!state.final && !own.isReady()) { return; }
    state.final = !state.final;
    state.saved = false;
    number += 1;
    own.keep();
    own.say(state.final ? words.finished : "");
    dressed();
    send();
  });
  document.getElementById("come-back").addEventListener("submit", async (event) => {
    event.preventDefault();
    const typed = document.getElementById("typed-code").value.toLowerCase().replace(/[^a-z0-9]/g, "");
    const line = document.getElementById("code-said");
    const answer = await room.post("/mine", { code: typed }, headers);
    if (answer.status !== 200) { line.textContent = answer.said.said; return; }
    const found = answer.said.response, fresh = own.fresh();
    own.become({ ...fresh, code: typed, school: found.school, role: found.role || "", saved: true, answers: found.answers || {},
      evidence: found.evidence || {}, portraits: found.portraits || {}, looking_back: found.looking_back || {} });
    line.textContent = words.welcomeBack;
    about();
    dressed();
  });
  let sure = false;
  document.getElementById("leave").addEventListener("click", async () => {
    const line = document.getElementById("leave-said");
    if (!sure) { sure = true; line.textContent = words.leaveSure; return; }
    sure = false;
    const answer = await room.post("/leave", { code: own.state().code }, headers);
    line.textContent = answer.status === 200 ? words.left : answer.said.said;
    if (answer.status === 200) { own.become(own.fresh()); about(); dressed(); }
  });
  // Another tab of this phone has answered for the same person.
  addEventListener("storage", (event) => {
    if (event.key === own.key && event.newValue) { own.reload(); about(); dressed(); }
  });
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") { send(); } });
  addEventListener("online", send);

  // What the screen shows, on the phone.
  function take(state) {
    const isNew = state.boot !== boot;
    boot = state.boot;
    told = state;
    const before = phase;
    phase = state.phase;
    const isForm = atLaptop ? phase === "open" : phase === "open" || phase === "lobby";
    document.getElementById("about-room").hidden = !isForm;
    document.getElementById("filling").hidden = phase !== "open";
    panel.hidden = isForm && phase !== "lobby";
    document.body.classList.toggle("looking", !isForm);
    document.title = (words.titles[phase] || "") + own.title;
    if (isNew && hasSaid()) { own.state().saved = false; number += 1; }
    if (isNew && phase === "priorities" && (own.state().wishes || []).length) { room.post("/wishes", { ids: own.state().wishes }, headers); }
    if (phase === "open") { send(); if (before !== "open" && own.state().saved) { show(words.kept); } }
    if (!isForm) { show(""); }
    const parts = JSON.stringify([phase, state.item, state.revealed, state.shown, state.agreed, state.outcome, state.priorities, state.wishes.map((one) => one.id)]);
    if (parts !== signature) { signature = parts; draw(state); }
    counts(state);
    heard(state.said, phase === "lobby" || phase === "open");
  }
  function counts(state) {
    state.wishes.forEach((one) => {
      const line = document.getElementById("wish-n-" + one.id);
      if (line) { line.textContent = one.n ? room.filled(one.n === 1 ? words.wishOne : words.wishMany, { n: one.n }) : ""; }
    });
  }
  function draw(state) {
    const draws = { lobby: lobby, closed: lobby, item: item, agree: item, quadrant: outcome, priorities: priorities, outputs: outcome, ended: ended };
    panel.replaceChildren(...(draws[state.phase] || lobby)(state));
  }
  function lobby(state) { return [element("p", { "class": "lead" }, state.said)]; }
  function ended(state) { return [element("h2", {}, state.said), element("p", {}, words.endedHint)]; }

  function level(state) {
    const given = own.state().answers[state.item.id];
    return given === undefined || given === null ? "" : String(given);
  }
  function item(state) {
    const one = state.item, shown = state.shown, mine = level(state);
    const most = shown && shown.bars ? Math.max(1, ...shown.bars) : 1;
    const rows = one.levels.map((at, place) => {
      const row = element("tr", mine === String(at.level) ? { "class": "mine" } : {},
        element("th", { scope: "row" }, String(at.level)),
        element("td", {}, element("span", { dir: "auto" }, at.text), mine === String(at.level) ? element("strong", { "class": "yours" }, " " + words.yours) : ""));
      if (shown && shown.bars) {
        const bar = element("span", { "class": "bar", "aria-hidden": "true" });
        bar.style.width = (100 * shown.bars[place] / most) + "%";
        if (shown.bars[place]) { row.children[1].append(bar); }
        row.append(element("td", { "class": "n" }, String(shown.bars[place])));
      }
      return row;
    });
    const head = element("thead", {}, element("tr", {}, element("th", { scope: "col" }, words.level), element("th", { scope: "col" }, words.text),
      ...(shown && shown.bars ? [element("th", { scope: "col" }, words.people)] : [])));
    const found = [
      element("p", { "class": "small" }, room.filled(words.question, { n: one.number, of: one.of })),
      element("h2", { dir: "auto", ...own.marks }, one.prompt),
    ];
    if (mine && mine !== "DK") {
      const button = element("button", { type: "button" }, words.big);
      button.addEventListener("click", () => big(mine, button));
      found.push(element("p", { "class": "buttons" }, button));
    }
    found.push(
      element("table", { "class": "levels", ...own.marks }, head, element("tbody", {}, ...rows)),
    );
    if (mine === "DK") { found.push(element("p", { "class": "yours" }, words.yoursUnsure)); }
    if (shown) { shown.said.forEach((line) => found.push(element("p", {}, line))); }
    if (state.agreed) {
      found.push(element("p", { "class": "agreed" }, room.filled(words.room, { level: state.agreed.level })));
      if (state.agreed.reason) { found.push(element("p", { dir: "auto" }, state.agreed.reason)); }
    }
    return found;
  }
  // Nothing is sent: the number is for the people around the table.
  function big(text, back) {
    const close = element("button", { type: "button" }, words.smaller);
    const whole = element("div", { id: "big", role: "dialog", "aria-modal": "true", "aria-label": words.big }, element("p", {}, text), close);
    const leave = () => { whole.remove(); back.focus(); };
    close.addEventListener("click", leave);
    whole.addEventListener("keydown", (event) => { if (event.key === "Escape") { leave(); } if (event.key === "Tab") { event.preventDefault(); } });
    document.body.append(whole);
    close.focus();
  }
  function outcome(state) {
    const found = state.outcome;
    if (!found) { return lobby(state); }
    return [
      element("h2", {}, found.headline), element("p", { "class": "small" }, found.sure),
      element("dl", {}, ...found.terms.flatMap((term) => [element("dt", {}, term[0]), element("dd", {}, term[1])])),
      ...(found.agreed.length ? [element("p", {}, words.together + " " + found.agreed.join("; ") + ".")] : []),
    ];
  }
  function priorities(state) {
    const chosen = new Set(own.state().wishes || []);
    const line = element("p", { "class": "error", role: "status" });
    const boxes = state.wishes.map((one) => {
      const box = element("input", { type: "checkbox", id: "wish-" + one.id, value: one.id, checked: chosen.has(one.id) });
      box.addEventListener("change", () => wish(one.id, box, line));
      return element("div", { "class": "wish" }, element("label", { "for": box.id }, box, element("span", {}, element("strong", { dir: "auto" }, one.title), one.why ? " " + one.why : "")),
        element("span", { "class": "small", id: "wish-n-" + one.id }));
    });
    const agreed = state.priorities.map((one) => element("li", { dir: "auto" }, element("strong", {}, one.title),
      [one.owner, one.reviewSaid && room.filled(words.review, { day: one.reviewSaid })].filter(Boolean).map((part) => "; " + part).join("")));
    return [
      element("h2", {}, words.workOn),
      ...(boxes.length ? [element("fieldset", { "class": "wishes" }, element("legend", {}, words.wish), ...boxes, line)] : []),
      ...(agreed.length ? [element("h3", {}, words.agreedOn), element("ol", {}, ...agreed)] : []),
    ];
  }
  async function wish(id, box, line) {
    const state = own.state(), before = state.wishes || [];
    const wanted = box.checked ? [...before, id] : before.filter((one) => one !== id);
    line.textContent = "";
    if (wanted.length > MOST) { box.checked = false; line.textContent = words.wishMost; return; }
    const answer = await room.post("/wishes", { ids: wanted }, headers);
    if (answer.status !== 200) { box.checked = !box.checked; line.textContent = answer.said.said; return; }
    state.wishes = wanted;
    own.keep();
  }

  about();
  dressed();
  const query = "?k=" + encodeURIComponent(key) + (atLaptop ? "" : "&me=" + me);
  room.listen(query, take, (isThere) => {
    if (isThere) { if (status.dataset.lost) { delete status.dataset.lost; show(own.state().saved ? words.kept : ""); send(); } } else {
      status.dataset.lost = "1";
      show(own.state().saved ? words.lost : words.unsaved, true);
    }
  });
  return { changed: changed };
};
