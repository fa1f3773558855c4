import { useTranslation } from 'react-i18next';
import { Records } from '../records/Records';
import { HOLIDAYS, PLACES, SITES, TEAMS } from '../records/spec';
import { TabbedPage } from '../records/Tabs';

/** Where people work, in which teams, and when nobody does. */
export function Component() {
  const { t } = useTranslation();
  const tabs = [SITES, PLACES, TEAMS, HOLIDAYS].map((kind) => ({
    key: kind.plural,
    title: `kinds.${kind.plural}.title`,
    content: <Records key={kind.plural} kind={kind} />,
  }));
  return <TabbedPage base="company" title={t('nav.company')} tabs={tabs} />;
}
