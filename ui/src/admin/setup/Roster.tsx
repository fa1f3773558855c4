import { useTranslation } from 'react-i18next';
import { Records } from '../records/Records';
import { ASSIGNMENTS, MEMBERSHIPS, ROTATIONS, SHIFTS } from '../records/spec';
import { TabbedPage } from '../records/Tabs';

/** Who works when: shifts, their rotation, and who follows which. */
export function Component() {
  const { t } = useTranslation();
  const tabs = [SHIFTS, ROTATIONS, ASSIGNMENTS, MEMBERSHIPS].map((kind) => ({
    key: kind.plural,
    title: `kinds.${kind.plural}.title`,
    content: <Records key={kind.plural} kind={kind} />,
  }));
  return <TabbedPage base="roster" title={t('nav.roster')} tabs={tabs} />;
}
