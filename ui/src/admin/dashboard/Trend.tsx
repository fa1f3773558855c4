import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Schemas } from '../../api/client';
import { Chart } from '../parts/Chart';
import { seriesOption, tick } from '../parts/charts';
import { shortDay } from '../parts/format';
import { Card } from '../parts/Page';
import { ProblemBanner } from '../parts/ProblemBanner';
import { get } from '../server';

const SHOWN = 8;

/** The last 30 days, and the days on which somebody forgot to clock out. */
export function Trend() {
  const { t } = useTranslation();
  const found = useQuery({
    queryKey: ['dashboard', 'trend'],
    queryFn: () => get<Schemas['TrendAnswer']>('dashboard/trend'),
    // A large company is counted bit by bit.
    refetchInterval: ({ state: { data } }) => (data && data.done < data.people ? 2000 : 60_000),
  });
  const days = found.data?.days.filter((day) => day.present + day.absent + day.leave > 0);
  const option = useMemo(() => {
    const column = (key: 'present' | 'late' | 'absent' | 'leave') => ({
      name: t(`dashboard.trend_${key}`),
      data: (days ?? []).map((day) => day[key]),
    });
    return seriesOption(
      (days ?? []).map(({ date }) => tick(date)),
      [
        { ...column('present'), stack: 'all' },
        { ...column('leave'), stack: 'all' },
        { ...column('absent'), stack: 'all' },
        { ...column('late'), line: true },
      ],
    );
  }, [days, t]);
  if (found.error) return <ProblemBanner problem={found.error} />;
  if (!found.data) return null;
  const { open_days, open_count, done, people } = found.data;
  return (
    <>
      <Card title={t('dashboard.trend')}>
        {done < people && <p className="hint">{t('dashboard.counting', { done, people })}</p>}
        <Chart label={t('dashboard.trend_label')} option={option} height={280} />
      </Card>
      <Card title={t('dashboard.open_days', { count: open_count })}>
        {open_days.length === 0 && <p className="hint">{t('dashboard.no_open_days')}</p>}
        <ul className="list">
          {open_days.slice(0, SHOWN).map(({ person, date }) => (
            <li key={`${person.id}${date}`}>
              <Link to={`/app/people/${person.id}/days/${date}`}>{person.name}</Link>
              <span className="hint">{shortDay(date)}</span>
            </li>
          ))}
        </ul>
      </Card>
    </>
  );
}
