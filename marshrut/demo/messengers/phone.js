// Looks for news; not while somebody writes.
const talk = document.querySelector("[data-state]"), words = document.querySelector(".say input[type=text]");
if (talk) scrollTo(0, document.body.scrollHeight);
if (talk) setInterval(async () => {
  if (document.hidden || words.value) return;
  const now = await fetch("state").then((answer) => answer.ok ? answer.text() : "").catch(() => "");
  if (now && now !== talk.dataset.state) location.reload();
}, 1200);
document.querySelector("input[type=file]")?.addEventListener("change", (event) => event.target.form.requestSubmit());
