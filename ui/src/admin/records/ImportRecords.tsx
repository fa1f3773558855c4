import { FileSpreadsheet } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { FormDialog } from '../parts/Dialog';
import { Drop } from '../parts/Drop';
import { useChange } from '../parts/queries';
import { upload } from '../server';
import type { KindSpec } from './spec';

/** Many records from a file, as the export writes it. */
export function ImportRecords({ kind, onClose }: { kind: KindSpec; onClose: () => void }) {
  const { t } = useTranslation();
  const [file, setFile] = useState<File | null>(null);
  const [answer, setAnswer] = useState<Schemas['ImportAnswer'] | null>(null);
  const bring = useChange((content: File) =>
    upload<Schemas['ImportAnswer']>(`import/${kind.plural}`, { file: content }),
  );
  const refused = answer?.rows.filter(({ outcome }) => outcome === 'refused') ?? [];
  const submit = async () => {
    if (!file) throw new Error(t('import.choose'));
    const done = await bring.mutateAsync(file);
    setAnswer(done);
    if (done.refused) throw new Error(t('import.summary', done));
  };
  return (
    <FormDialog
      title={t('records.import')}
      submit={t('import.start')}
      onClose={onClose}
      onSubmit={submit}
    >
      <p>{t('records.import_how')}</p>
      <Drop
        icon={FileSpreadsheet}
        label={t('import.choose')}
        kind="table"
        accept=".csv,.jsonl,.ndjson,text/csv"
        chosen={file?.name}
        onFiles={([one]) => setFile(one ?? null)}
      />
      <ul>
        {refused.map((row) => (
          <li key={row.row}>
            {t('import.row')} {row.row}: {row.detail} ({row.code})
          </li>
        ))}
      </ul>
    </FormDialog>
  );
}
