import { ActionIcon, Button } from '@mantine/core';
import { UserMinus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { FormDialog } from '../parts/Dialog';
import { DocumentChoice, Field } from '../parts/fields';
import { shortDay, today } from '../parts/format';
import { Card } from '../parts/Page';
import { useChange, useDocuments } from '../parts/queries';
import { post, put } from '../server';

type Membership = Schemas['TeamMembership'];

/** The teams that a person belongs to, with their dates. */
export function Teams({ personId, office }: { personId: string; office: boolean }) {
  const { t } = useTranslation();
  const [joining, setJoining] = useState(false);
  const teams = useDocuments<Schemas['Team']>('teams');
  const memberships = useDocuments<Membership>('memberships');
  const own = (memberships.data ?? []).filter(({ body }) => body.person === personId);
  const nameOf = (id: string) => teams.data?.find((one) => one.id === id)?.body.name ?? id;
  const leave = useChange(
    ({ id, revision, body }: { id: string; revision: number; body: Membership }) =>
      put(`memberships/${id}`, { ...body, last: today() }, revision),
    t('common.saved'),
  );
  return (
    <Card
      title={t('teams.title')}
      actions={
        office && (
          <Button size="xs" variant="default" onClick={() => setJoining(true)}>
            {t('teams.join')}
          </Button>
        )
      }
    >
      {own.length === 0 && <p className="hint">{t('teams.none')}</p>}
      <ul className="list">
        {own.map((one) => (
          <li key={one.id}>
            <div>
              <strong>{nameOf(one.body.team)}</strong>
              <p className="hint">{spanOf(one.body, t('common.since'))}</p>
            </div>
            {office && !one.body.last && (
              <ActionIcon
                variant="default"
                size={32}
                aria-label={t('teams.leave', { team: nameOf(one.body.team) })}
                onClick={() => leave.mutate(one)}
              >
                <UserMinus size={16} aria-hidden />
              </ActionIcon>
            )}
          </li>
        ))}
      </ul>
      {joining && <Join personId={personId} onClose={() => setJoining(false)} />}
    </Card>
  );
}

function Join({ personId, onClose }: { personId: string; onClose: () => void }) {
  const { t } = useTranslation();
  const [team, setTeam] = useState<string | null>(null);
  const [first, setFirst] = useState(today());
  const join = useChange(
    () => post('memberships', { person: personId, team, first }),
    t('common.saved'),
  );
  return (
    <FormDialog
      title={t('teams.join')}
      submit={t('common.save')}
      onClose={onClose}
      onSubmit={() => join.mutateAsync(undefined)}
    >
      <DocumentChoice
        plural="teams"
        label={t('teams.team')}
        value={team}
        onChange={setTeam}
        required
      />
      <Field label={t('common.from')} type="date" value={first} onChange={setFirst} required />
    </FormDialog>
  );
}

/** From when to when; the first of all days means always. */
export function spanOf(span: { first?: string; last?: string | null }, since: string): string {
  const always = !span.first || span.first <= '1970-01-01';
  if (!span.last) return always ? '' : `${since} ${shortDay(span.first ?? '')}`;
  return always
    ? `– ${shortDay(span.last)}`
    : `${shortDay(span.first ?? '')} – ${shortDay(span.last)}`;
}
