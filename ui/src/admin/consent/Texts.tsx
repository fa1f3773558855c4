import { Button, Textarea } from '@mantine/core';
import { FileCheck2, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormDialog } from '../parts/Dialog';
import { Empty } from '../parts/Empty';
import { Field } from '../parts/fields';
import { Card } from '../parts/Page';
import { ProblemBanner } from '../parts/ProblemBanner';
import { useChange } from '../parts/queries';
import { post } from '../server';
import { newest, type Text, useTexts } from './texts';

/** The versions of what people agree to. A version is never changed: a new one replaces it. */
export function Texts() {
  const { t } = useTranslation();
  const [adding, setAdding] = useState(false);
  const texts = useTexts();
  const latest = newest(texts.data);
  const add = (
    <Button leftSection={<Plus size={16} aria-hidden />} onClick={() => setAdding(true)}>
      {t('consent.new_version')}
    </Button>
  );
  const sorted = [...(texts.data ?? [])].sort((a, b) => b.body.version - a.body.version);
  return (
    <div className="stack">
      <div className="actions spread">
        <p className="hint">{t('consent.texts_how')}</p>
        {sorted.length > 0 && add}
      </div>
      <ProblemBanner problem={texts.error} />
      {texts.data?.length === 0 && (
        <Empty
          icon={FileCheck2}
          title={t('consent.no_texts')}
          hint={t('consent.no_texts_hint')}
          action={add}
        />
      )}
      {sorted.map((one) => (
        <Card
          key={one.id}
          title={`${one.body.version} · ${one.body.name}`}
          actions={
            one.id === latest?.id && <span className="tag good">{t('consent.in_force')}</span>
          }
        >
          <p className="consent-text">{one.body.text}</p>
        </Card>
      ))}
      {adding && <NewVersion before={latest?.body} onClose={() => setAdding(false)} />}
    </div>
  );
}

function NewVersion({
  before,
  onClose,
}: {
  before: Text['body'] | undefined;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const [name, setName] = useState(before?.name ?? '');
  const [text, setText] = useState(before?.text ?? '');
  const version = (before?.version ?? 0) + 1;
  const store = useChange(
    () => post('consent-texts', { id: `version-${version}`, name, text, version }),
    t('common.saved'),
  );
  return (
    <FormDialog
      title={t('consent.version_title', { version })}
      submit={t('consent.publish')}
      onClose={onClose}
      onSubmit={() => store.mutateAsync(undefined)}
      wide
    >
      {before && <p className="note">{t('consent.again')}</p>}
      <Field label={t('consent.name')} value={name} onChange={setName} required />
      <Textarea
        label={t('consent.text')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        rows={12}
        required
      />
    </FormDialog>
  );
}
