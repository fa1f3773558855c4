import { useTranslation } from 'react-i18next';
import { Page } from '../parts/Page';

export function Component() {
  const { t } = useTranslation();
  return <Page title={t('nav.dashboard')}>{null}</Page>;
}
