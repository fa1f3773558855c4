import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { PersonDay } from '../attendance/DayOf';
import { Mine } from './Mine';

/** One's own day. */
export function Component() {
  const { t } = useTranslation();
  const { date = '' } = useParams();
  const back = { to: `/app/me/days?date=${date}`, title: t('nav.me_days') };
  return (
    <Mine title={t('nav.me_days')}>
      {(id) => <PersonDay personId={id} date={date} path="/app/me/days" back={back} />}
    </Mine>
  );
}
