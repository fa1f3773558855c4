import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { FileUp, Images, Search, UserPlus, Users } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { Schemas } from '../../api/client';
import { type Column, DataTable } from '../parts/DataTable';
import { Empty } from '../parts/Empty';
import { moment } from '../parts/format';
import { Page } from '../parts/Page';
import { Pager, usePager } from '../parts/Pager';
import { ProblemBanner } from '../parts/ProblemBanner';
import { get } from '../server';
import { useSession } from '../session';
import { AddPerson } from './AddPerson';
import { PersonLink } from './PersonLink';

const PAGE = 50;
type Person = Schemas['PersonAnswer'];

/** Everybody, a page at a time: the server searches, so that ten thousand are as quick as ten. */
export function Component() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const office = useSession().session?.role !== 'manager';
  const [typed, setTyped] = useState('');
  const [adding, setAdding] = useState(false);
  const [search] = useDebouncedValue(typed.trim(), 250);
  const pager = usePager<string>();
  const people = useQuery({
    queryKey: ['people', 'page', search, pager.after],
    queryFn: () =>
      get<Schemas['PeoplePage']>('people', { search, after: pager.after, limit: PAGE }),
    placeholderData: (before) => before,
  });
  const columns = useMemo<Column<Person>[]>(
    () => [
      { key: 'name', title: t('common.name'), cell: (row) => <PersonLink {...row} /> },
      {
        key: 'created',
        title: t('people.since'),
        cell: (row) => moment(row.created_at),
        end: true,
      },
    ],
    [t],
  );
  const add = (
    <Button leftSection={<UserPlus size={16} aria-hidden />} onClick={() => setAdding(true)}>
      {t('people.add')}
    </Button>
  );
  const bring = (
    <Button
      variant="default"
      leftSection={<FileUp size={16} aria-hidden />}
      onClick={() => void navigate('/app/people/import')}
    >
      {t('people.import')}
    </Button>
  );
  const many = (
    <Button
      variant="default"
      leftSection={<Images size={16} aria-hidden />}
      onClick={() => void navigate('/app/people/enrol')}
    >
      {t('bulk.title')}
    </Button>
  );
  return (
    <Page
      title={t('nav.people')}
      actions={
        office && (
          <>
            {bring}
            {many}
            {add}
          </>
        )
      }
    >
      <div className="filters">
        <TextInput
          className="grow"
          type="search"
          aria-label={t('people.search')}
          placeholder={t('people.search')}
          leftSection={<Search size={16} aria-hidden />}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            pager.reset();
          }}
        />
      </div>
      <ProblemBanner problem={people.error} />
      {!people.error && (
        <DataTable
          label={t('nav.people')}
          columns={columns}
          rows={people.data?.items}
          rowKey={(row) => row.id}
          complete={false}
          empty={
            search ? (
              <Empty icon={Search} title={t('people.nobody_found')} hint={t('people.try_part')} />
            ) : (
              <Empty
                icon={Users}
                title={t('people.none')}
                hint={t('people.none_hint')}
                action={office && add}
              />
            )
          }
        />
      )}
      <Pager pager={pager} next={people.data?.next} />
      {adding && <AddPerson onClose={() => setAdding(false)} />}
    </Page>
  );
}
