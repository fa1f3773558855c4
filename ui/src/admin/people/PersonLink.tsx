import { Link } from 'react-router';
import { Avatar } from './Photo';

/** A person's name, which leads to the profile. */
export function PersonLink({ id, name, to }: { id: string; name: string; to?: string }) {
  return (
    <Link className="person" to={to ?? `/app/people/${id}`}>
      <Avatar name={name} /> {name}
    </Link>
  );
}
