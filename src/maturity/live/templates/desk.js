// The facilitator's page: every step of the room is a button, and nothing stands here that the projector may not show.
(() => {
  const { element: make } = room, { own, many } = spread;
  const key = new URLSearchParams(location.hash.slice(1)).get("k") || "", query = `?k=${encodeURIComponent(key)}`;
  const SECOND = 1000, HELP = 60 * SECOND, FALL_BACK = 300 * SECOND;
  const ON_ALL = ["quadrant", "priorities", "outputs"];
  const AFTER = ["closed", "item", "agree", "quadrant", "priorities", "outputs"];
  const PHASES = {
    setup: "Setting up", lobby: "People join", open: "People answer, alone", closed: "Answers are closed", item: "One question", agree: "One level for the room",
    quadrant: "Where we stand", priorities: "What shall we work on?", outputs: "Report and slides", ended: "The workshop has ended",
  };
  const $ = (id) => document.getElementById(id);
  const say = room.speaker($("said"));
  const busy = new Set();
  let state = null, asked = null, editing = null, filledFor = "", waitsSince = Date.now();

  function text(id, words) { if ($(id).textContent !== words) { $(id).textContent = words; } }
  function shown(id, is) { $(id).hidden = !is; }
  function remembered(name, value) {
    try { if (value === undefined) { return localStorage.getItem(name); } localStorage.setItem(name, value); } catch (error) { /* this browser keeps nothing */ }
    return null;
  }

  // What was refused is said beside the buttons.
  async function ask(path, body, seconds) {
    const { status, said } = await room.post(path, body, { "X-Room": key, "X-Me": "desk" }, seconds);
    const refused = status !== 200;
    shown("told", refused);
    text("told", refused ? said.said || "That did not work. Press once more." : "");
    if (!refused && said.turn !== undefined) { state.turn = said.turn; }
    return { status: status, said: said };
  }
  // One press of a kind at a time, for a report takes a while.
  async function send(path, body, seconds) {
    if (busy.has(path)) { return false; }
    busy.add(path);
    const { status } = await ask(path, body, seconds);
    busy.delete(path);
    return status === 200;
  }
  function step(to, item = "") {
    const from = document.activeElement, unseen = ON_ALL.includes(to) ? state.items.filter((one) => !one.revealed).length : 0;
    cancel();
    if (!unseen) { return send("/step", { to: to, item: item, if: state.turn }); }
    confirm(() => `${many(unseen, "question has", "questions have")} not been shown yet, and what comes now rests on the answers to all.`, "Show everything", () => send("/step", { to: to, all: true, if: state.turn }), from);
    return false;
  }

  // ---- What needs a second press

  function confirm(words, yes, act, from) {
    asked = { act: act, from: from, words: words, phase: state.phase };
    text("confirm-said", words());
    text("confirm-yes", yes);
    shown("confirm", true);
    $("confirm-no").focus();
  }
  function cancel() {
    if (!asked) { return; }
    const { from } = asked, within = $("confirm").contains(document.activeElement);
    asked = null;
    shown("confirm", false);
    if (within && from.isConnected && from.offsetParent) { from.focus(); }
  }
  function closing() {
    const left = state.here - state.finished;
    const who = !state.here ? "Nobody has answered yet." : left ? `${many(left, "person is", "people are")} still answering.` : "Everybody here has finished.";
    if (state.kind === "named") { return `${who} You can open the answers again.`; }
    const one = state.fromOne > 1 ? ` ${state.fromOne} of them came from one phone or one router.` : "";
    if (state.isRehearsal) { return `${who} The answers of this rehearsal cannot be opened again.`; }
    const unknown = state.fromUnknown ? ` The program was started anew since: of ${state.fromUnknown} of them it does not know from where they answered.` : "";
    return `${who} Count heads: are there ${many(state.here, "person", "people")}?${one}${unknown} Closing publishes the round: the answers cannot be opened again.`;
  }
  function close() {
    if (state.lacks) { $("too-few").focus(); return; }
    confirm(closing, "Close the answers", () => step("closed"), $("onward"));
  }
  function ending() {
    const unseen = AFTER.includes(state.phase) ? "" : " Nothing has been shown yet, and nothing will be.";
    return `End the workshop?${unseen} Links and codes of this room lead nowhere after that. All that was answered and agreed is kept.`;
  }
  function end(event) {
    confirm(ending, "End the workshop", () => step("ended"), event.currentTarget);
  }

  // ---- Steps

  function nextItem() {
    const place = state.items.findIndex((one) => one.id === state.item.id) + 1;
    return place && place < state.items.length ? { to: "item", item: state.items[place].id } : { to: "quadrant", item: "" };
  }
  function go(way) { return step(way.to, way.item); }
  function onwardSaid() {
    const to = state.onward && state.onward.to;
    if (to === "open") { return "Start"; }
    if (to === "closed") { return "Close the answers"; }
    if (to === "reveal") { return "Reveal"; }
    if (to === "item") { return state.phase === "closed" ? "First question" : "Next question"; }
    return { quadrant: "Next: where we stand", priorities: "Next: priorities", outputs: "Next: report and slides", ended: "End" }[to] || "";
  }
  function onward(event) {
    if (!state || !state.onward) { return; }
    if (state.onward.to === "closed") { close(); } else if (state.onward.to === "ended") { end(event); } else { go(state.onward); }
  }
  // The key never closes, opens or ends anything.
  function next() {
    if (!AFTER.includes(state.phase) || !state.onward || state.onward.to === "ended") { return; }
    go(state.item ? nextItem() : state.onward);
  }
  function reveal() { if (state.phase === "item") { step(state.revealed ? "hide" : "reveal"); } }
  function blank() { if (state.phase !== "ended" && state.phase !== "setup") { step(state.blank ? "unblank" : "blank"); } }

  function steps() {
    const { phase, item, revealed } = state, looks = AFTER.includes(phase);
    text("phase", PHASES[phase]);
    const where = looks ? `${state.said} ${state.here} here, ${state.finished} finished.` : state.said || "";
    text("phase-said", state.blank ? `${where} The screen is blank.` : where);
    text("too-few", state.lacks);
    shown("too-few", state.lacks);
    text("onward", onwardSaid());
    shown("onward", state.onward);
    shown("skip", phase === "item" && !revealed);
    shown("agree-on", phase === "item" && revealed);
    shown("hide", phase === "item" && revealed);
    shown("back", state.back && state.back.to !== "open");
    shown("reopen", looks && state.kind === "named");
    shown("blank", phase !== "ended" && phase !== "setup");
    $("blank").setAttribute("aria-pressed", String(state.blank));
    text("blank", state.blank ? "Show the screen again" : "Blank the screen");
    shown("places", phase !== "ended");
    shown("end", phase !== "outputs");
    shown("person", phase !== "ended");
    shown("person-hint", phase !== "ended");
    document.querySelectorAll("#places [data-to]").forEach((one) => { one.hidden = !looks; one.setAttribute("aria-current", String(one.dataset.to === phase)); });
    $("person").disabled = !(state.blank && phase === "open");
    if (asked && asked.phase !== phase) { cancel(); }
    if (asked) { text("confirm-said", asked.words()); }
  }

  // ---- Who is here, and who cannot come

  function reached() {
    const waits = state.phase === "lobby" || state.phase === "open";
    shown("reached", waits);
    shown("joining", state.phase !== "ended" && state.join);
    text("reached-said", state.reached ? `${many(state.reached, "phone has", "phones have")} reached this laptop` : "No phone has reached this laptop yet");
    if (state.reached) { waitsSince = null; } else if (waitsSince === null) { waitsSince = Date.now(); }
    Object.entries(state.ways).forEach(([id, command]) => text(id, command));
  }
  function helped() {
    if (!state || waitsSince === null || state.reached) { return; }
    const waited = Date.now() - waitsSince;
    if (waited >= HELP && !$("help").dataset.opened) { $("help").dataset.opened = "yes"; $("help").open = true; }
    shown("fall-back", waited >= FALL_BACK);
  }
  function joining() {
    const { join } = state;
    text("typed", join.typed);
    text("code", join.code);
    shown("addresses", join.addresses.length > 1);
    rows("address-list", join.addresses, (one) => {
      const button = make("button", { type: "button", "data-key": one, "aria-pressed": String(one === join.address) }, one);
      button.addEventListener("click", () => send("/address", { address: one }));
      return button;
    }, join.address);
  }

  // Rows are made anew only where they changed, and the one that was focused stays so.
  function rows(id, data, row, also = "") {
    const holder = $(id), told = JSON.stringify([data, also]);
    if (holder.dataset.told === told) { return; }
    holder.dataset.told = told;
    const within = holder.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    holder.replaceChildren(...data.map(row));
    if (within) { const again = [...holder.querySelectorAll("[data-key]")].find((one) => one.dataset.key === within); if (again) { again.focus(); } }
  }

  // ---- One question

  function items() {
    shown("questions", state.items.length && AFTER.includes(state.phase));
    const here = state.item ? state.item.id : "";
    rows("items", state.items, (one) => {
      const said = one.agreed !== null ? `agreed: ${one.agreed}` : one.revealed ? "shown" : "";
      const button = make("button", { type: "button", "data-key": one.id, "aria-current": one.id === here ? "true" : false },
        make("span", {}, `${state.items.indexOf(one) + 1}. `, own("bdi", one.short)), said ? make("span", { class: "soft" }, said) : null);
      button.addEventListener("click", () => step("item", one.id));
      return make("li", {}, button);
    }, here);
  }
  function question() {
    const { item, shown: seen } = state;
    shown("question", item);
    if (!item) { return; }
    text("question-short", `${item.number} of ${item.of}: ${item.short}`);
    text("prompt", item.prompt);
    text("ask", item.ask ? `To ask the room: ${item.ask}` : "");
    shown("ask", item.ask);
    shown("by-school", state.hasSchools);
    shown("no-schools", seen && state.kind === "named" && !state.hasSchools);
    text("no-schools", `By school: not here. No school has ${state.fewest} answers to this question that can be shown.`);
    $("schools").checked = Boolean(seen && seen.schools);
    rows("picture", [[item, seen, state.agreed]], (all) => spread.table(...all));
    rows("sentences", seen ? seen.said : ["Hidden on the screen until you press Reveal."], (one) => make("p", {}, one));
  }

  // What is being typed is never replaced; another question, or what was agreed meanwhile, is.
  function agreeing() {
    const { phase, item, agreed } = state;
    shown("agreeing", phase === "agree");
    if (phase !== "agree") { filledFor = ""; return; }
    text("agreed", agreed ? `Agreed and saved: level ${room.level(agreed.level)}. Another press changes it.` : "Nothing is agreed yet.");
    shown("disagree", agreed);
    const now = JSON.stringify([item.id, agreed]);
    if (now === filledFor) { return; }
    filledFor = now;
    const choices = item.levels.map((one) => make("label", {}, make("input", { type: "radio", name: "level", value: one.level, required: true, checked: agreed !== null && agreed.level === one.level }),
      make("b", {}, room.level(one.level)), own("span", one.text)));
    const held = document.activeElement && document.activeElement.name === "level" ? document.activeElement.value : null;
    $("levels").replaceChildren($("levels").querySelector("legend"), ...choices);
    $("reason").value = agreed ? agreed.reason : "";
    if (held !== null) { const again = $("levels").querySelector(`[value="${held}"]`); if (again) { again.focus(); } }
  }
  function agree(event) {
    event.preventDefault();
    const chosen = $("levels").querySelector(":checked");
    if (chosen) { send("/agree", { item: state.item.id, level: Number(chosen.value), reason: $("reason").value }); }
  }

  // ---- Where we stand, and what follows

  function stand() {
    const { outcome } = state;
    shown("stand", outcome && state.phase === "quadrant");
    if (!outcome) { return; }
    text("headline", outcome.headline);
    text("sure", outcome.sure);
    shown("sure", outcome.sure);
    const together = outcome.agreed.length ? [["We say together", outcome.agreed.join("; ")]] : [];
    rows("terms", [...outcome.terms, ...together], ([term, words]) => { const both = document.createDocumentFragment(); both.append(own("dt", term), own("dd", words)); return both; });
    rows("warnings", outcome.warnings, (one) => own("li", one));
  }

  function full() { return state.priorities.length >= 3; }
  function plan() {
    shown("plan", state.phase === "priorities");
    if (state.phase !== "priorities") { return; }
    const wish = (id) => state.wishes.find((one) => one.id === id);
    const others = state.wishes.filter((one) => !state.priorities.some((other) => other.id === one.id));
    text("enough", full() ? "Three are enough. Let one go before you take on another." : "Two or three, no more. The answers suggest; the room decides.");
    rows("planned", state.priorities, (one) => card(one, wish(one.id), [["Change", () => edit(one)], ["Let it go", (event) => drop(one, event)]]), state.wishes);
    text("wishless", state.wishless);
    shown("wishless", state.wishless && !state.priorities.length);
    shown("suggested-title", others.length);
    rows("suggested", others, (one) => card(one, one, full() ? [] : [["Make it a priority", () => fill({ title: one.title, why: one.why, moves: [one.id] })]]), full());
    $("another").disabled = full();
  }
  // A school of the partnership, or another one by its name.
  const OTHER = "another";
  function supporting(name) {
    const isOther = name && !state.schools.includes(name);
    $("support").replaceChildren(make("option", { value: "" }, "No school"), ...state.schools.map((one) => make("option", { value: `school ${one}` }, one)), make("option", { value: OTHER }, "Another school"));
    $("support").value = isOther ? OTHER : name ? `school ${name}` : "";
    $("other-support").value = isOther ? name : "";
    supported();
  }
  function supported() { const is = $("support").value === OTHER; $("other-support").parentElement.hidden = !is; $("other-support").required = is; }
  function supporter() { return $("support").value === OTHER ? $("other-support").value : $("support").value.replace(/^school /, ""); }
  function card(one, wish, acts) {
    const about = [one.owner ? `Who: ${one.owner}` : "", one.support ? `Helps: ${one.support}` : "", one.reviewSaid ? `Review: ${one.reviewSaid}` : "", one.metric ? `How we shall know: ${one.metric}` : ""].filter(Boolean);
    const buttons = acts.map(([words, act]) => {
      const button = make("button", { type: "button", "data-key": `${words} ${one.id}`, "aria-label": `${words}: ${one.title}` }, words);
      button.addEventListener("click", act);
      return button;
    });
    return make("li", {}, own("h3", one.title), wish && wish.n ? make("p", {}, spread.wanted(wish.n)) : null, one.why ? own("p", one.why) : null,
      about.length ? own("p", about.join("; ")) : null, one.step ? own("p", one.step, { class: "hint" }) : null, buttons.length ? make("p", { class: "buttons" }, ...buttons) : null);
  }
  const FIELDS = ["title", "why", "owner", "metric", "review"];
  function fill(one) {
    editing = { id: one.id || "", moves: one.moves || [] };
    FIELDS.forEach((name) => { $(name).value = one[name] || ""; });
    supporting(one.support || "");
    text("priority-title", one.id ? "Change a priority" : "A new priority");
    shown("priority", true);
    shown("priority-wrong", false);
    $("title").focus();
  }
  function edit(one) { fill(one); }
  function leave() { shown("priority", false); editing = null; $("another").focus(); }
  async function keep(event) {
    event.preventDefault();
    const fields = { ...Object.fromEntries(FIELDS.map((name) => [name, $(name).value])), support: supporter() };
    const body = editing.id ? { act: "edit", id: editing.id, fields: fields } : { act: "add", fields: { ...fields, moves: editing.moves } };
    if (await send("/priorities", body)) { leave(); return; }
    // Beside the fields that it is about, for the page is long.
    text("priority-wrong", $("told").textContent);
    shown("priority-wrong", !$("told").hidden);
    shown("told", false);
  }
  function drop(one, event) {
    confirm(() => `Let go of "${one.title}"? It stays on record.`, "Let it go", () => send("/priorities", { act: "drop", id: one.id }), event.currentTarget);
  }

  const MADE = { report: "The report", word: "The report for Word", slides: "The slides", chart: "The chart" };
  function outputs() {
    const there = state.phase === "outputs" || state.phase === "ended";
    shown("outputs", there);
    shown("after", state.phase === "ended");
    if (!there) { return; }
    text("folder", state.into);
    rows("made", state.made, (one) => make("li", {}, make("code", {}, one.path), " ", make("a", { class: "button", "data-key": one.name, href: `/made/${encodeURIComponent(one.name)}${query}`, download: one.name }, `Download ${one.name}`)));
    rows("next", state.next, (one) => { const both = document.createDocumentFragment(); both.append(make("dt", {}, one.said), make("dd", {}, make("code", {}, one.command))); return both; });
  }
  async function produce(what) {
    if (busy.has("/outputs")) { return; }
    text("making", `${MADE[what]}: being made. This takes a few seconds.`);
    const done = await send("/outputs", { what: what }, 180);
    text("making", done ? `${MADE[what]}: ready.` : "");
  }

  // ---- All of it

  // Whoever pressed a button that is gone now stands at the next one.
  function land() {
    const place = state.phase === "agree" ? $("levels").querySelector(":checked") || $("levels").querySelector("input") : $("onward").hidden ? $("phase") : $("onward");
    place.focus();
  }
  function settingUp() {
    text("phase", PHASES.setup);
    const { setup: there } = state;
    const begin = there.below.length ? "Choose a partnership that is there, or begin a new one." : "Say what this workshop is about. Nothing is made before you have seen what it will be.";
    text("phase-said", there.isCluster ? `${there.cluster}: ${there.rounds.length ? "go on with a round, or begin" : "begin"} a new one.` : begin);
    ["onward", "skip", "agree-on", "hide", "back", "reopen", "blank", "person", "person-hint", "places"].forEach((id) => shown(id, false));
    setup.show(state.setup, (body) => ask("/setup", body));
  }
  function render() {
    const before = document.activeElement;
    const first = state.cluster ? `${state.cluster}, ${state.label}` : "The desk";
    text("cluster", first);
    text("kind", state.kindSaid || "");
    document.title = `${spread.title(state)} - the desk`;
    shown("setup", state.phase === "setup");
    shown("ways", state.phase === "open");
    shown("trouble", state.trouble);
    text("trouble", state.trouble || "");
    shown("keyboard", state.phase !== "setup");
    if (state.phase === "setup") { settingUp(); return; }
    [steps, reached, joining, items, question, agreeing, stand, plan, outputs].forEach((part) => part());
    handin.show(state, ask, (words) => say(words, false));
    rows("remarks", state.remarks, (one) => own("li", one));
    say(state.said, state.phase === "lobby" || state.phase === "open");
    if (before !== document.body && before && (!before.isConnected || before.offsetParent === null)) { land(); }
  }

  function keys(event) {
    if (event.key === "Escape") { cancel(); return; }
    // A key that is held must not hurry through the round.
    if (event.repeat && event.key === "Enter" && event.target.closest("button")) { event.preventDefault(); return; }
    const writes = event.target.closest("input, textarea, select");
    if (!state || writes || event.repeat || event.ctrlKey || event.metaKey || event.altKey || !$("keys").checked) { return; }
    const act = { r: reveal, n: next, b: blank }[event.key.toLowerCase()];
    if (act) { event.preventDefault(); act(); }
  }

  $("open-screen").href = `/screen#k=${encodeURIComponent(key)}`;
  $("person").addEventListener("click", () => { open(`/person${query}`, "maturity-person"); });
  $("onward").addEventListener("click", onward);
  $("skip").addEventListener("click", () => go(nextItem()));
  $("agree-on").addEventListener("click", () => step("agree", state.item.id));
  $("hide").addEventListener("click", () => step("hide"));
  $("back").addEventListener("click", () => { if (state.back) { go(state.back); } });
  $("reopen").addEventListener("click", () => confirm(() => "Open the answers again? The screen hides what it showed, and people can change what they said.", "Open them again", () => step("open"), $("reopen")));
  $("blank").addEventListener("click", blank);
  $("end").addEventListener("click", end);
  $("confirm-yes").addEventListener("click", () => { const { act } = asked; cancel(); act(); });
  $("confirm-no").addEventListener("click", cancel);
  document.querySelectorAll("#places [data-to]").forEach((one) => one.addEventListener("click", () => { if (one.dataset.to !== state.phase) { step(one.dataset.to); } }));
  $("agree").addEventListener("submit", agree);
  $("disagree").addEventListener("click", () => send("/agree", { item: state.item.id, level: null, reason: "" }));
  $("another").addEventListener("click", () => fill({}));
  $("priority").addEventListener("submit", keep);
  $("support").addEventListener("change", () => { supported(); if ($("support").value === OTHER) { $("other-support").focus(); } });
  $("leave").addEventListener("click", leave);
  document.querySelectorAll("[data-make]").forEach((one) => one.addEventListener("click", () => produce(one.dataset.make)));
  $("schools").addEventListener("change", (event) => { send("/schools", { item: event.target.checked ? state.item.id : "" }); });
  $("keys").checked = remembered("maturity-keys") !== "off";
  $("keys").addEventListener("change", (event) => { remembered("maturity-keys", event.target.checked ? "on" : "off"); });
  document.addEventListener("keydown", keys);
  setInterval(helped, SECOND);
  room.listen(query, (told) => { state = told; render(); spread.mark(state); }, (there) => shown("line", !there));
})();
