import { useTranslation } from 'react-i18next';
import { Records } from '../records/Records';
import { ENTITLEMENTS, LEAVE_TYPES, POLICIES, POLICY_USES } from '../records/spec';
import { TabbedPage } from '../records/Tabs';

/** By which rules time is counted, and how much leave there is. */
export function Component() {
  const { t } = useTranslation();
  const tabs = [POLICIES, POLICY_USES, LEAVE_TYPES, ENTITLEMENTS].map((kind) => ({
    key: kind.plural,
    title: `kinds.${kind.plural}.title`,
    content: <Records key={kind.plural} kind={kind} />,
  }));
  return <TabbedPage base="rules" title={t('nav.rules')} tabs={tabs} />;
}
