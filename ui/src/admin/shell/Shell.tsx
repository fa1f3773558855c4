import { ActionIcon, Button, Drawer } from '@mantine/core';
import { LogOut, Menu } from 'lucide-react';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink, Outlet, useNavigation } from 'react-router';
import { signOut, useSession } from '../session';
import { menuOf } from './menu';
import { Preferences } from './Preferences';

/** The frame of every page: the menu at the side, or behind a button on a phone. */
export function Shell() {
  const { t } = useTranslation();
  const { session } = useSession();
  const loading = useNavigation().state === 'loading';
  const [open, setOpen] = useState(false);
  return (
    <div className="shell">
      <a className="skip" href="#content">
        {t('nav.skip')}
      </a>
      <aside className="side">
        <Brand />
        <MainMenu onChoice={() => undefined} />
      </aside>
      <header className="top">
        <ActionIcon
          className="burger"
          variant="default"
          size={40}
          aria-label={t('nav.menu')}
          aria-expanded={open}
          onClick={() => setOpen(true)}
        >
          <Menu size={20} aria-hidden />
        </ActionIcon>
        <div className="who">
          <strong>{session?.login}</strong>
          <span className="hint">{t(`roles.${session?.role}`)}</span>
        </div>
        <Preferences />
        <Button
          variant="default"
          className="sign-out"
          leftSection={<LogOut size={16} aria-hidden />}
          onClick={() => void signOut()}
        >
          {t('nav.sign_out')}
        </Button>
      </header>
      <main id="content" tabIndex={-1} aria-busy={loading}>
        <div className={loading ? 'progress on' : 'progress'} aria-hidden />
        <Suspense>
          <Outlet />
        </Suspense>
      </main>
      <Drawer
        opened={open}
        onClose={() => setOpen(false)}
        title={<Brand />}
        size={290}
        lockScroll={false}
        closeButtonProps={{ 'aria-label': t('common.close') }}
        transitionProps={{ duration: 0 }}
      >
        <MainMenu onChoice={() => setOpen(false)} />
      </Drawer>
    </div>
  );
}

function Brand() {
  return (
    <span className="brand">
      <img src="/static/icon.svg" alt="" width={30} height={30} /> Adsum
    </span>
  );
}

function MainMenu({ onChoice }: { onChoice: () => void }) {
  const { t } = useTranslation();
  const { session } = useSession();
  if (!session) return null;
  return (
    <nav className="menu" aria-label={t('nav.menu')}>
      {menuOf(session.role).map(({ title, entries }) => (
        <section key={title}>
          <h2>{t(title)}</h2>
          <ul>
            {entries.map(({ to, title, icon: Icon }) => (
              <li key={to}>
                <NavLink to={to} onClick={onChoice}>
                  <Icon size={18} aria-hidden /> {t(title)}
                </NavLink>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </nav>
  );
}
