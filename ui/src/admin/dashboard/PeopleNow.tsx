import { useQuery } from '@tanstack/react-query';
import { Users } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { usePlaceName } from '../attendance/Punches';
import { type Column, DataTable } from '../parts/DataTable';
import { Empty } from '../parts/Empty';
import { duration, moment } from '../parts/format';
import { Card } from '../parts/Page';
import { Pager, usePager } from '../parts/Pager';
import { PersonLink } from '../people/PersonLink';
import { get } from '../server';

export type Presence = Schemas['Presence'];
type Row = Schemas['PersonNow'];

/** Whoever is in, late and so on at this moment. */
export function PeopleNow({ presence }: { presence: Presence }) {
  const { t } = useTranslation();
  const placeName = usePlaceName();
  const pager = usePager<string>();
  const found = useQuery({
    queryKey: ['dashboard', 'people', presence, pager.after],
    queryFn: () =>
      get<Schemas['Page_PersonNow_']>('dashboard/people', {
        presence,
        after: pager.after,
        limit: 25,
      }),
    refetchInterval: 15_000,
  });
  const columns: Column<Row>[] = [
    { key: 'name', title: t('common.name'), cell: (row) => <PersonLink {...row.person} /> },
    {
      key: 'since',
      title: t('dashboard.since'),
      cell: (row) => (row.since ? moment(row.since) : '–'),
    },
    {
      key: 'late',
      title: t('dashboard.late_by'),
      cell: (row) => (row.late ? <span className="tag warn">{duration(row.late)}</span> : null),
    },
    {
      key: 'place',
      title: t('common.place'),
      cell: (row) => (row.place ? placeName(row.place) : ''),
    },
  ];
  return (
    <Card title={t(`presence.${presence}`)}>
      <DataTable
        label={t(`presence.${presence}`)}
        columns={columns}
        rows={found.data?.items}
        rowKey={(row) => row.person.id}
        complete={false}
        empty={<Empty icon={Users} title={t('dashboard.nobody')} />}
      />
      <Pager pager={pager} next={found.data?.next} />
    </Card>
  );
}
