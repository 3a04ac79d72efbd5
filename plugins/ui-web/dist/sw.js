// Keeps the shell: the page opens without a network, and what is said then waits in its outbox. Nothing of anybody's talk is kept here.
const shell = 'cocotalk-shell';

addEventListener('install', (event) => {
  skipWaiting();
  event.waitUntil(caches.open(shell).then((cache) => cache.addAll(['/', '/icon.svg', '/manifest.webmanifest'])));
});
addEventListener('activate', (event) => event.waitUntil(clients.claim()));

// Hashed files never change. The page is asked for anew, and taken from here when nobody answers; assets of pages before go then.
addEventListener('fetch', (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (event.request.method !== 'GET' || origin !== location.origin) return;
  if (pathname.startsWith('/assets/')) event.respondWith(kept(event.request));
  else if (pathname === '/' || pathname === '/icon.svg' || pathname === '/manifest.webmanifest') event.respondWith(fresh(event.request, pathname));
});

async function kept(request) {
  const cache = await caches.open(shell);
  const found = await cache.match(request);
  if (found) return found;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request, answer.clone());
  return answer;
}

async function fresh(request, pathname) {
  const cache = await caches.open(shell);
  try {
    const answer = await fetch(request);
    if (answer.ok) await cache.put(pathname, answer.clone());
    if (answer.ok && pathname === '/') await forgetOthers(cache, await answer.clone().text());
    return answer;
  } catch {
    return (await cache.match(pathname)) ?? Response.error();
  }
}

async function forgetOthers(cache, page) {
  for (const request of await cache.keys()) {
    const { pathname } = new URL(request.url);
    if (pathname.startsWith('/assets/') && !page.includes(pathname)) await cache.delete(request);
  }
}
