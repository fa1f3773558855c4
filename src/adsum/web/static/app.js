import { call, drop, keep, signedIn } from "/static/api.js";

const $ = (selector) => document.querySelector(selector);
let mode = "punch";
let workDay = "";

// All text enters the page through here, as text: a name is never read as HTML.
function make(tag, text, className = "") {
  const element = document.createElement(tag);
  element.textContent = text;
  element.className = className;
  return element;
}

async function show(state) {
  document.body.dataset.state = state;
  if (state === "home") {
    await refresh();
    // A newcomer has nobody to recognise yet.
    if (!$("#none").hidden) choose("enrol");
  } else $(`#${state} input`)?.focus();
}

async function attempt(place, work) {
  const error = place.querySelector(".error");
  error.textContent = "";
  place.toggleAttribute("data-busy", true);
  try {
    await work();
  } catch (problem) {
    error.textContent = problem.message;
    if (!signedIn() && document.body.dataset.state === "home") await show("signin");
  } finally {
    place.toggleAttribute("data-busy", false);
  }
}

function onSubmit(id, path) {
  $(id).addEventListener("submit", (event) => {
    event.preventDefault();
    attempt(event.target, async () => {
      const session = await call("POST", path, Object.fromEntries(new FormData(event.target)));
      keep(session.token);
      event.target.reset();
      await show("home");
    });
  });
}

const clock = (time) => time?.slice(11, 16) ?? "–";
const hours = (s) => `${Math.floor(s / 3600)}:${String(Math.floor(s / 60) % 60).padStart(2, "0")}`;

function leaving(row) {
  if (!row.open) return make("td", clock(row.last_out));
  return row.flags.includes("in_progress") ? make("td", "here", "here") : make("td", "missing", "missing");
}

async function refresh() {
  const [today, people] = await Promise.all([call("GET", `/attendance/day${workDay}`), call("GET", "/people?limit=500")]);
  $("#date").textContent = new Date(`${today.first}T12:00`).toLocaleDateString(undefined, { weekday: "long", day: "numeric", month: "long" });
  $("#days").replaceChildren(...today.rows.map((row) => {
    const line = document.createElement("tr");
    line.append(make("td", row.person.name), make("td", clock(row.first_in)));
    line.append(leaving(row), make("td", hours(row.worked)));
    return line;
  }));
  $("#nobody").hidden = today.rows.length > 0;
  $("#people").replaceChildren(...people.items.map((person) => make("li", person.name)));
  $("#count").textContent = people.next ? "500+" : people.items.length || "";
  $("#none").hidden = people.items.length > 0;
}

async function picture(file) {
  const image = new Image();
  image.alt = "The photo that you chose";
  image.src = URL.createObjectURL(file);
  await image.decode().catch(() => { throw new Error(`${file.name} is not a picture that this browser can show.`); });
  $("#stage").replaceChildren(image);
  $("#stage").hidden = false;
  return image;
}

function outline(image, face) {
  const box = make("div", "", face.person ? "box known" : "box");
  const [x, y, width, height] = face.box;
  const share = (part, whole) => `${(100 * part) / whole}%`;
  box.style.left = share(x, image.naturalWidth);
  box.style.top = share(y, image.naturalHeight);
  box.style.width = share(width, image.naturalWidth);
  box.style.height = share(height, image.naturalHeight);
  box.append(make("span", face.person?.name ?? "unknown"));
  $("#stage").append(box);
}

function said(face) {
  if (!face.person) return "Somebody unknown";
  if (mode !== "punch") return face.score === null ? face.person.name : `${face.person.name} (similarity ${face.score.toFixed(2)})`;
  const done = face.punch.direction === "out" ? "clocked out" : "clocked in";
  return `${face.person.name} ${face.punch.recorded ? done : "was clocked a moment ago"} at ${clock(face.punch.local)}`;
}

function answer(text, good) {
  $("#answers").append(make("li", text, good ? "good" : ""));
}

async function look(file) {
  const body = new FormData();
  body.append("photo", file);
  if (mode === "enrol") {
    const name = $("#who input").value;
    if (!name.trim()) throw new Error("Type the person's name first.");
    body.append("name", name);
  }
  const image = await picture(file);
  if (mode === "enrol") {
    const { person, status } = await call("POST", "/photos", body);
    answer(status === "enrolled" ? `${person.name} is enrolled` : `${person.name}: this photo, or one just like it, is enrolled already`, true);
  } else {
    const { faces } = await call("POST", mode === "punch" ? "/punches/photo" : "/identify", body);
    for (const face of faces) {
      outline(image, face);
      answer(said(face), face.person);
      // After midnight a punch may still belong to the work day before: show the day that it changed.
      if (face.punch) workDay = `?date=${face.punch.work_date}`;
    }
  }
}

function take(files) {
  attempt($("#home section"), async () => {
    $("#answers").replaceChildren();
    $("#stage").hidden = true;
    for (const file of files) await look(file);
    await refresh();
  });
}

function choose(wanted) {
  mode = wanted;
  for (const button of $("#modes").children) button.ariaPressed = String(button.dataset.mode === mode);
  $("#who").hidden = mode !== "enrol";
  $("#answers").replaceChildren();
  $("#home .error").textContent = "";
  $("#stage").hidden = true;
  if (mode === "enrol") $("#who input").focus();
}

$("#modes").addEventListener("click", ({ target }) => target.dataset.mode && choose(target.dataset.mode));
$("#drop input").addEventListener("change", ({ target }) => {
  take([...target.files]);
  target.value = "";
});
for (const kind of ["dragover", "drop"]) document.addEventListener(kind, (event) => event.preventDefault());
$("#drop").addEventListener("drop", (event) => take([...event.dataTransfer.files]));
$("#sign-out").addEventListener("click", async () => {
  await call("DELETE", "/session").catch(() => {});
  drop();
  location.reload();
});
onSubmit("#setup", "/setup");
onSubmit("#signin", "/session");

try {
  const health = await call("GET", "/health");
  if (signedIn()) await call("GET", "/session").catch(drop);
  await show(health.setup_needed ? "setup" : signedIn() ? "home" : "signin");
} catch (problem) {
  $("main").prepend(make("p", problem.message, "error"));
}
