{% load i18n static %}/* Static files by hash come from the cache; a page without network becomes the offline page. HTML and documents are never stored.
   A push is shown as it came; a press opens a page of this portal and nothing else. */
const CACHE = "marshrut-{{ version }}";
const OFFLINE = "/offline/";
const FIRST = [OFFLINE{% for address in first %}, "{{ address|escapejs }}"{% endfor %}];
const HASHED = /^\/static\/.+\.[0-9a-f]{12}\.[a-z0-9.]+$/;

self.addEventListener("install", (event) => event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(FIRST)).then(() => self.skipWaiting())));
self.addEventListener("activate", (event) =>
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)))).then(() => self.clients.claim())));

async function fromCache(request) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request, answer.clone());
  return answer;
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || new URL(request.url).origin !== location.origin) return;
  if (HASHED.test(new URL(request.url).pathname)) event.respondWith(fromCache(request));
  else if (request.mode === "navigate") event.respondWith(fetch(request).catch(() => caches.match(OFFLINE)));
});

self.addEventListener("push", (event) => {
  let told = {};
  try { told = event.data.json(); } catch { /* shown all the same: browsers take leave away from whoever shows nothing */ }
  const buttons = told.buttons || [];
  event.waitUntil(self.registration.showNotification(told.title || "{% translate 'Marshrut' %}", {
    body: told.body || "", tag: told.tag || undefined, icon: "{% static 'img/mark-192.png' %}", requireInteraction: !!told.urgent,
    actions: buttons.map((one, place) => ({ action: String(place), title: one.text })),
    data: { urls: [told.url, ...buttons.map((one) => one.url)] },
  }));
});

function here(address) {
  try { const { pathname, search } = new URL(address, location.origin); return location.origin + pathname + search; } catch { return location.origin + "/notifications/"; }
}

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const { urls } = event.notification.data;
  const address = here(urls[event.action ? Number(event.action) + 1 : 0] || "/notifications/");
  event.waitUntil(self.clients.matchAll({ type: "window" }).then((open) => {
    const same = open.find((one) => one.url === address);
    return same ? same.focus() : self.clients.openWindow(address);
  }));
});
