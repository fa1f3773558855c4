import { Button, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import type { Schemas } from '../../api/client';
import { Correct, type Draft } from '../corrections/Correct';
import { CorrectionList } from '../corrections/CorrectionList';
import { addDays, duration, longDay } from '../parts/format';
import { Card, Page } from '../parts/Page';
import { ProblemBanner } from '../parts/ProblemBanner';
import { Stepper } from '../parts/Stepper';
import { get } from '../server';
import { Figure } from './Calendar';
import { Punches, usePlaceName } from './Punches';
import { Timeline } from './Timeline';
import { sentenceOf } from './why';
import { FlagTags, StatusTag } from './words';

/** One day of one person, reached from their calendar. */
export function Component() {
  const { t } = useTranslation();
  const { id = '', date = '' } = useParams();
  const back = { to: `/app/people/${id}/calendar?date=${date}`, title: t('heat.title') };
  return <PersonDay personId={id} date={date} back={back} path={`/app/people/${id}/days`} />;
}

type Props = {
  personId: string;
  date: string;
  path: string;
  back: { to: string; title: string };
};

/** A day with its timeline, its punches, why its figures are what they are, and its corrections. */
export function PersonDay({ personId, date, path, back }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [draft, setDraft] = useState<Draft | null>(null);
  const found = useQuery({
    queryKey: ['explained', personId, date],
    queryFn: () => get<Schemas['ExplainedDay']>(`people/${personId}/days/${date}`),
  });
  const go = (days: number) => void navigate(`${path}/${addDays(date, days)}`, { replace: true });
  const explained = found.data;
  return (
    <Page
      title={explained?.day.person.name || t('nav.day')}
      intro={longDay(date)}
      back={back}
      actions={
        <>
          <Stepper
            title={longDay(date, { day: 'numeric', month: 'long' })}
            onBack={() => go(-1)}
            onForward={() => go(1)}
          />
          <Button
            leftSection={<Plus size={16} aria-hidden />}
            onClick={() => setDraft({ act: 'add', target: null })}
          >
            {t('corrections.missing')}
          </Button>
        </>
      }
    >
      <ProblemBanner problem={found.error} />
      {!explained && !found.error && <Skeleton height={320} />}
      {explained && (
        <>
          {explained.frozen && <p className="note">{t('day.closed')}</p>}
          <div className="tags">
            <StatusTag status={explained.day.status} />
            <FlagTags flags={explained.day.flags} />
          </div>
          <Figures figures={explained.figures} />
          <Timeline explained={explained} />
          <div className="columns">
            <Card title={t('day.punches')}>
              <Punches punches={explained.punches} onCorrect={setDraft} />
            </Card>
            <Card title={t('day.why')}>
              <Why explained={explained} />
            </Card>
          </div>
          {explained.corrections.length > 0 && (
            <Card title={t('nav.corrections')}>
              <CorrectionList corrections={explained.corrections} />
            </Card>
          )}
        </>
      )}
      {draft && (
        <Correct personId={personId} date={date} draft={draft} onClose={() => setDraft(null)} />
      )}
    </Page>
  );
}

/** The rules and the arithmetic behind the figures, step by step. */
function Why({ explained: { day, steps } }: { explained: Schemas['ExplainedDay'] }) {
  const { t } = useTranslation();
  const placeName = usePlaceName();
  const telling = { t, date: day.date, zone: day.zone, placeName };
  const sentences = steps.map((step) => sentenceOf(step, telling));
  return (
    <ul className="sentences">
      {sentences.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  );
}

function Figures({ figures }: { figures: Schemas['FiguresAnswer'] }) {
  const { t } = useTranslation();
  const usual = ['worked', 'target', 'breaks', 'late', 'early', 'overtime'] as const;
  const shown = figures.night ? ([...usual, 'night'] as const) : usual;
  return (
    <dl className="figures">
      {shown.map((key) => (
        <Figure key={key} name={t(`figures.${key}`)} value={duration(figures[key])} />
      ))}
    </dl>
  );
}
