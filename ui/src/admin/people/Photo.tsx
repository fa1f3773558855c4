import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { file } from '../server';

type Props = { id: string; alt: string };

/** The face that is kept of an enrolment photo. */
export const Photo = ({ id, alt }: Props) => <Picture path={`photos/${id}/crop`} alt={alt} />;

/** A picture that never changes; fetched with the token, so not by its address. */
export function Picture({ path, alt }: { path: string; alt: string }) {
  const found = useQuery({
    queryKey: ['picture', path],
    queryFn: () => file(path),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const address = useObjectUrl(found.data?.content);
  return address ? <img src={address} alt={alt} /> : <span className="photo-empty" aria-hidden />;
}

/** The address of a picture in memory, as long as it is shown. */
export function useObjectUrl(content: Blob | null | undefined): string | null {
  const [address, setAddress] = useState<string | null>(null);
  useEffect(() => {
    if (!content) return setAddress(null);
    const made = URL.createObjectURL(content);
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [content]);
  return address;
}

/** Initials, for whoever has no photo here. */
export function Avatar({ name }: { name: string }) {
  const words = name.trim().split(/\s+/);
  const initials = [words[0], words.length > 1 ? words.at(-1) : ''].map(
    (word) => word?.at(0) ?? '',
  );
  return (
    <span className="avatar" aria-hidden>
      {initials.join('').toUpperCase()}
    </span>
  );
}
