/** Opens the kiosk without a network. Written by hand; the list of files comes from the build. */
const FILES = self.ADSUM_FILES;
const PAGE = '/kiosk';
const CACHE = `adsum-kiosk-${FILES.join('').length}-${FILES.join()
  .split('')
  .reduce((h, c) => (h * 31 + c.charCodeAt(0)) | 0, 7)}`;

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll([PAGE, ...FILES]))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) =>
        Promise.all(
          names
            .filter((n) => n.startsWith('adsum-kiosk-') && n !== CACHE)
            .map((n) => caches.delete(n)),
        ),
      )
      .then(() => self.clients.claim()),
  );
});

self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (url.pathname === PAGE) event.respondWith(freshOr(event.request));
  else if (FILES.includes(url.pathname)) {
    event.respondWith(caches.match(url.pathname).then((kept) => kept ?? fetch(event.request)));
  }
});

/** The server's page if it answers soon, else the kept one: a kiosk must open in either case. */
async function freshOr(request) {
  const kept = await caches.match(PAGE);
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(kept ? 2500 : 30000) });
    if (answer.ok) return answer;
    return kept ?? answer;
  } catch (error) {
    if (kept) return kept;
    throw error;
  }
}
