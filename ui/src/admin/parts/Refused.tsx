import { CircleAlert } from 'lucide-react';

/** Files that were not sent, each with its reason. */
export function Refused({ files }: { files: readonly string[] }) {
  if (!files.length) return null;
  return (
    <div className="problem" role="alert">
      <CircleAlert aria-hidden size={22} />
      <div>
        {files.map((words) => (
          <p key={words}>{words}</p>
        ))}
      </div>
    </div>
  );
}
