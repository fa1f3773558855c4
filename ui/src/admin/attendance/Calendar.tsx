import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import type { Schemas } from '../../api/client';
import { begun, duration } from '../parts/format';
import { Card, Page } from '../parts/Page';
import { ProblemBanner } from '../parts/ProblemBanner';
import { useNames } from '../parts/queries';
import { Stepper } from '../parts/Stepper';
import { useDate } from '../parts/useDate';
import { get } from '../server';
import { overtimeOf } from './words';
import { YearHeat } from './YearHeat';

/** A year of one person. */
export function Component() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const name = useNames([id])(id);
  return (
    <PersonYear
      personId={id}
      title={name || t('common.person')}
      back={{ to: `/app/people/${id}`, title: name || t('common.person') }}
      dayPath={`/app/people/${id}/days`}
    />
  );
}

type Props = {
  personId: string;
  title: string;
  dayPath: string;
  back?: { to: string; title: string };
};

/** The heat map of a year and its sums; also a person's own page. */
export function PersonYear({ personId, title, dayPath, back }: Props) {
  const { t } = useTranslation();
  const [date, setDate] = useDate();
  const year = Number(date.slice(0, 4));
  const found = useQuery({
    queryKey: ['year', personId, year],
    queryFn: () =>
      get<Schemas['ReportAnswer']>('reports', {
        ...begun(`${year}-01-01`, `${year}-12-31`),
        person_id: personId,
        per: 'day',
      }),
    placeholderData: (before) => before,
  });
  const total = found.data?.total;
  return (
    <Page
      title={title}
      intro={t('heat.intro')}
      {...(back && { back })}
      actions={
        <Stepper
          title={String(year)}
          onBack={() => setDate(`${year - 1}-01-01`)}
          onForward={() => setDate(`${year + 1}-01-01`)}
        />
      }
    >
      <ProblemBanner problem={found.error} />
      {total && (
        <dl className="figures">
          <Figure name={t('figures.worked')} value={duration(total.worked)} />
          <Figure name={t('figures.target')} value={duration(total.target)} />
          <Figure name={t('figures.balance')} value={duration(total.balance)} />
          <Figure name={t('figures.overtime')} value={duration(overtimeOf(total))} />
          <Figure name={t('figures.late_days')} value={String(total.late_days)} />
          <Figure name={t('figures.absent_days')} value={String(total.statuses.absent ?? 0)} />
        </dl>
      )}
      <Card title={t('heat.title')}>
        <Legend />
        {found.data ? (
          <YearHeat year={year} lines={found.data.lines} to={(day) => `${dayPath}/${day}`} />
        ) : (
          !found.error && <Skeleton height={320} />
        )}
      </Card>
    </Page>
  );
}

export function Figure({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function Legend() {
  const { t } = useTranslation();
  return (
    <p className="legend hint">
      <span className="cell" data-level="1" data-status="present" aria-hidden />
      <span className="cell" data-level="2" data-status="present" aria-hidden />
      <span className="cell" data-level="3" data-status="present" aria-hidden />
      {t('heat.more')}
      <span className="cell" data-status="absent" aria-hidden /> {t('status.absent')}
      <span className="cell" data-status="leave" aria-hidden /> {t('status.leave')}
      <span className="cell" data-status="present" data-level="2" data-late="true" aria-hidden />{' '}
      {t('figures.late')}
      <span className="cell" data-status="open" data-flagged="true" aria-hidden />{' '}
      {t('figures.flagged')}
    </p>
  );
}
