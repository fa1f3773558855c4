import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { FormDialog } from '../parts/Dialog';
import { Choice, Field } from '../parts/fields';
import { useChange } from '../parts/queries';
import { get, post } from '../server';
import { offsetAt } from './offset';

export type Draft = { act: Schemas['Act']; target: string | null };
type Direction = Schemas['Direction'];
type Props = { personId: string; date: string; draft: Draft; onClose: () => void };

/** Say that the record of a day is wrong. Somebody else decides. */
export function Correct({ personId, date, draft, onClose }: Props) {
  const { t } = useTranslation();
  const [time, setTime] = useState('');
  const [direction, setDirection] = useState<Direction | null>(draft.act === 'add' ? 'out' : null);
  const [reason, setReason] = useState('');
  const propose = useChange(
    async () =>
      post('corrections', {
        person_id: personId,
        ...draft,
        reason,
        direction,
        at: draft.act === 'add' ? await instant(personId, date, time) : null,
      }),
    t('corrections.proposed'),
  );
  const directions = (['in', 'out'] as const).map((value) => ({
    value,
    label: t(`direction.${value}`),
  }));
  return (
    <FormDialog
      title={t(`corrections.act.${draft.act}`)}
      submit={t('corrections.propose')}
      onClose={onClose}
      onSubmit={() => propose.mutateAsync(undefined)}
    >
      <p className="hint">{t('corrections.how')}</p>
      {draft.act === 'add' && (
        <Field label={t('common.time')} type="time" value={time} onChange={setTime} required />
      )}
      {draft.act !== 'ignore' && draft.act !== 'revoke' && (
        <Choice
          label={t('corrections.direction')}
          value={direction}
          onChange={(value) => setDirection(value as Direction)}
          options={directions}
          required
        />
      )}
      <Textarea
        label={t('common.reason')}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        maxLength={1000}
        minRows={2}
        required
      />
    </FormDialog>
  );
}

/** The wall-clock time of the person's zone as an instant, as the server wants it. */
async function instant(personId: string, date: string, time: string): Promise<string> {
  const { day } = await get<Schemas['ExplainedDay']>(`people/${personId}/days/${date}`);
  return `${date}T${time}:00${offsetAt(date, time, day.zone)}`;
}
