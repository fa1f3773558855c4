import type { LucideIcon } from 'lucide-react';
import { type DragEvent, useId, useState } from 'react';
import { type FileKind, useFitting } from './limits';
import { Refused } from './Refused';

type Props = {
  icon: LucideIcon;
  label: string;
  hint?: string;
  /** What the file is, which says how large it may be. */
  kind: FileKind;
  accept: string;
  chosen?: string | undefined;
  /** Only files that the server would take; none if all were too large. */
  onFiles: (files: File[]) => void;
};

/** A file by dropping it here, or by choosing it. */
export function Drop({ icon: Icon, label, hint, kind, accept, chosen, onFiles }: Props) {
  const id = useId();
  const part = useFitting(kind);
  const [over, setOver] = useState(false);
  const [refused, setRefused] = useState<string[]>([]);
  const take = async (files: Iterable<File>) => {
    const found = await part([...files]);
    setRefused(found.refused);
    onFiles(found.fitting);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void take(event.dataTransfer.files);
  };
  return (
    <>
      <label
        className="drop"
        data-over={over}
        htmlFor={id}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <Icon size={32} strokeWidth={1.5} aria-hidden />
        <strong>{chosen ?? label}</strong>
        {hint && <span className="hint">{hint}</span>}
        <input
          id={id}
          className="hidden"
          type="file"
          accept={accept}
          aria-label={label}
          onChange={(event) => {
            void take(event.currentTarget.files ?? []);
            event.currentTarget.value = '';
          }}
        />
      </label>
      <Refused files={refused} />
    </>
  );
}
