import { SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { FileCheck2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { type Column, DataTable } from '../parts/DataTable';
import { Empty } from '../parts/Empty';
import { moment } from '../parts/format';
import { Pager, usePager } from '../parts/Pager';
import { ProblemBanner } from '../parts/ProblemBanner';
import { PersonLink } from '../people/PersonLink';
import { TabbedPage } from '../records/Tabs';
import { get } from '../server';
import { type State, StateTag } from './Consent';
import { Texts } from './Texts';
import './consent.css';

type Standing = Schemas['StandingAnswer'];
const ALL = 'all';
const STATES: readonly State[] = ['missing', 'outdated', 'withdrawn', 'given'];

/** Who agreed to being recognised by face, and to what. */
export function Component() {
  const { t } = useTranslation();
  const tabs = [
    { key: 'people', title: 'consent.people', content: <Standings /> },
    { key: 'texts', title: 'consent.texts', content: <Texts /> },
  ];
  return <TabbedPage base="consents" title={t('nav.consents')} tabs={tabs} />;
}

function Standings() {
  const { t } = useTranslation();
  const [state, setState] = useState<string>('missing');
  const pager = usePager<string>();
  const found = useQuery({
    queryKey: ['consents', 'standings', state, pager.after],
    queryFn: () =>
      get<Schemas['Page_StandingAnswer_']>('consents', {
        state: state === ALL ? null : state,
        after: pager.after,
        limit: 50,
      }),
    placeholderData: (before) => before,
  });
  const columns: Column<Standing>[] = [
    { key: 'name', title: t('common.name'), cell: (row) => <PersonLink {...row.person} /> },
    { key: 'state', title: t('consent.title'), cell: (row) => <StateTag state={row.state} /> },
    {
      key: 'version',
      title: t('consent.version'),
      cell: (row) => row.last?.version ?? '–',
      end: true,
    },
    {
      key: 'at',
      title: t('common.date'),
      cell: (row) => (row.last ? moment(row.last.at) : '–'),
    },
    { key: 'photos', title: t('photos.title'), cell: (row) => row.photos, end: true },
  ];
  return (
    <div className="stack">
      <div className="scroll-x">
        <SegmentedControl
          aria-label={t('consent.filter')}
          value={state}
          onChange={(next) => {
            setState(next);
            pager.reset();
          }}
          data={[...STATES, ALL].map((value) => ({
            value,
            label: value === ALL ? t('common.all') : t(`consent.state.${value}`),
          }))}
        />
      </div>
      <ProblemBanner problem={found.error} />
      <DataTable
        label={t('nav.consents')}
        columns={columns}
        rows={found.data?.items}
        rowKey={(row) => row.person.id}
        complete={false}
        empty={<Empty icon={FileCheck2} title={t('consent.nobody')} />}
      />
      <Pager pager={pager} next={found.data?.next} />
    </div>
  );
}
