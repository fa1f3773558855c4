import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../api/client';
import { FormDialog } from '../parts/Dialog';
import { useChange } from '../parts/queries';
import { post, put } from '../server';
import { Effect } from './Effect';
import { slug } from './paths';
import { RecordForm } from './RecordForm';
import type { Stored } from './Records';
import type { Json, KindSpec } from './spec';

// What a record is called in a preview that has no id yet; nobody's own id can begin so.
const NEW = 'preview-of-a-new-record';

type Props = { kind: KindSpec; record: Stored | null; onClose: () => void };

/** Set a record up or change it; whoever changes it names the revision that they saw. */
export function EditRecord({ kind, record, onClose }: Props) {
  const { t } = useTranslation();
  const [value, setValue] = useState<Json>(record?.body ?? kind.fresh);
  const store = useChange(
    () =>
      record
        ? put(`${kind.plural}/${record.id}`, value, record.revision)
        : create(kind.plural, value),
    t('common.saved'),
  );
  return (
    <FormDialog
      title={t(record ? `kinds.${kind.plural}.edit` : `kinds.${kind.plural}.add`)}
      submit={t('common.save')}
      onClose={onClose}
      onSubmit={() => store.mutateAsync(undefined)}
      wide={kind.effective || kind.fields.length > 6}
    >
      <RecordForm fields={kind.fields} value={value} onChange={setValue} />
      {kind.effective && <Effect kind={kind} id={record?.id ?? NEW} value={value} />}
    </FormDialog>
  );
}

/** A readable id where the name gives one that is not taken; otherwise the server makes one. */
async function create(plural: string, value: Json): Promise<unknown> {
  const id = typeof value.name === 'string' ? slug(value.name) : '';
  if (id) {
    try {
      return await post(plural, { id, ...value });
    } catch (problem) {
      if (!(problem instanceof Problem) || problem.code !== 'document.exists') throw problem;
    }
  }
  return post(plural, value);
}
