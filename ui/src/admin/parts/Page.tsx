import { ArrowLeft } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { Link } from 'react-router';

type Props = {
  title: string;
  intro?: ReactNode;
  actions?: ReactNode;
  back?: { to: string; title: string };
  children: ReactNode;
};

/** A page's heading, which has the focus after a change of page, and its content. */
export function Page({ title, intro, actions, back, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Adsum`;
  }, [title]);
  useEffect(() => heading.current?.focus(), []);
  return (
    <>
      <header className="page-head">
        <div>
          {back && (
            <Link className="back" to={back.to}>
              <ArrowLeft size={16} aria-hidden /> {back.title}
            </Link>
          )}
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {intro && <p className="hint">{intro}</p>}
        </div>
        {actions && <div className="actions">{actions}</div>}
      </header>
      {children}
    </>
  );
}

/** A part of a page with a heading of its own. */
export function Card({
  title,
  actions,
  children,
}: {
  title?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section className="card">
      {(title || actions) && (
        <header>
          {title && <h2>{title}</h2>}
          {actions && <div className="actions">{actions}</div>}
        </header>
      )}
      {children}
    </section>
  );
}
