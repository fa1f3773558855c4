import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

type Props = { icon: LucideIcon; title: string; hint?: ReactNode; action?: ReactNode };

/** Nothing to show yet, why, and the next step. */
export function Empty({ icon: Icon, title, hint, action }: Props) {
  return (
    <div className="empty">
      <Icon size={40} strokeWidth={1.4} aria-hidden />
      <p className="title">{title}</p>
      {hint && <p className="hint">{hint}</p>}
      {action}
    </div>
  );
}
