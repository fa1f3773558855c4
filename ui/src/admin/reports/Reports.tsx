import { Button, Menu, SegmentedControl } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { Schemas } from '../../api/client';
import { DocumentChoice } from '../parts/fields';
import { addMonths, begun, monthName, monthOf, today } from '../parts/format';
import { Page } from '../parts/Page';
import { ProblemBanner } from '../parts/ProblemBanner';
import { Stepper } from '../parts/Stepper';
import { download, get } from '../server';
import { Charts } from './Charts';
import { Lines, PeopleLines } from './Lines';

type By = Schemas['By'];
type Span = 'month' | 'year';
type Report = Schemas['ReportAnswer'];

const FORMATS = ['pdf', 'xlsx', 'csv'] as const;
const WAYS: readonly By[] = ['person', 'team', 'site', 'company'];

/** What is asked for; it lives in the address, so that going back undoes a step deeper. */
function useAsked() {
  const [params, setParams] = useSearchParams();
  const asked = {
    span: (params.get('span') === 'year' ? 'year' : 'month') as Span,
    date: params.get('date') ?? today(),
    by: (WAYS.find((one) => one === params.get('by')) ?? 'team') as By,
    team: params.get('team'),
    site: params.get('site'),
  };
  const ask = (change: Partial<typeof asked>) => {
    const wanted = Object.entries({ ...asked, ...change }).filter(([, value]) => value);
    setParams(wanted as [string, string][]);
  };
  return [asked, ask] as const;
}

/** Months and years in figures and charts, down to each person, and as files. */
export function Component() {
  const { t } = useTranslation();
  const [asked, ask] = useAsked();
  const [problem, setProblem] = useState<Error | null>(null);
  const whole =
    asked.span === 'year'
      ? { first: `${asked.date.slice(0, 4)}-01-01`, last: `${asked.date.slice(0, 4)}-12-31` }
      : monthOf(asked.date);
  const days = begun(whole.first, whole.last);
  const within = { ...days, team: asked.team, site: asked.site };
  const per = asked.span === 'year' ? 'month' : 'day';
  const trend = useReport({ ...within, by: 'company', per });
  const lines = useReport({ ...within, by: asked.by, per: 'span' }, asked.by !== 'person');
  const withCost = trend.data?.lines.some(({ cost }) => cost.length > 0) ?? false;
  const move = (steps: number) =>
    ask({ date: addMonths(asked.date, steps * (asked.span === 'year' ? 12 : 1)) });
  const save = (format: string) => {
    setProblem(null);
    const name = `attendance-${days.first}-${days.last}.${format}`;
    download('reports', { ...within, by: asked.by, per: 'span', format }, name).catch(setProblem);
  };
  const open = (key: string) => {
    if (asked.by === 'team') ask({ by: 'person', team: key || null });
    else if (asked.by === 'site') ask({ by: 'team', site: key || null });
    else ask({ by: 'team' });
  };
  return (
    <Page
      title={t('nav.reports')}
      intro={t('reports.intro')}
      actions={
        <>
          <SegmentedControl
            aria-label={t('reports.span')}
            value={asked.span}
            onChange={(span) => ask({ span: span as Span })}
            data={(['month', 'year'] as const).map((value) => ({
              value,
              label: t(`reports.${value}`),
            }))}
          />
          <Stepper
            title={asked.span === 'year' ? asked.date.slice(0, 4) : monthName(asked.date)}
            onBack={() => move(-1)}
            onForward={() => move(1)}
          />
          <Menu transitionProps={{ duration: 0 }}>
            <Menu.Target>
              <Button variant="default" leftSection={<Download size={16} aria-hidden />}>
                {t('reports.export')}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {FORMATS.map((format) => (
                <Menu.Item key={format} onClick={() => save(format)}>
                  {t(`files.${format}`)}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        </>
      }
    >
      <div className="filters">
        <DocumentChoice
          plural="teams"
          label={t('teams.team')}
          value={asked.team}
          onChange={(team) => ask({ team })}
          placeholder={t('common.all')}
          clearable
        />
        <DocumentChoice
          plural="sites"
          label={t('company.site')}
          value={asked.site}
          onChange={(site) => ask({ site })}
          placeholder={t('common.all')}
          clearable
        />
      </div>
      <ProblemBanner problem={problem ?? trend.error ?? lines.error} />
      {trend.data && (
        <Charts
          report={trend.data}
          onStep={(first) => asked.span === 'year' && ask({ span: 'month', date: first })}
        />
      )}
      <SegmentedControl
        className="start"
        aria-label={t('reports.by')}
        value={asked.by}
        onChange={(by) => ask({ by: by as By })}
        data={WAYS.map((value) => ({ value, label: t(`reports.by_${value}`) }))}
      />
      {asked.by === 'person' ? (
        <PeopleLines asked={within} date={asked.date} withCost={withCost} />
      ) : (
        !lines.error && (
          <Lines report={lines.data} by={asked.by} withCost={withCost} onOpen={open} />
        )
      )}
    </Page>
  );
}

function useReport(asked: Record<string, string | null>, enabled = true) {
  return useQuery({
    enabled,
    queryKey: ['report', asked],
    queryFn: () => get<Report>('reports', asked),
    placeholderData: keepPreviousData,
  });
}
