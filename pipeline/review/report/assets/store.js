// Decisions by people. Each is a record of its own, and counts as kept once it was written: until then it also
// stands in localStorage under a name of its own (the outbox), which survives a tab that is killed.
const FIELDS = ["doc", "sha256", "question", "start", "end", "answer", "verdict", "by", "at", "score", "exact"];
const OUTBOX = "jieban.out.", BY = "jieban.by";

const up = $(".home").getAttribute("href");
const place = new URL(".", new URL(up, location.href)).href; // of the report: whose decisions these are

const keyOf = (row) => JSON.stringify([row.doc, row.question, row.start, row.end]);
const asked = (request) => new Promise((done, failed) => {
  request.onsuccess = () => done(request.result);
  request.onerror = () => failed(request.error);
});

// Where records are kept when `jieban review` serves the report: OUTPUT/decisions.jsonl.
const server = {
  async answer(query, options, name = "decisions") {
    const answer = await fetch(`${place}${name}${query}`, { ...options, cache: "no-store", redirect: "error" });
    if (!answer.ok) throw new Error(await answer.text());
    return answer.json();
  },
  async rows(doc) {
    const told = await this.answer(doc === undefined ? "" : `?doc=${encodeURIComponent(doc)}`);
    Object.assign(verdicts, { agreement: told.agreement, pending: told.pending });
    return told.rows;
  },
  async count() { return (await this.answer("?count")).count; },
  write(rows) {
    const headers = { "Content-Type": "application/json" };
    return this.answer("", { method: "POST", headers, body: JSON.stringify(rows), keepalive: rows.length < 100 });
  },
};

// Where records are kept in the browser: IndexedDB, by report and by what they are about.
const database = {
  opened: null,
  open() {
    const request = indexedDB.open("jieban", 1);
    request.onupgradeneeded = () => {
      const records = request.result.createObjectStore("decisions", { keyPath: ["scope", "key"] });
      records.createIndex("doc", ["scope", "row.doc"]);
      records.createIndex("live", ["scope", "live"]);
      request.result.createObjectStore("files");
    };
    return this.opened ??= asked(request);
  },
  async rows(doc) {
    const records = (await this.open()).transaction("decisions").objectStore("decisions");
    const found = doc === undefined
      ? records.getAll(IDBKeyRange.bound([place, ""], [place, "\uffff"]))
      : records.index("doc").getAll([place, doc]);
    return (await asked(found)).map((record) => record.row);
  },
  async count() {
    return asked((await this.open()).transaction("decisions").objectStore("decisions").index("live").count([place, 1]));
  },
  // A record that is there already stays where it is the newer: an outbox may be emptied twice.
  async write(rows) {
    const job = (await this.open()).transaction("decisions", "readwrite", { durability: "strict" });
    const records = job.objectStore("decisions");
    rows.forEach((row) => {
      const key = keyOf(row);
      records.get([place, key]).onsuccess = (event) => {
        if ((event.target.result?.row.at ?? "") <= row.at) {
          records.put({ scope: place, key, row, live: row.verdict === "undo" ? 0 : 1 });
        }
      };
    });
    await new Promise((done, failed) => { job.oncomplete = done; job.onabort = () => failed(job.error); });
  },
};

const verdicts = {
  rows: new Map(),  // those at hand: of this page, or of all where no page is shown
  waiting: [],      // [name in the outbox, row]: not written yet
  busy: null,       // the promise of what is being written
  number: 0,
  home: document.documentElement.dataset.served === undefined ? database : server,
  key: keyOf,

  all() { return Object.fromEntries([...this.rows].filter(([, row]) => row.verdict !== "undo")); },
  put(row) {
    const by = keep.get(BY) || "anonymous";
    this.take(Object.fromEntries(FIELDS.map((name) => [name, { ...row, by, at: new Date().toISOString() }[name]])));
  },
  remove(row) { this.put({ ...row, verdict: "undo" }); },
  async clear() {
    await this.settled();
    (await this.home.rows()).filter((row) => row.verdict !== "undo").forEach((row) => this.remove(row));
    await this.settled();
    document.dispatchEvent(new Event("decided"));
  },
  take(row) {
    const before = this.rows.get(keyOf(row));
    this.number += (row.verdict !== "undo") - Boolean(before && before.verdict !== "undo");
    this.rows.set(keyOf(row), row);
    const name = `${OUTBOX}${place}#${row.at}${Math.random()}`;
    keep.set(name, JSON.stringify(row));
    this.waiting.push([name, row]);
    this.paint();
    this.write();
  },

  // One after the other, all that wait at once; what cannot be written stays in the outbox.
  write() {
    this.busy ??= this.empty().finally(() => { this.busy = null; this.recount(); });
    return this.busy;
  },
  async empty() {
    while (this.waiting.length) {
      const lot = this.waiting.splice(0);
      try {
        await this.home.write(lot.map(([, row]) => row));
      } catch (trouble) {
        this.waiting.unshift(...lot);
        say(w("not_saved", { why: trouble.message ?? trouble }));
        setTimeout(() => this.write(), 2000);
        return;
      }
      lot.forEach(([name]) => keep.remove(name));
      filing.touch();
    }
  },
  async recount() {
    const number = await this.home.count();
    if (!this.waiting.length && !this.busy) this.number = number; // else it is counted again once that is written
    this.paint();
  },
  // Done once all is written, or has been found to be impossible for now.
  async settled() {
    if (this.waiting.length || this.busy) await this.write();
    await filing.written;
  },

  async load() {
    const names = keep.keys().filter((name) => name.startsWith(`${OUTBOX}${place}#`)).sort();
    this.waiting.push(...names.map((name) => [name, JSON.parse(keep.get(name))]));
    await this.write();
    await this.refresh();
  },
  async refresh() {
    for (const row of await this.home.rows(this.doc)) {
      if ((this.rows.get(keyOf(row))?.at ?? "") <= row.at) this.rows.set(keyOf(row), row);
    }
    await this.recount();
    document.dispatchEvent(new Event("decided"));
  },
  paint() {
    $("#count").textContent = this.number;
    $("#save").disabled = !this.number;
  },

  async lines() {
    await this.settled();
    const rows = await this.home.rows();
    return rows.sort((a, b) => (a.at < b.at ? -1 : 1)).map((row) => JSON.stringify(row, FIELDS) + "\n");
  },
  async save() {
    if (!this.number) { say(w("nothing_decided")); return; }
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob(await this.lines(), { type: "application/jsonl" }));
    link.download = "decisions.jsonl";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    say(w("saved", { n: this.number }));
  },
};

// A file that is written anew after each decision, where the browser has the File System Access API. It asks again
// for leave when all windows of the report were closed; what was decided meanwhile is written once it has it.
const filing = {
  handle: null,
  written: null, // the promise of what is being written
  dirty: false,
  files: async (mode) => (await database.open()).transaction("files", mode).objectStore("files"),
  async load() {
    if (!window.showSaveFilePicker || verdicts.home !== database) return;
    this.handle = await asked((await this.files("readonly")).get(place)) ?? null;
    $("#file").hidden = false;
    if (this.handle && await this.handle.queryPermission({ mode: "readwrite" }) === "granted") this.touch();
    else this.show(false);
  },
  async choose() {
    try {
      this.handle ??= await window.showSaveFilePicker({ suggestedName: "decisions.jsonl" });
      if (await this.handle.requestPermission({ mode: "readwrite" }) !== "granted") return;
    } catch { return; } // the person thought better of it
    this.touch();
    try { await asked((await this.files("readwrite")).put(this.handle, place)); } catch { /* until the page is left */ }
  },
  // One at a time; what is decided while the file is written is written next.
  touch() {
    this.dirty = Boolean(this.handle);
    this.written ??= this.empty().finally(() => { this.written = null; });
  },
  async empty() {
    while (this.dirty) {
      this.dirty = false;
      await this.write();
    }
  },
  async write() {
    try {
      await navigator.locks.request(`jieban ${place}`, async () => {
        const rows = await database.rows();
        const file = await this.handle.createWritable();
        await file.write(rows.map((row) => JSON.stringify(row, FIELDS) + "\n").join(""));
        await file.close();
      });
      this.show(true);
    } catch { this.show(false); }
  },
  show(on) {
    $("#file").setAttribute("aria-pressed", on);
    $("#file").title = on ? w("file_on", { name: this.handle.name }) : w("file_off");
  },
};

// A page is left once all is written.
function leave(go) {
  if (verdicts.waiting.length || verdicts.busy || filing.written) verdicts.settled().then(go); else go();
}
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || link.download) return;
  if (!verdicts.waiting.length && !verdicts.busy && !filing.written) return;
  if (link.getAttribute("href").startsWith("#")) return;
  event.preventDefault();
  verdicts.settled().then(() => { location.href = link.href; });
}, { capture: true });
let fresh;
window.addEventListener("storage", (event) => { // another window has written something
  if (event.key !== null && !event.key.startsWith(OUTBOX + place)) return;
  clearTimeout(fresh);
  fresh = setTimeout(() => verdicts.refresh(), 100);
});
