import type { LucideIcon } from 'lucide-react';
import { type DragEvent, useId, useState } from 'react';

type Props = {
  icon: LucideIcon;
  label: string;
  hint?: string;
  accept: string;
  multiple?: boolean;
  chosen?: string | undefined;
  onFiles: (files: File[]) => void;
};

/** Files by dropping them here, or by choosing them. */
export function Drop({ icon: Icon, label, hint, accept, multiple, chosen, onFiles }: Props) {
  const id = useId();
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    onFiles([...event.dataTransfer.files]);
  };
  return (
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
        multiple={multiple}
        aria-label={label}
        onChange={(event) => {
          onFiles([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = '';
        }}
      />
    </label>
  );
}
