/**
 * What every page of Adsum stands on. Mantine adds no <style> of its own here: the server's policy
 * forbids them, and its variables come from a file (docs/adr/0011-ui.md).
 */
import '@mantine/core/styles/baseline.css';
import '@mantine/core/styles/default-css-variables.css';
import '@mantine/core/styles/global.css';
import './theme.css';
import { createTheme, MantineProvider } from '@mantine/core';
import { type ReactNode, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { startLanguages, type TextFiles } from '../i18n';

const theme = createTheme({
  primaryColor: 'teal',
  respectReducedMotion: true,
  cursorType: 'pointer',
});

/** Show a page once its language is there. */
export async function show(page: ReactNode, texts: TextFiles): Promise<void> {
  const root = document.getElementById('root');
  if (!root) throw new Error('the page has no root');
  await startLanguages(texts);
  createRoot(root).render(
    <StrictMode>
      <MantineProvider
        theme={theme}
        defaultColorScheme="auto"
        withCssVariables={false}
        withGlobalClasses={false}
      >
        {page}
      </MantineProvider>
    </StrictMode>,
  );
}
