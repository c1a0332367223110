// What the projector shows: the state as it was last told, whole, as large as it fits.
(() => {
  const { element: make } = room, { own, many } = spread;
  const FITS = [2.2, 2, 1.8, 1.65, 1.5, 1.4, 1.3, 1.2, 1.1, 1.05, 1];
  const key = new URLSearchParams(location.hash.slice(1)).get("k") || "";
  const view = document.getElementById("view"), say = room.speaker(document.getElementById("said"));
  let state = null, drawn = "";

  function codes(join) {
    const figure = (of, words) => make("figure", {}, make("img", { src: spread.picture(key, of, join.link), alt: `Code to scan: ${words}` }), make("figcaption", {}, words));
    const pictures = join.wifi ? [figure("wifi", `1. The wifi ${join.wifi}`), figure("join", "2. The questions")] : [figure("join", "Scan this")];
    return make("div", { class: join.wifi ? "codes two" : "codes" }, ...pictures);
  }
  function lobby() {
    const { join } = state;
    const words = make("div", { class: "words" }, make("p", {}, "or open"), make("p", { class: "typed" }, join.typed),
      make("p", {}, "and type the code"), make("p", { class: "join-code" }, join.code), make("p", { class: "count" }, `${state.here} here`));
    return [own("h1", `${state.cluster}, ${state.label}`), make("div", { class: "lobby" }, codes(join), words)];
  }
  function open() {
    const length = make("span"), { join } = state;
    length.style.width = `${state.here ? 100 * state.finished / state.here : 0}%`;
    const said = state.here ? state.said.replace(/\.$/, "") : "Nobody has joined yet";
    const corner = make("div", { class: "corner" }, make("img", { src: spread.picture(key, "join", join.link), alt: "Code to scan: the questions" }),
      make("div", {}, make("p", {}, "Just come in? Scan this, or open"), make("p", { class: "typed" }, join.typed), make("p", {}, "code ", make("span", { class: "join-code" }, join.code))));
    return [make("div", { class: "open" }, make("div", { class: "center" }, make("h1", { class: "huge" }, said), make("div", { class: "progress", "aria-hidden": "true" }, length)), corner)];
  }
  function centred(title, ...more) { return [make("div", { class: "center" }, make("h1", { class: "huge" }, title), ...more)]; }

  // How many answered stands there already, where there are bars.
  function sentences(shown) { return make("p", { class: shown.bars ? "said" : "said words-only" }, ...shown.said.flatMap((one) => [make("span", {}, one), " "])); }
  function heading() {
    const { item } = state;
    return [make("p", { class: "eyebrow" }, `Question ${item.number} of ${item.of}: `, own("bdi", item.short)), own("h1", item.prompt)];
  }
  function picture() {
    const { item, shown } = state;
    if (shown && shown.schools && shown.bars) { return spread.bySchool(item, shown); }
    return spread.table(item, shown, state.agreed);
  }
  function item() {
    const { shown } = state;
    const check = state.item.check && !shown ? own("p", state.item.check, { class: "soft spare" }) : null;
    return [...heading(), check, shown && !shown.bars ? sentences(shown) : null, picture(), shown && shown.bars ? sentences(shown) : null];
  }
  function agree() {
    const { agreed, shown } = state;
    const said = agreed ? [make("strong", {}, `The room: ${room.level(agreed.level)}`), agreed.reason ? own("p", agreed.reason) : null] : [make("strong", {}, "What do we say together?")];
    return [...heading(), shown && !shown.bars ? sentences(shown) : null, picture(), shown && shown.bars ? make("div", { class: "spare" }, sentences(shown)) : null, make("div", { class: "room-says" }, ...said)];
  }

  function terms(outcome) {
    const together = outcome.agreed.length ? [["We say together", `${outcome.agreed.join("; ")} (on ${many(outcome.agreedOn, "question", "questions")})`]] : [];
    return make("dl", { class: "terms" }, ...[...outcome.terms, ...together].flatMap(([term, text]) => [own("dt", term), own("dd", text)]));
  }
  function quadrant() {
    const { outcome } = state;
    const words = [own("h1", outcome.headline), outcome.sure ? own("p", outcome.sure) : null, make("div", { class: outcome.map ? "spare" : false }, terms(outcome))];
    if (!outcome.map) { return [make("p", { class: "eyebrow" }, "Where we stand"), ...words]; }
    const names = make("ol", { class: "names" }), marks = [["◆", "We, alone", outcome.map.alone], ["◇", "Together", outcome.map.agreed], ["●", "A school", outcome.map.schools.length]].filter((one) => one[2]);
    words.push(make("p", { class: "marks" }, ...marks.flatMap(([mark, text]) => [make("span", { class: mark === "●" ? "mark school" : "mark", "aria-hidden": "true" }, mark), ` ${text} `])));
    return [make("div", { class: "map-view" }, make("div", {}, ...words.filter(Boolean), names), make("div", { class: "map" }))];
  }
  // Drawn anew for each size of the words: where names are numbers on it, their list makes the words longer.
  function chart() {
    const holder = view.querySelector(".map"), names = view.querySelector(".names");
    if (!holder) { return; }
    const [across, up] = state.outcome.map.axes;
    const numbered = map.draw(holder, state.outcome.map, `Map of ${across.label} and ${up.label}: ${state.outcome.map.said.join("; ")}`);
    names.hidden = !numbered.length;
    names.replaceChildren(...numbered.map((one) => make("li", {}, own("bdi", one))));
    names.classList.toggle("many", numbered.length > 8);
  }

  function planned(one) {
    const wish = state.wishes.find((other) => other.id === one.id);
    const fact = (term, text) => text ? make("p", {}, make("b", {}, `${term} `), own("bdi", text)) : null;
    const facts = [fact("Who:", one.owner), fact("Helps:", one.support), fact("Review:", one.reviewSaid), wish && wish.n ? make("p", {}, spread.wanted(wish.n)) : null];
    return make("li", {}, own("h2", one.title), one.why ? own("p", one.why, { class: "spare" }) : null, make("div", { class: "facts" }, ...facts),
      one.metric ? make("p", { class: "spare" }, make("b", { class: "soft" }, "How we shall know: "), own("bdi", one.metric)) : null);
  }
  function wishes(others) {
    const rows = others.map((one) => make("li", {}, own("span", one.title), one.n ? make("span", { class: "soft" }, `: ${spread.wanted(one.n)}`) : null));
    return make("div", { class: state.priorities.length ? "spare" : false }, make("h2", { class: "soft" }, "What the answers suggest"), make("ul", { class: "wanted plain" }, ...rows));
  }
  function priorities() {
    const others = state.wishes.filter((one) => !state.priorities.some((other) => other.id === one.id));
    const plan = state.priorities.length ? make("ol", { class: "plan plain" }, ...state.priorities.map(planned)) : null;
    const open = others.length && state.priorities.length < 3;
    if (!plan && !open) { return centred("What shall we work on?", make("p", {}, state.wishless)); }
    return [make("h1", {}, plan ? "What we work on" : "What shall we work on?"), plan, open ? wishes(others) : null];
  }
  function outputs() {
    // Where it lies and what is typed next is for the desk: nobody in the room can do anything with it.
    const made = state.made.length ? make("p", {}, `${spread.many(state.made.length, "file is", "files are")} made of it, to be handed out.`) : null;
    return centred("Thank you.", make("p", {}, "What was answered and agreed is kept by whoever leads this workshop."), made);
  }

  const VIEWS = {
    setup: () => centred("The workshop is being set up."), lobby: lobby, open: open, item: item, agree: agree, quadrant: quadrant,
    closed: () => centred("Answers are closed.", make("p", {}, "Now we look at them together, one question at a time.")),
    priorities: priorities, outputs: outputs, ended: outputs,
  };

  function overflows() {
    const inside = [...view.querySelectorAll(".center, .open, .lobby, .map-view, .map-view > div, .typed, .join-code")];
    return view.scrollHeight > view.clientHeight + 1 || inside.some((one) => one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth + 1);
  }
  function sized(...classes) {
    view.className = classes.join(" ");
    return FITS.some((one) => { view.style.setProperty("--fit", one); chart(); return !overflows(); });
  }
  // As large as it fits; where it does not, first what can be spared goes, then the page can be scrolled.
  function fit() {
    const fits = sized() || sized("tight") || sized("tight", "short") || (state.revealed && sized("tight", "short", "brief"));
    view.classList.toggle("scrolls", !fits);
    if (fits) { view.removeAttribute("tabindex"); } else { view.tabIndex = 0; chart(); }
  }

  function show() {
    document.documentElement.classList.toggle("blank", state.blank === true);
    document.title = `${spread.title(state)} - ${state.cluster || "workshop"}`;
    // A stream says everything anew: what looks the same is left alone.
    const shown = JSON.stringify({ ...state, v: 0, boot: 0, turn: 0, reached: 0 });
    if (shown === drawn) { return; }
    drawn = shown;
    if (state.blank) { view.replaceChildren(make("h1", { class: "unseen" }, "The screen is blank.")); } else { view.replaceChildren(...VIEWS[state.phase]().filter(Boolean)); fit(); }
    say(state.blank ? "" : state.said || "", state.phase === "lobby" || state.phase === "open");
  }
  function reached(there) { document.getElementById("line").hidden = there || (state !== null && state.blank === true); }

  let waiting = 0;
  addEventListener("resize", () => { cancelAnimationFrame(waiting); waiting = requestAnimationFrame(() => { if (state && !state.blank) { fit(); } }); });
  room.listen(`?k=${encodeURIComponent(key)}`, (told) => { state = told; show(); spread.mark(state); }, reached);
})();
