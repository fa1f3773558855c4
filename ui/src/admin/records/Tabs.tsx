import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, NavLink, useParams } from 'react-router';
import { Page } from '../parts/Page';

export type Tab = { key: string; title: string; content: ReactNode };
type Props = { base: string; title: string; tabs: readonly Tab[] };

/** A page of several parts; each has an address of its own. */
export function TabbedPage({ base, title, tabs }: Props) {
  const { t } = useTranslation();
  const { tab } = useParams();
  const current = tabs.find(({ key }) => key === tab);
  const first = tabs[0]?.key ?? '';
  if (!current) return <Navigate to={`/app/${base}/${first}`} replace />;
  return (
    <Page title={title}>
      <nav className="tabs" aria-label={title}>
        {tabs.map(({ key, title: name }) => (
          <NavLink key={key} to={`/app/${base}/${key}`}>
            {t(name)}
          </NavLink>
        ))}
      </nav>
      {current.content}
    </Page>
  );
}
