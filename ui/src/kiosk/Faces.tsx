import type { SeenFace } from './messages';

/** A frame round each face, where the picture (mirrored, cropped to its box) shows it. */
export function Faces({ faces }: { faces: readonly SeenFace[] }) {
  return (
    <div className="faces" aria-hidden="true">
      {faces.map((face) => {
        const [x, y, width, height] = face.box;
        return (
          <div
            key={face.track}
            className="face"
            data-state={face.state}
            style={{
              left: `${(1 - x - width) * 100}%`,
              top: `${y * 100}%`,
              width: `${width * 100}%`,
              height: `${height * 100}%`,
            }}
          >
            {face.name && <span className="tag">{face.name}</span>}
          </div>
        );
      })}
    </div>
  );
}
