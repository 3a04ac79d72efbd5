// A person's picture, or the first letter of the name on a colour of its own; of a group up to four of them.
import { useState } from 'preact/hooks';

interface Face {
  id: number;
  name: string;
  picture: string;
}

export function Avatar({ face, size = 44 }: { face: Face; size?: number }) {
  const [isBroken, setBroken] = useState('');
  const shows = face.picture && isBroken !== face.picture;
  return (
    <span class={`avatar hue-${Math.abs(face.id) % 6} size-${size}`} aria-hidden="true">
      {shows ? <img src={face.picture} alt="" loading="lazy" draggable={false} onError={() => setBroken(face.picture)} /> : [...face.name][0] ?? '?'}
    </span>
  );
}

export function Avatars({ faces }: { faces: Face[] }) {
  if (faces.length <= 1) return faces[0] ? <Avatar face={faces[0]} /> : <span class="avatar size-44" aria-hidden="true" />;
  return (
    <span class={`avatars of-${faces.length}`} aria-hidden="true">
      {faces.map((face) => (
        <Avatar key={face.id} face={face} size={20} />
      ))}
    </span>
  );
}
