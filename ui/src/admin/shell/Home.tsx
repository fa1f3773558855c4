import { Navigate } from 'react-router';
import { useSession } from '../session';

/** The first page of each role. */
export function Home() {
  const { session } = useSession();
  return <Navigate replace to={session?.role === 'employee' ? '/app/me/days' : '/app/dashboard'} />;
}
