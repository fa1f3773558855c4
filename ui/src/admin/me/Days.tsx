import { useTranslation } from 'react-i18next';
import { PersonYear } from '../attendance/Calendar';
import { Mine } from './Mine';

/** One's own year. */
export function Component() {
  const { t } = useTranslation();
  const title = t('nav.me_days');
  return (
    <Mine title={title}>
      {(id) => <PersonYear personId={id} title={title} dayPath="/app/me/days" />}
    </Mine>
  );
}
