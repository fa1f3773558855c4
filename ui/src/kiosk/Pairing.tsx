import '@mantine/core/styles/UnstyledButton.css';
import '@mantine/core/styles/Button.css';
import '@mantine/core/styles/Loader.css';
import '@mantine/core/styles/Input.css';
import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../api/client';
import { type Paired, pair } from './messages';
import { Settings } from './Settings';

/** Ask for the code that makes this tablet a kiosk. */
export function Pairing({ lost, onPaired }: { lost: boolean; onPaired: (paired: Paired) => void }) {
  const { t } = useTranslation();
  const [code, setCode] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(lost ? t('pair.lost') : null);

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      onPaired(await pair(code));
    } catch (problem) {
      setError(
        problem instanceof Problem ? wordsFor(problem, t('failed.network')) : t('failed.unknown'),
      );
      setBusy(false);
    }
  };

  return (
    <main className="pairing">
      <form className="card" onSubmit={submit}>
        <img src="/ui/assets/icon.svg" alt="" width={72} height={72} />
        <h1>{t('pair.title')}</h1>
        <p>{t('pair.how')}</p>
        <TextInput
          label={t('pair.code')}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value.toUpperCase())}
          error={error}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          maxLength={20}
          size="xl"
          required
          data-autofocus
        />
        <Button type="submit" size="xl" loading={busy} fullWidth>
          {t('pair.submit')}
        </Button>
      </form>
      <Settings />
    </main>
  );
}

function wordsFor(problem: Problem, network: string): string {
  return problem.status === 0 ? network : `${problem.message}. ${problem.remedy}`;
}
