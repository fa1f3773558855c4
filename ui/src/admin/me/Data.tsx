import { Button, PasswordInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { Consent } from '../consent/Consent';
import { useSending } from '../parts/Dialog';
import { Field } from '../parts/fields';
import { moment } from '../parts/format';
import { Card, Page } from '../parts/Page';
import { Pager, usePager } from '../parts/Pager';
import { ProblemBanner } from '../parts/ProblemBanner';
import { useChange } from '../parts/queries';
import { get, put } from '../server';
import { leave } from '../session';
import { useMe } from './useMe';

/** What is known about oneself, who looked at it, and how one signs in and clocks. */
export function Component() {
  const { t } = useTranslation();
  const me = useMe();
  return (
    <Page title={t('nav.me_data')}>
      <ProblemBanner problem={me.error} />
      <div className="columns">
        <Card title={t('me.account')}>
          <dl className="facts">
            <dt>{t('sign_in.login')}</dt>
            <dd>{me.data?.login}</dd>
            <dt>{t('users.role')}</dt>
            <dd>{me.data && t(`roles.${me.data.role}`)}</dd>
            <dt>{t('common.person')}</dt>
            <dd>{me.data?.person?.name ?? '–'}</dd>
            <dt>{t('me.pin')}</dt>
            <dd>{t(me.data?.has_pin ? 'me.has_pin' : 'me.no_pin')}</dd>
          </dl>
        </Card>
        <Password />
        {me.data?.person && <Pin />}
      </div>
      {me.data?.person && <Consent path="me/consents" name={me.data.person.name} />}
      {me.data?.person && <Views />}
    </Page>
  );
}

function Password() {
  const { t } = useTranslation();
  const [old, setOld] = useState('');
  const [fresh, setFresh] = useState('');
  const { busy, problem, send } = useSending(async () => {
    await put('me/password', { old, new: fresh });
    // All sessions end with the old password, this one too.
    leave();
  });
  return (
    <Card title={t('me.password')}>
      <form className="form" onSubmit={send}>
        <PasswordInput
          label={t('me.old_password')}
          value={old}
          onChange={(event) => setOld(event.currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': t('sign_in.show') }}
          autoComplete="current-password"
          required
        />
        <PasswordInput
          label={t('me.new_password')}
          description={t('set_up.password_hint', { count: 10 })}
          value={fresh}
          onChange={(event) => setFresh(event.currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': t('sign_in.show') }}
          autoComplete="new-password"
          minLength={10}
          required
        />
        <ProblemBanner problem={problem} />
        <Button type="submit" loading={busy} className="start">
          {t('me.change_password')}
        </Button>
      </form>
    </Card>
  );
}

function Pin() {
  const { t } = useTranslation();
  const [pin, setPin] = useState('');
  const set = useChange(() => put('me/pin', { pin }), t('pins.done'));
  const { busy, problem, send } = useSending(async () => {
    await set.mutateAsync(undefined);
    setPin('');
  });
  return (
    <Card title={t('me.pin')}>
      <form className="form" onSubmit={send}>
        <p className="hint">{t('pins.why')}</p>
        <Field
          label={t('pins.pin')}
          description={t('pins.rules')}
          value={pin}
          onChange={setPin}
          pattern="[0-9]*"
          required
        />
        <ProblemBanner problem={problem} />
        <Button type="submit" loading={busy} className="start">
          {t('pins.set')}
        </Button>
      </form>
    </Card>
  );
}

/** Who looked at or changed one's record. */
function Views() {
  const { t } = useTranslation();
  const pager = usePager<number>();
  const found = useQuery({
    queryKey: ['me', 'views', pager.after],
    queryFn: () => get<Schemas['Viewings']>('me/views', { before: pager.after, limit: 20 }),
  });
  return (
    <Card title={t('me.views')}>
      <p className="hint">{t('me.views_hint')}</p>
      <ProblemBanner problem={found.error} />
      {found.data?.items.length === 0 && <p>{t('me.no_views')}</p>}
      <ul className="list">
        {found.data?.items.map((one) => (
          <li key={`${one.at}${one.what}${one.by}`}>
            <span>
              <strong>{one.by || t('common.system')}</strong>{' '}
              <span className="hint">{t(`roles.${one.role}`, { defaultValue: one.role })}</span>
            </span>
            <span className="hint">
              {t(`acts.${one.what}`, { defaultValue: one.what })} · {moment(one.at)}
            </span>
          </li>
        ))}
      </ul>
      <Pager pager={pager} next={found.data?.next} />
    </Card>
  );
}
