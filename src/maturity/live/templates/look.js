// What the screen shows, on a phone.
room.look = (own, panel, hear, post) => {
  const { words } = own, element = room.element, MOST = 3, LATER = 3000;
  let told = null, wishing = Promise.resolve(), timer = 0;

  function draw(state) {
    if (state.phase === "priorities" && (!told || told.boot !== state.boot)) { wishAgain(); }
    const isElsewhere = !told || told.phase !== state.phase || (told.item || {}).id !== (state.item || {}).id;
    told = state;
    const draws = { item: item, agree: item, quadrant: outcome, priorities: priorities, outputs: over, ended: ended };
    if (isElsewhere) { shut(); }
    put((draws[state.phase] || waiting)(state));
    counts(state);
    if (isElsewhere) { scrollTo(0, 0); }
  }
  // What is as it was stays, with its focus; what is drawn anew gets back the focus that it had.
  function put(made) {
    const place = panel.contains(document.activeElement) ? document.activeElement.id : "";
    made.forEach((one, n) => {
      const old = panel.children[n];
      if (!old) { panel.append(one); } else if (!old.isEqualNode(one)) { old.replaceWith(one); }
    });
    while (panel.children.length > made.length) { panel.lastElementChild.remove(); }
    const now = place && document.getElementById(place);
    if (now && now !== document.activeElement) { now.focus({ preventScroll: true }); }
  }
  function counts(state) {
    state.wishes.forEach((one) => {
      const line = document.getElementById("wish-n-" + one.id);
      if (line) { line.textContent = one.n ? room.filled(one.n === 1 ? words.wishOne : words.wishMany, { n: one.n }) : ""; }
    });
  }

  function waiting(state) { return [element("p", { "class": "lead" }, state.said)]; }
  function ended(state) { return [element("h2", {}, state.said), element("p", {}, words.endedHint)]; }

  function mine() {
    const given = told.item ? own.state().answers[told.item.id] : undefined;
    return given === undefined || given === null ? "" : String(given);
  }
  // A text of the questionnaire, in its language and direction.
  function theirs(name, text, attributes = {}) { return element(name, { ...attributes, dir: "auto", ...own.marks }, text); }
  function item(state) {
    const one = state.item, shown = state.shown, given = mine();
    const found = [
      element("p", { "class": "small" }, room.filled(words.question, { n: one.number, of: one.of })),
      theirs("h2", one.prompt),
      element("p", { "class": "buttons", hidden: !given || given === "DK" }, bigger()),
      table(one, shown && shown.bars, given),
    ];
    if (given === "DK") { found.push(element("p", { "class": "yours" }, words.yoursUnsure)); }
    if (shown) { shown.said.forEach((line) => found.push(element("p", {}, line))); }
    if (state.agreed) {
      found.push(element("p", { "class": "agreed" }, room.filled(words.room, { level: room.level(state.agreed.level) })));
      if (state.agreed.reason) { found.push(element("p", { dir: "auto" }, state.agreed.reason)); }
    }
    return found;
  }
  function table(one, bars, given) {
    const most = bars ? Math.max(1, ...bars) : 1;
    const rows = one.levels.map((at, place) => {
      const isMine = given === String(at.level), n = bars ? bars[place] : 0;
      const cell = element("td", {}, theirs("span", at.text), isMine ? element("strong", { "class": "yours" }, " " + words.yours) : null);
      if (n) {
        const bar = element("span", { "class": "bar", "aria-hidden": "true" });
        bar.style.width = (100 * n / most) + "%";
        cell.append(bar);
      }
      return element("tr", { "class": isMine ? "mine" : false }, element("th", { scope: "row" }, room.level(at.level)), cell,
        bars ? element("td", { "class": "n" }, String(n)) : null);
    });
    const heads = [words.level, words.text, ...(bars ? [words.people] : [])].map((text) => element("th", { scope: "col" }, text));
    return element("table", { "class": "levels", dir: own.marks.dir }, element("thead", {}, element("tr", {}, ...heads)), element("tbody", {}, ...rows));
  }
  // Nothing is sent: the number is for the people around the table.
  function bigger() {
    const button = element("button", { type: "button", id: "bigger" }, words.big);
    button.addEventListener("click", () => {
      const close = element("button", { type: "button" }, words.smaller);
      const whole = element("div", { id: "big", role: "dialog", "aria-modal": "true", "aria-label": words.big }, element("p", {}, mine()), close);
      close.addEventListener("click", shut);
      whole.addEventListener("keydown", (event) => { if (event.key === "Escape") { shut(); } if (event.key === "Tab") { event.preventDefault(); } });
      document.body.append(whole);
      close.focus();
    });
    return button;
  }
  function shut() {
    const whole = document.getElementById("big"), back = document.getElementById("bigger");
    if (!whole) { return; }
    whole.remove();
    if (back) { back.focus({ preventScroll: true }); }
  }

  function outcome(state) {
    const found = state.outcome;
    if (!found) { return waiting(state); }
    return [
      element("h2", {}, found.headline), ...(found.sure ? [element("p", { "class": "small" }, found.sure)] : []),
      element("dl", {}, ...found.terms.flatMap((term) => [element("dt", {}, term[0]), element("dd", {}, term[1])])),
      ...(found.agreed.length ? [element("p", {}, words.together + " " + found.agreed.join("; ") + ".")] : []),
    ];
  }

  function priorities(state) {
    const chosen = new Set(own.state().wishes || []);
    const boxes = state.wishes.map((one) => {
      const box = element("input", { type: "checkbox", id: "wish-" + one.id, value: one.id, checked: chosen.has(one.id) });
      box.addEventListener("change", () => wish(box));
      return element("div", { "class": "wish" }, element("label", { "for": box.id }, box, suggested(one)),
        element("span", { "class": "small", id: "wish-n-" + one.id }));
    });
    return [
      element("h2", {}, words.workOn),
      ...(boxes.length || state.priorities.length ? [] : [element("p", {}, state.wishless)]),
      ...(boxes.length ? [element("fieldset", { "class": "wishes" }, element("legend", {}, words.wish), ...boxes, element("p", { "class": "error", id: "wish-said" }))] : []),
      ...agreed(state),
    ];
  }
  // A reason mostly begins with what it is a reason for.
  function suggested(one) {
    const rest = one.why.startsWith(one.title) ? one.why.slice(one.title.length) : one.why && ". " + one.why;
    return element("span", { dir: "auto" }, element("strong", {}, one.title), rest);
  }
  function agreed(state) {
    const lines = state.priorities.map((one) => element("li", { dir: "auto" }, element("strong", {}, one.title),
      [one.owner, one.reviewSaid && room.filled(words.review, { day: one.reviewSaid })].filter(Boolean).map((part) => "; " + part).join("")));
    return lines.length ? [element("h3", {}, words.agreedOn), element("ol", {}, ...lines)] : [];
  }
  function over(state) { return [...waiting(state), ...outcome(state), ...agreed(state)]; }
  function boxes() { return [...panel.querySelectorAll(".wish input")]; }
  // One after the other, each with everything that is chosen by then.
  function wish(box) {
    const line = document.getElementById("wish-said");
    line.textContent = "";
    const wanted = boxes().filter((one) => one.checked).map((one) => one.value);
    if (wanted.length > MOST) {
      box.checked = false;
      line.textContent = words.wishMost;
      hear(words.wishMost);
      return;
    }
    own.state().wishes = wanted;
    own.keep();
    wishAgain();
  }
  // Until the laptop knows.
  function wishAgain() {
    clearTimeout(timer);
    if (!own.state().wishes) { return; }
    wishing = wishing.then(async () => {
      const answer = await post("/wishes", { ids: own.state().wishes || [] });
      const line = document.getElementById("wish-said");
      const text = answer.status === 200 ? "" : answer.status ? answer.said.said : words.wishLater;
      if (line && line.textContent !== text) { line.textContent = text; }
      if (text) { hear(text); }
      if (!answer.status && told.phase === "priorities") { timer = setTimeout(wishAgain, LATER); }
    });
  }

  return { draw: draw, counts: counts };
};
