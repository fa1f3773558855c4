import './kiosk.css';
import type { Texts } from '../i18n';
import { show } from '../shared/Root';
import { App } from './App';

void show(
  <App />,
  import.meta.glob<Texts>('../i18n/*.json', { query: '?kiosk', import: 'default' }),
);
if (import.meta.env.PROD) {
  // Without it the kiosk works, too; it only does not open while there is no network.
  navigator.serviceWorker?.register('/kiosk-sw.js', { scope: '/kiosk' }).catch(() => undefined);
}
