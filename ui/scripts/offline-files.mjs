/**
 * Writes into the service worker which built files its page needs, so that the page opens without
 * a network. The list names content hashes: a new build is a new worker.
 */
export function offlineFiles({ page, worker }) {
  return {
    name: 'adsum-offline-files',
    apply: 'build',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const html = Object.values(bundle).find((file) => file.fileName === page);
      const source = bundle[worker] ?? null;
      if (!html || source) return;
      const files = reachable(String(html.source), bundle);
      this.emitFile({
        type: 'asset',
        fileName: `${worker}.files.json`,
        source: JSON.stringify(files),
      });
    },
  };
}

/** Every file that the page names, and what those name in turn. */
function reachable(html, bundle) {
  const found = new Set();
  const visit = (text) => {
    for (const file of Object.values(bundle)) {
      const name = file.fileName.split('/').at(-1);
      if (!file.fileName.startsWith('assets/') || found.has(file.fileName) || !text.includes(name))
        continue;
      found.add(file.fileName);
      if (file.type === 'chunk') visit(file.code);
      else if (typeof file.source === 'string') visit(file.source);
    }
  };
  visit(html);
  return [...found].sort().map((name) => `/ui/${name}`);
}
