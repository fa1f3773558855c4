import { useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { chooseLanguage, nameOf, nextLanguage } from '../i18n';
import { Icon } from './Icon';
import { mute, muted } from './voice';

/** Language, colours and voice: what anybody at the door may change. */
export function Settings() {
  const { t, i18n } = useTranslation();
  const { setColorScheme } = useMantineColorScheme();
  const dark = useComputedColorScheme('light') === 'dark';
  const [silent, setSilent] = useState(muted);
  const following = nextLanguage(i18n.language);
  return (
    <div className="settings">
      <button
        type="button"
        className="tool"
        lang={following}
        onClick={() => void chooseLanguage(following)}
      >
        {nameOf(following)}
      </button>
      <button
        type="button"
        className="tool"
        aria-label={t(dark ? 'theme.light' : 'theme.dark')}
        onClick={() => setColorScheme(dark ? 'light' : 'dark')}
      >
        <Icon of={dark ? 'sun' : 'moon'} />
      </button>
      <button
        type="button"
        className="tool"
        aria-label={t(silent ? 'voice.off' : 'voice.on')}
        aria-pressed={!silent}
        onClick={() => {
          mute(!silent);
          setSilent(!silent);
        }}
      >
        <Icon of={silent ? 'silent' : 'sound'} />
      </button>
    </div>
  );
}
