/** The camera, and one JPEG of what it sees at a time. */
import type { Trouble } from './stage';

export const FRAME_WIDTH = 640;
const QUALITY = 0.8;

/** Open the front camera, or say what keeps it from opening. */
export async function openCamera(): Promise<MediaStream | Trouble> {
  if (!navigator.mediaDevices?.getUserMedia) return { kind: 'insecure' };
  try {
    return await navigator.mediaDevices.getUserMedia({
      audio: false,
      video: {
        facingMode: 'user',
        width: { ideal: 1280 },
        height: { ideal: 720 },
        frameRate: { ideal: 30 },
      },
    });
  } catch (error) {
    return { kind: reason(error instanceof DOMException ? error.name : '') };
  }
}

function reason(name: string): 'camera_refused' | 'camera_absent' | 'camera_busy' {
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'camera_refused';
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'camera_absent';
  return 'camera_busy';
}

const canvas = document.createElement('canvas');

/** The present picture as a JPEG, at most 640 pixels wide; null while the camera warms up. */
export function frame(video: HTMLVideoElement): Promise<Blob | null> {
  if (!video.videoWidth) return Promise.resolve(null);
  const scale = Math.min(1, FRAME_WIDTH / Math.max(video.videoWidth, video.videoHeight));
  const width = Math.round(video.videoWidth * scale);
  const height = Math.round(video.videoHeight * scale);
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  canvas.getContext('2d', { alpha: false })?.drawImage(video, 0, 0, width, height);
  return new Promise((done) => canvas.toBlob(done, 'image/jpeg', QUALITY));
}

/** Several pictures of one moment, as several frames have to agree. */
export async function burst(video: HTMLVideoElement, count = 5, apart = 150): Promise<Blob[]> {
  const pictures: Blob[] = [];
  for (let number = 0; number < count; number += 1) {
    const picture = await frame(video);
    if (picture) pictures.push(picture);
    await new Promise((later) => setTimeout(later, apart));
  }
  return pictures;
}
