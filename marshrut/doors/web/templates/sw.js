/* Static files by hash come from the cache; a page without network becomes the offline page. HTML and documents are never stored. */
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
