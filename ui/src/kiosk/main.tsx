import './kiosk.css';
import { show } from '../shared/Root';
import { App } from './App';

void show(<App />);
if (import.meta.env.PROD) {
  // Without it the kiosk works, too; it only does not open while there is no network.
  navigator.serviceWorker?.register('/kiosk-sw.js', { scope: '/kiosk' }).catch(() => undefined);
}
