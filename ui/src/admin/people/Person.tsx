import { Button, Menu, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { CalendarDays, EllipsisVertical, KeyRound, PenLine, UserX } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import type { Schemas } from '../../api/client';
import { Consent } from '../consent/Consent';
import { moment } from '../parts/format';
import { Card, Page } from '../parts/Page';
import { ProblemBanner } from '../parts/ProblemBanner';
import { getTagged } from '../server';
import { useSession } from '../session';
import { Balances } from './Balances';
import { Forget } from './Forget';
import { Photos } from './Photos';
import { Pin } from './Pin';
import { Rename } from './Rename';
import { Teams } from './Teams';

/** Everything about one person. */
export function Component() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const office = useSession().session?.role !== 'manager';
  const [open, setOpen] = useState<'rename' | 'pin' | 'forget' | null>(null);
  const found = useQuery({
    queryKey: ['person', id],
    queryFn: () => getTagged<Schemas['PersonDetail']>(`people/${id}`),
  });
  const back = { to: '/app/people', title: t('nav.people') };
  if (!found.data)
    return (
      <Page title={t('common.person')} back={back}>
        {found.error ? <ProblemBanner problem={found.error} /> : <Skeleton height={240} />}
      </Page>
    );
  const { answer: person, tag } = found.data;
  const close = () => setOpen(null);
  return (
    <Page
      title={person.name}
      intro={t('people.known_since', { time: moment(person.created_at) })}
      back={back}
      actions={
        <>
          <Button
            variant="default"
            component={Link}
            to={`/app/people/${id}/calendar`}
            leftSection={<CalendarDays size={16} aria-hidden />}
          >
            {t('people.attendance')}
          </Button>
          {office && (
            <Menu position="bottom-end" transitionProps={{ duration: 0 }}>
              <Menu.Target>
                <Button variant="default" rightSection={<EllipsisVertical size={16} aria-hidden />}>
                  {t('common.more')}
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item
                  leftSection={<PenLine size={16} aria-hidden />}
                  onClick={() => setOpen('rename')}
                >
                  {t('rename.title')}
                </Menu.Item>
                <Menu.Item
                  leftSection={<KeyRound size={16} aria-hidden />}
                  onClick={() => setOpen('pin')}
                >
                  {t('pins.set')}
                </Menu.Item>
                <Menu.Item
                  className="danger"
                  leftSection={<UserX size={16} aria-hidden />}
                  onClick={() => setOpen('forget')}
                >
                  {t('forget.title')}
                </Menu.Item>
              </Menu.Dropdown>
            </Menu>
          )}
        </>
      }
    >
      <div className="wide-left">
        <div className="stack">
          {office ? (
            <Photos person={person} />
          ) : (
            <Card title={t('photos.title')}>
              <p>{t('photos.count', { count: person.photos.length })}</p>
            </Card>
          )}
        </div>
        <div className="stack">
          <Teams personId={id} office={office} />
          {office && <Consent path={`people/${id}/consents`} office name={person.name} />}
          <Balances personId={id} />
        </div>
      </div>
      {open === 'rename' && <Rename person={person} tag={tag} onClose={close} />}
      {open === 'pin' && <Pin person={person} onClose={close} />}
      {open === 'forget' && <Forget person={person} onClose={close} />}
    </Page>
  );
}
