"use strict";
// Charts answer pointer and keyboard; schools are switched off and on, rounds are gone through. All else is in the page.
(() => {
  const NEAR = 12, off = new Set();
  const every = (from, what) => [...from.querySelectorAll(what)];
  const area = (one) => one.getBoundingClientRect();
  const tip = document.createElement("div");
  tip.className = "tip";
  tip.setAttribute("aria-hidden", "true");
  const charts = every(document, ".marks").map(chart);

  function chart(bar) {
    const box = bar.parentElement, figure = box.closest("figure"), buttons = every(bar, "button");
    const steps = figure.querySelector("[role=group]");
    let far = Infinity, current = null;

    const open = () => buttons.filter((one) => !one.hidden);
    const parts = (button) => every(box, `[data-mark="${button.dataset.key}"], [data-of="${button.dataset.key}"]`)
      .filter((one) => area(one).width + area(one).height > 0);

    // Buttons lie where their marks are, in the layout that is shown.
    function place() {
      const at = area(box);
      if (!at.width) return;
      for (const one of buttons) {
        const found = parts(one), mark = found.find((part) => part.dataset.mark) || found[0];
        one.hidden = !mark;
        if (!mark) continue;
        const { left, top, width, height } = area(mark);
        const style = { left: left - at.left, top: top - at.top, width, height };
        for (const side in style) one.style[side] = `${style[side]}px`;
      }
      const kept = open();
      if (current && !kept.includes(current)) leave();
      reach(current || kept[0]);
      if (current) put();
    }

    function reach(button) {
      buttons.forEach((one) => { one.tabIndex = one === button ? 0 : -1; });
    }

    // What stands for several schools is hidden with the last of them; what belongs to a round, with the round.
    function hide() {
      for (const one of every(box, "[data-mark], [data-of]")) {
        const keys = (one.dataset.mark || one.dataset.of).split(" ");
        const schools = keys.filter((key) => key[0] === "s");
        const later = keys.some((key) => key[0] === "y" && key.slice(1) > far);
        one.classList.toggle("off", later || (schools.length > 0 && schools.every((key) => off.has(key))));
      }
      place();
    }

    function leave() {
      if (!current) return;
      current.classList.remove("current");
      current = null;
      tip.remove();
    }

    function show(button) {
      if (button === current) return;
      charts.forEach((one) => one.leave());
      current = button;
      button.classList.add("current");
      reach(button);
      tip.replaceChildren(...button.firstElementChild.cloneNode(true).childNodes);
      box.append(tip);
      put();
    }

    function put() {
      const at = area(box), mark = area(current), { width, height } = area(tip);
      const left = Math.min(mark.left + mark.width / 2 - width / 2 - at.left, at.width - width);
      const above = mark.bottom + height + 10 > innerHeight && mark.top > height + 10;
      tip.style.left = `${Math.max(0, left)}px`;
      tip.style.top = `${(above ? mark.top - height - 10 : mark.bottom + 10) - at.top}px`;
    }

    // The mark or label under the pointer, of several the smallest; else the nearest one, if it is near.
    function under(event) {
      let best = null, least = NEAR;
      for (const one of open()) {
        for (const part of parts(one)) {
          const { left, right, top, bottom } = area(part);
          const x = Math.max(left - event.clientX, 0, event.clientX - right);
          const y = Math.max(top - event.clientY, 0, event.clientY - bottom);
          const away = Math.hypot(x, y) + (right - left + bottom - top) / 1e4;
          if (away < least) [best, least] = [one, away];
        }
      }
      return best;
    }

    function point(event) {
      if (tip.contains(event.target)) return;
      const found = under(event);
      if (found) show(found);
      else if (!bar.contains(document.activeElement)) leave();
    }

    for (const kind of ["pointermove", "pointerdown"]) box.addEventListener(kind, point);
    box.addEventListener("pointerleave", (event) => {
      if (event.pointerType === "mouse" && !bar.contains(document.activeElement)) leave();
    });
    for (const kind of ["focusin", "click"]) bar.addEventListener(kind, (event) => show(event.target.closest("button")));
    bar.addEventListener("focusout", leave);
    bar.addEventListener("keydown", (event) => {
      const kept = open(), here = kept.indexOf(document.activeElement), { key } = event;
      const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[key];
      const to = by ? here + by : { Home: 0, End: -1 }[key];
      if (to === undefined) return;
      event.preventDefault();
      kept.at(to % kept.length).focus();
    });

    if (steps) {
      const rounds = buttons.filter((one) => one.dataset.key[0] === "y");
      let at = rounds.length - 1;
      const ends = () => every(steps, "button").forEach((one) => {
        const by = Number(one.dataset.step);
        one.setAttribute("aria-disabled", by ? !rounds[at + by] : far === Infinity);
      });
      steps.addEventListener("click", ({ target }) => {
        if (!target.dataset.step || target.ariaDisabled === "true") return;
        const by = Number(target.dataset.step);
        at = by ? at + by : rounds.length - 1;
        far = by ? rounds[at].dataset.key.slice(1) : Infinity;
        rounds.forEach((one) => one.classList.toggle("here", by !== 0 && one === rounds[at]));
        steps.querySelector("p").textContent = by ? rounds[at].textContent : "";
        hide();
        ends();
      });
      ends();
    }
    for (const one of every(figure, "[hidden]")) one.hidden = false;
    new ResizeObserver(place).observe(box);
    return { leave, hide };
  }

  function set(inputs, on) {
    for (const { value } of inputs) on ? off.delete(value) : off.add(value);
    for (const one of every(document, ".switches input")) one.checked = !off.has(one.value);
    charts.forEach((one) => one.hide());
  }

  document.addEventListener("change", ({ target }) => {
    if (target.matches(".switches input")) set([target], target.checked);
  });
  document.addEventListener("click", ({ target }) => {
    if (target.dataset.all !== undefined) set(every(target.parentElement, "input"), target.dataset.all);
  });
  document.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") charts.forEach((one) => one.leave());
  });
})();
