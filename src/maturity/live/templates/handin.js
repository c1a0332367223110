// More ways to hand in, at the desk: files that are dropped there, and ballots and reply codes that are keyed in.
const handin = (() => {
  const make = room.element, $ = (id) => document.getElementById(id);
  const MOST_BYTES = 20e6, MOST_FILES = 400, SECONDS = 120;
  let post = null, say = null, files = [], decided = {}, words = [], same = null, seen = null, turn = 0, whose = "", number = 1, layout = "";

  function shown(id, is) { $(id).hidden = !is; }
  function text(id, said) { if ($(id).textContent !== said) { $(id).textContent = said; } }
  function own(name, said, attributes = {}) { return make(name, { dir: "auto", ...attributes }, said); }
  function list(id, all) { $(id).replaceChildren(...all.map((one) => own("li", one))); shown(id, all.length); }

  // ---- Files

  function content(file) {
    return new Promise((done, failed) => {
      const reader = new FileReader();
      reader.onload = () => done({ name: file.name, content: String(reader.result).split(",")[1] || "" });
      reader.onerror = () => failed(reader.error);
      reader.readAsDataURL(file);
    });
  }
  async function take(given) {
    const all = [...given];
    if (!all.length) { return; }
    if (all.length > MOST_FILES || all.reduce((sum, one) => sum + one.size, 0) > MOST_BYTES) {
      text("files-said", `This is too much at once: ${MOST_FILES} files and 20 megabytes at most. Drop fewer.`);
      return;
    }
    putAway("The files are being read.");
    const mine = turn;
    try {
      const read = await Promise.all(all.map(content));
      if (mine !== turn) { return; }
      files = read;
    } catch (error) {
      text("files-said", "A file could not be read: a folder, perhaps, or one that is gone. Choose the files themselves.");
      return;
    }
    look();
  }
  function putAway(said = "") {
    turn += 1;
    files = [];
    decided = {};
    words = [];
    same = seen = null;
    $("choose-files").value = "";
    $("same").value = $("from-school").value = "";
    shown("looked", false);
    text("files-said", said);
  }
  async function look(store = null) {
    const mine = turn += 1;
    const body = { files: files, words: decided, same: same, school: $("from-school").value, ...(store ? { store: true, skip: store.skip } : {}) };
    $("store").disabled = true;
    const { status, said } = await post("/files", body, SECONDS);
    if (mine !== turn) { return; }
    if (status !== 200) { text("files-said", said.said || "That did not work. Drop the files once more."); $("store").disabled = false; return; }
    if (said.stored) { putAway(said.stored); say(said.stored); $("choose-files").focus(); return; }
    seen = { adds: "", changes: "", known: "", out: "", remarks: [], words: [], doubts: [], problems: [], lacksSchool: false, ready: false, readyWithout: false, ...said };
    draw();
  }
  function sentences() {
    const found = [];
    if (seen.adds) { found.push(`New: ${seen.adds}.`); }
    if (seen.changes) { found.push(`With other answers than before, and the later ones count: ${seen.changes}.`); }
    if (seen.known) { found.push(`${seen.known} there already, with the same answers.`); }
    if (seen.out) { found.push(`Left out, for they have taken their answers back: ${seen.out}.`); }
    return found.length || seen.problems.length || seen.words.length ? found : ["There is nobody in these files."];
  }
  // A decision stays where it was made, so that it can be changed.
  function asked() {
    seen.words.forEach((one) => { if (!words.some((other) => other.name === one.name)) { words.push(one); } });
    words = words.filter((one) => decided[one.name] || seen.words.some((other) => other.name === one.name));
    const held = document.activeElement ? document.activeElement.id : "";
    $("files-words").replaceChildren(...words.map((one, n) => {
      const out = one.out ? [make("option", { value: one.out }, one.name.startsWith("levels:") ? "Not answered" : "None of these: leave it out")] : [];
      const choice = make("select", { id: `word-${n}` }, make("option", { value: "" }, "Choose"), ...one.choices.map(([id, said]) => make("option", { value: id }, said)), ...out);
      choice.value = decided[one.name] || "";
      choice.addEventListener("change", () => {
        if (choice.value) { decided[one.name] = choice.value; } else { delete decided[one.name]; }
        look();
      });
      return make("div", { class: "word" }, own("label", one.question, { for: choice.id }), choice);
    }));
    if (held.startsWith("word-") && $(held)) { $(held).focus(); }
  }
  function draw() {
    const without = !seen.ready && seen.readyWithout, held = document.activeElement;
    shown("looked", true);
    list("files-names", files.map((one) => one.name));
    list("files-add", sentences());
    list("files-remarks", seen.remarks);
    asked();
    shown("files-school", seen.lacksSchool || $("from-school").value);
    shown("files-doubts", seen.doubts.length || same !== null);
    list("doubts", seen.doubts);
    shown("files-wrong", seen.problems.length);
    text("files-wrong-said", without ? "Something is wrong with some rows. They can be left out, and the others stored:" : "Something is wrong, so nothing can be stored yet:");
    list("files-problems", seen.problems);
    const left = seen.words.length + (seen.doubts.length ? 1 : 0) + (seen.lacksSchool ? 1 : 0);
    text("files-said", left ? `${spread.many(left, "thing is", "things are")} to be decided before anything is stored.` : seen.ready || without ? "Nothing is stored yet." : "");
    text("store", !without ? "Store them" : left ? "Leave out what is wrong or not decided, and store the others" : "Leave them out and store the others");
    shown("store", seen.ready || without);
    $("store").disabled = false;
    say($("files-said").textContent || sentences().join(" "));
    if (held === $("store") && $("store").hidden) { $("put-away").focus(); }
  }
  function stored(event) {
    event.preventDefault();
    if (seen && (seen.ready || seen.readyWithout)) { look({ skip: !seen.ready }); }
  }

  // ---- Ballots and reply codes

  function options(id, names) { $(id).replaceChildren(make("option", { value: "" }, "Choose"), ...names.map((one) => make("option", { value: one }, one))); }
  function readBack(said, problems) {
    text("ballot-said", spread.begun(said));
    shown("ballot-said", said);
    list("ballot-problems", problems);
  }
  async function ballot(more) {
    const school = $("ballot-school").value, role = $("ballot-role").value || null, needs = !$("ballot-roles").hidden;
    if (!school || (needs && !role)) { shown("ballot-line-part", false); return; }
    const mine = whose = `${school} ${role} ${Date.now()}`;
    const { status, said } = await post("/ballot", { school: school, role: role, line: "", number: number, ...more });
    if (mine !== whose) { return; }
    if (status !== 200) { readBack("", [said.said || "That did not work. Press once more."]); return; }
    const problems = said.problems || [];
    if (said.number) { number = said.number; }
    if (said.layout !== undefined) { layout = said.layout; }
    text("ballot-layout", layout);
    shown("ballot-line-part", layout);
    text("ballot-number", `Ballot ${number}, or a reply code`);
    readBack(said.said, problems);
    if (said.said && !problems.length && more.line) { $("ballot-line").value = ""; }
    if (more.line || more.undo) { say(problems.length ? problems.join(" ") : said.said); $("ballot-line").focus(); }
  }
  function keyed(event) {
    event.preventDefault();
    const line = $("ballot-line").value.trim();
    if (line) { ballot({ line: line }); } else { readBack("", []); $("ballot-line").focus(); }
  }
  // Nothing of what somebody has answered stays on a page that others may see again.
  function wipe() {
    whose = "";
    $("ballot-line").value = "";
    readBack("", []);
  }
  function ballots(state) {
    const is = state.phase === "open" && state.blank, was = !$("ballot").hidden, now = JSON.stringify([state.schools, state.roles]);
    shown("ballots-off", !is);
    shown("ballot", is);
    if (was && !is) { wipe(); }
    if ($("ballot").dataset.told === now) { return; }
    $("ballot").dataset.told = now;
    options("ballot-school", state.schools);
    options("ballot-role", state.roles);
    options("from-school", state.schools);
    shown("ballot-roles", state.roles.length);
  }

  function show(state, poster, speaker) {
    post = poster;
    say = speaker;
    if (state.phase !== "open" && files.length) { putAway(); }
    ballots(state);
  }
  function dropped(event) {
    event.preventDefault();
    $("drop").classList.remove("over");
    take(event.dataTransfer.files);
  }
  $("choose-files").addEventListener("change", (event) => take(event.target.files));
  ["dragenter", "dragover"].forEach((name) => $("drop").addEventListener(name, (event) => { event.preventDefault(); $("drop").classList.add("over"); }));
  $("drop").addEventListener("dragleave", () => $("drop").classList.remove("over"));
  $("drop").addEventListener("drop", dropped);
  $("looked").addEventListener("submit", stored);
  $("put-away").addEventListener("click", () => { putAway(); $("choose-files").focus(); });
  $("from-school").addEventListener("change", () => look());
  $("same").addEventListener("change", () => { same = { yes: true, no: false }[$("same").value]; if (same === undefined) { same = null; } look(); });
  $("ballot").addEventListener("submit", keyed);
  $("undo").addEventListener("click", () => ballot({ undo: true }));
  ["ballot-school", "ballot-role"].forEach((id) => $(id).addEventListener("change", () => ballot({})));
  return { show: show };
})();
