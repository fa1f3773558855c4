import { ActionIcon, Button, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { Moon, Sun } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { chooseLanguage, nameOf, nextLanguage } from '../../i18n';

/** Language and colours: kept in this browser. */
export function Preferences() {
  const { t, i18n } = useTranslation();
  const { setColorScheme } = useMantineColorScheme();
  const dark = useComputedColorScheme('light') === 'dark';
  const following = nextLanguage(i18n.language);
  return (
    <div className="preferences">
      <Button variant="default" lang={following} onClick={() => void chooseLanguage(following)}>
        {nameOf(following)}
      </Button>
      <ActionIcon
        variant="default"
        size={36}
        aria-label={t(dark ? 'theme.light' : 'theme.dark')}
        onClick={() => setColorScheme(dark ? 'light' : 'dark')}
      >
        {dark ? <Sun size={18} aria-hidden /> : <Moon size={18} aria-hidden />}
      </ActionIcon>
    </div>
  );
}
