import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormDialog } from '../parts/Dialog';
import { Choice } from '../parts/fields';
import { useChange } from '../parts/queries';
import { post } from '../server';
import { newest, useTexts } from './texts';
import './consent.css';

type Props = { path: string; name: string; office: boolean; onClose: () => void };

/** Agree to the newest text, or note that somebody did. */
export function Agree({ path, name, office, onClose }: Props) {
  const { t } = useTranslation();
  const texts = useTexts();
  const [version, setVersion] = useState<string | null>(null);
  const [channel, setChannel] = useState<string | null>('paper');
  const latest = newest(texts.data);
  const chosen = texts.data?.find(({ body }) => String(body.version) === version) ?? latest;
  const agree = useChange(
    () =>
      office
        ? post(path, { channel, version: chosen?.body.version ?? null })
        : post(`${path}${chosen ? `?version=${chosen.body.version}` : ''}`),
    t('common.saved'),
  );
  return (
    <FormDialog
      title={t(office ? 'consent.note_of' : 'consent.agree_title', { name })}
      submit={t(office ? 'common.save' : 'consent.agree')}
      onClose={onClose}
      onSubmit={() => agree.mutateAsync(undefined)}
    >
      {office && (
        <>
          <Choice
            label={t('consent.version')}
            value={String(chosen?.body.version ?? '')}
            onChange={setVersion}
            options={(texts.data ?? []).map(({ body }) => ({
              value: String(body.version),
              label: `${body.version} · ${body.name}`,
            }))}
          />
          <Choice
            label={t('consent.how')}
            value={channel}
            onChange={setChannel}
            options={['paper', 'terminal', 'kiosk', 'web'].map((value) => ({
              value,
              label: t(`consent.channel.${value}`),
            }))}
            required
          />
        </>
      )}
      {chosen ? (
        <blockquote className="consent-text">
          <strong>{chosen.body.name}</strong>
          {chosen.body.text.split('\n').map((line, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: paragraphs have no other name
            <p key={at}>{line}</p>
          ))}
        </blockquote>
      ) : (
        texts.data && <p className="note warn">{t('consent.no_text')}</p>
      )}
    </FormDialog>
  );
}
