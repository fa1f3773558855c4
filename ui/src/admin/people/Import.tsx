import { Button } from '@mantine/core';
import { FileSpreadsheet } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { type Column, DataTable } from '../parts/DataTable';
import { useSending } from '../parts/Dialog';
import { Drop } from '../parts/Drop';
import { Card, Page } from '../parts/Page';
import { ProblemBanner } from '../parts/ProblemBanner';
import { useChange } from '../parts/queries';
import { save, upload } from '../server';

type Row = Schemas['ImportAnswer']['rows'][number];

/** Many people at once, from a file; each row is answered for itself. */
export function Component() {
  const { t } = useTranslation();
  const [file, setFile] = useState<File | null>(null);
  const [answer, setAnswer] = useState<Schemas['ImportAnswer'] | null>(null);
  const bring = useChange((content: File) =>
    upload<Schemas['ImportAnswer']>('import/people', { file: content }),
  );
  const { busy, problem, send } = useSending(async () => {
    if (file) setAnswer(await bring.mutateAsync(file));
  });
  const template = () =>
    save(
      new Blob(['id,name\n,Ada Lovelace\nE-0002,Grace Hopper\n'], { type: 'text/csv' }),
      'people.csv',
    );
  const columns: Column<Row>[] = [
    { key: 'row', title: t('import.row'), cell: (row) => row.row, value: (row) => row.row },
    {
      key: 'outcome',
      title: t('import.outcome'),
      value: (row) => row.outcome,
      cell: (row) => (
        <span className={`tag ${row.outcome === 'refused' ? 'bad' : 'good'}`}>
          {t(`import.${row.outcome}`)}
        </span>
      ),
    },
    {
      key: 'detail',
      title: t('import.detail'),
      cell: (row) => (row.detail ? `${row.detail} (${row.code})` : ''),
    },
  ];
  return (
    <Page
      title={t('people.import')}
      intro={t('import.intro')}
      back={{ to: '/app/people', title: t('nav.people') }}
    >
      <Card>
        <form className="form" onSubmit={send}>
          <Drop
            icon={FileSpreadsheet}
            label={t('import.choose')}
            hint={t('import.hint')}
            kind="table"
            accept=".csv,.jsonl,.ndjson,text/csv"
            chosen={file?.name}
            onFiles={([one]) => {
              setFile(one ?? null);
              setAnswer(null);
            }}
          />
          <ProblemBanner problem={problem} />
          <div className="actions spread">
            <Button variant="subtle" onClick={template}>
              {t('import.template')}
            </Button>
            <Button type="submit" loading={busy} disabled={!file}>
              {t('import.start')}
            </Button>
          </div>
        </form>
      </Card>
      {answer && (
        <Card title={t('import.result')}>
          <p role="status">
            {t('import.summary', { created: answer.created, refused: answer.refused })}
          </p>
          <DataTable
            label={t('import.result')}
            columns={columns}
            rows={answer.rows}
            rowKey={(row) => String(row.row)}
            empty={<p>{t('import.empty')}</p>}
          />
        </Card>
      )}
    </Page>
  );
}
