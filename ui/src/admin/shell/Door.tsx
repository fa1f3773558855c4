import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Preferences } from './Preferences';

/** What the pages before the sign-in have in common. */
export function Door({ title, children }: { title: string; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <main className="door">
      <div className="card">
        <p className="brand">
          <img src="/static/icon.svg" alt="" width={36} height={36} /> Adsum
        </p>
        <h1>{title}</h1>
        {children}
      </div>
      <Preferences />
      <p className="hint">{t('door.motto')}</p>
    </main>
  );
}
