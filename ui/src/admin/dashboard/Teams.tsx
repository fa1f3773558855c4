import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { Card } from '../parts/Page';
import { type Named, useDocuments } from '../parts/queries';

/** How many of each team are in. */
export function Teams({ groups }: { groups: readonly Schemas['Group'][] }) {
  const { t } = useTranslation();
  const teams = useDocuments<Named>('teams');
  const nameOf = (id: string) =>
    teams.data?.find((one) => one.id === id)?.body.name ?? (id || t('dashboard.no_team'));
  if (groups.length < 2) return null;
  return (
    <Card title={t('dashboard.teams')}>
      <ul className="list">
        {groups.map(({ id, counts }) => {
          const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
          return (
            <li key={id}>
              <span>{nameOf(id)}</span>
              <span className="hint">{t('dashboard.in_of', { in: counts.in ?? 0, all })}</span>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
