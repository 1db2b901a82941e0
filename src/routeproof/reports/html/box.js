// Answers where an id goes: the automaton of every runtime, walked over code points, and the rule over its hits.
"use strict";
(() => {
  const data = JSON.parse(document.getElementById("machines").textContent);
  const white = new Set(data.white);
  for (const runtime of data.runtimes) {
    runtime.lookup = new Map(runtime.listed);
    runtime.classOf = new Map(runtime.classes.map((hits, index) => [JSON.stringify(hits), index + 1]));
  }

  function trimmed(text) {
    const letters = Array.from(text);
    let begin = 0;
    let end = letters.length;
    while (begin < end && white.has(letters[begin])) begin += 1;
    while (end > begin && white.has(letters[end - 1])) end -= 1;
    return letters.slice(begin, end);
  }

  function minterm(runtime, point) {
    let low = 0;
    let high = runtime.starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (runtime.starts[middle] <= point) low = middle;
      else high = middle;
    }
    return runtime.numbers[low];
  }

  function found(runtime, letters) {
    let state = runtime.start;
    for (const letter of letters) {
      const number = minterm(runtime, letter.codePointAt(0));
      const edges = runtime.edges[state];
      state = edges[0];
      for (let at = 1; at < edges.length; at += 2) {
        if (edges[at] === number) {
          state = edges[at + 1];
          break;
        }
      }
    }
    return runtime.finds[runtime.accepts[state]];
  }

  function decide(runtime, exact, pattern, present) {
    const hits = exact.length ? exact : pattern;
    if (hits.length === 0) return { error: "unregistered", why: "no arm lists it and no pattern finds it" };
    const names = hits.map((hit) => runtime.arms[hit].name).join(" and ");
    const how = exact.length ? (hits.length > 1 ? "list it" : "lists it") : hits.length > 1 ? "find it" : "finds it";
    if (hits.length === 1) return { arm: runtime.arms[hits[0]], why: `only ${names} ${how}` };
    const keyed = hits.filter((hit) => runtime.arms[hit].keys.some((key) => present.has(key)));
    if (keyed.length === 1) {
      const arm = runtime.arms[keyed[0]];
      return { arm, why: `${names} ${how}; only ${arm.name} has a credential present` };
    }
    const left = keyed.length ? "several have a credential present" : "none has a credential present";
    if (exact.length) {
      return { arm: runtime.arms[exact[0]], why: `${names} ${how}, ${left}: the first declared serves it` };
    }
    return { error: "ambiguous", why: `${names} ${how}, ${left}: a tie of patterns is an error` };
  }

  function ask(runtime, letters, present) {
    if (letters.length === 0) return { error: "model_required", why: "the id is empty once trimmed" };
    const exact = runtime.lookup.get(letters.join("")) || [];
    if (runtime.undecided !== undefined) {
      if (exact.length) return decide(runtime, exact, [], present);
      return { error: "undecided", why: runtime.undecided };
    }
    const pattern = found(runtime, letters);
    const answer = decide(runtime, exact, pattern, present);
    return { ...answer, row: runtime.classOf.get(JSON.stringify([exact, pattern])) };
  }

  function element(name, text, kind) {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    if (kind) made.className = kind;
    return made;
  }

  function answered(runtime, index, answer) {
    const line = element("tr");
    line.dataset.runtime = runtime.name;
    line.dataset.outcome = answer.arm ? answer.arm.name : answer.error;
    const head = element("th");
    head.scope = "row";
    head.append(element("code", runtime.name));
    const goes = element("td");
    goes.append(answer.arm ? element("code", answer.arm.name) : element("span", answer.error, "refused"));
    const pays = element("td");
    const payer = answer.arm ? answer.arm.payer : "nobody";
    const words = { platform: "platform pays", byok: "customer’s key", nobody: "nobody" };
    pays.append(element("span", words[payer], `payer ${payer}`));
    const why = element("td", answer.why);
    if (answer.row) {
      const link = element("a", "its class");
      link.href = `#class-${index}-${answer.row}`;
      why.append(" (", link, ")");
    }
    line.append(head, goes, pays, why);
    return line;
  }

  function show() {
    const letters = trimmed(input.value);
    const present = new Set(keys.filter((key) => key.checked).map((key) => key.value));
    document.getElementById("present").textContent = Array.from(present).join(", ") || "none";
    const answer = document.getElementById("answer");
    if (input.value === "") return answer.replaceChildren();
    if (letters.some((letter) => /^[\ud800-\udfff]$/.test(letter))) {
      return answer.replaceChildren(element("p", "This is not valid Unicode: it holds half of a character."));
    }
    const table = element("table");
    const top = table.createTHead().insertRow();
    for (const title of ["runtime", "goes to", "who pays", "because"]) {
      const head = element("th", title);
      head.scope = "col";
      top.append(head);
    }
    const body = table.createTBody();
    data.runtimes.forEach((runtime, index) => body.append(answered(runtime, index, ask(runtime, letters, present))));
    return answer.replaceChildren(table);
  }

  const form = document.getElementById("ask");
  const input = document.getElementById("id");
  const keys = Array.from(form.querySelectorAll("input[name=key]"));
  form.hidden = false;
  form.addEventListener("input", show);
  form.addEventListener("submit", (event) => event.preventDefault());
  // A link to a class opens the runtime that it belongs to.
  window.addEventListener("hashchange", () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const holder = target && target.closest("details");
    if (holder) {
      holder.open = true;
      target.scrollIntoView();
    }
  });
  show();
})();
