import { Button, Skeleton, VisuallyHidden } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Eye } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { StatusTag } from '../attendance/words';
import { type Column, DataTable } from '../parts/DataTable';
import { addDays, duration, shortDay, today } from '../parts/format';
import { PersonPicker } from '../parts/PersonPicker';
import { ProblemBanner } from '../parts/ProblemBanner';
import { post } from '../server';
import type { Json, KindSpec } from './spec';

type Found = Schemas['EffectAnswer'];
type Change = Schemas['DayChangeAnswer'];
type Figures = Schemas['FiguresAnswer'];

const DAYS = 30;
const TIMES = [
  'worked',
  'breaks',
  'late',
  'early',
  'target',
  'absent',
  'overtime',
  'night',
] as const;

type Props = { kind: KindSpec; id: string; value: Json };

/** What the rules in the form would have done to the last month, before they are stored. */
export function Effect({ kind, id, value }: Props) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<Json | null>(null);
  const [person, setPerson] = useState<string | null>(null);
  const span = { first: addDays(today(), -DAYS), last: addDays(today(), -1) };
  const found = useQuery({
    queryKey: ['effect', kind.plural, id, asked, person, span],
    enabled: asked !== null,
    queryFn: () =>
      post<Found>('previews', {
        documents: [{ kind: kind.plural, id, body: asked }],
        ...span,
        person_id: person,
      }),
    gcTime: 0,
    retry: false,
  });
  // What was shown is of other rules than what the form says now.
  const old = asked !== null && asked !== value;
  return (
    <section className="effect" aria-label={t('effect.title')}>
      <div className="actions spread">
        <Button
          variant="default"
          leftSection={<Eye size={16} aria-hidden />}
          loading={found.isFetching}
          onClick={() => setAsked(value)}
        >
          {t(old ? 'effect.again' : 'effect.show')}
        </Button>
        <PersonPicker
          label={t('effect.whose')}
          value={person}
          onChange={setPerson}
          placeholder={t('effect.everybody')}
          clearable
        />
      </div>
      {asked && !old && (
        <>
          <ProblemBanner problem={found.error} />
          {found.isPending && <Skeleton height={80} />}
          {found.data && <Shown effect={found.data} first={span.first} last={span.last} />}
        </>
      )}
    </section>
  );
}

function Shown({ effect, first, last }: { effect: Found; first: string; last: string }) {
  const { t } = useTranslation();
  const columns = useMemo<Column<Change>[]>(
    () => [
      {
        key: 'name',
        title: t('common.name'),
        value: ({ person }) => person.name,
        cell: ({ person }) => person.name,
      },
      {
        key: 'date',
        title: t('common.date'),
        value: ({ date }) => date,
        cell: ({ date }) => shortDay(date),
      },
      {
        key: 'changes',
        title: t('effect.changes'),
        cell: ({ before, after }) => <Changes before={before} after={after} />,
      },
    ],
    [t],
  );
  const span = { first: shortDay(first), last: shortDay(last) };
  const sum = `${t('effect.days', { count: effect.days })} ${t('effect.people', { count: effect.people })}`;
  return (
    <>
      <p role="status">
        <strong>{effect.days ? sum : t('effect.none', span)}</strong>{' '}
        {effect.days > 0 && t('effect.span', span)}
      </p>
      {effect.assumed && <p className="hint">{t('effect.assumed')}</p>}
      {effect.days > 0 && (
        <>
          <Sums before={effect.before} after={effect.after} />
          <DataTable
            label={t('effect.changes')}
            columns={columns}
            rows={effect.changes}
            rowKey={({ person, date }) => `${person.id}${date}`}
            empty={null}
          />
          {effect.days > effect.changes.length && (
            <p className="hint">{t('effect.first', { count: effect.changes.length })}</p>
          )}
        </>
      )}
    </>
  );
}

/** The sums of all days that change, where they differ. */
function Sums({ before, after }: Pick<Found, 'before' | 'after'>) {
  const { t } = useTranslation();
  const times = ['worked', 'target', 'balance', 'late', 'early', 'absent'] as const;
  return (
    <ul className="changes">
      {times
        .filter((key) => before[key] !== after[key])
        .map((key) => (
          <li key={key}>
            {t(`figures.${key}`)} <Turn from={duration(before[key])} to={duration(after[key])} />
          </li>
        ))}
    </ul>
  );
}

/** The figures of one day that change. */
function Changes({ before, after }: { before: Figures; after: Figures }) {
  const { t } = useTranslation();
  const flags = (figures: Figures) =>
    figures.flags.map((flag) => t(`flags.${flag}`)).join(', ') || t('effect.no_flags');
  return (
    <ul className="changes">
      {before.status !== after.status && (
        <li>
          <StatusTag status={before.status} /> → <StatusTag status={after.status} />
        </li>
      )}
      {TIMES.filter((key) => before[key] !== after[key]).map((key) => (
        <li key={key}>
          {t(`figures.${key}`)} <Turn from={duration(before[key])} to={duration(after[key])} />
        </li>
      ))}
      {flags(before) !== flags(after) && (
        <li>
          <Turn from={flags(before)} to={flags(after)} />
        </li>
      )}
    </ul>
  );
}

function Turn({ from, to }: { from: string; to: string }) {
  const { t } = useTranslation();
  return (
    <span className="turn">
      <VisuallyHidden>{t('effect.before')}</VisuallyHidden>
      <del>{from}</del> <span aria-hidden>→</span>
      <VisuallyHidden>{t('effect.after')}</VisuallyHidden> <ins>{to}</ins>
    </span>
  );
}
