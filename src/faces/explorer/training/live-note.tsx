/** A note that tells if runs are still training, which published ones are not; screen readers announce it when it changes. */
import { useContext } from 'preact/hooks';
import { Live } from '../state/answer.js';
import type { Following } from '../state/training.js';

export function LiveNote({ following: { courses, connected } }: { readonly following: Following }) {
  const live = useContext(Live);
  if (!live && connected) return null;
  const training = [...courses.values()].filter((course) => course.training).length;
  const words = !connected
    ? 'There is no answer: the curves stand still.'
    : training > 0
      ? `Live: ${training} ${training === 1 ? 'run trains' : 'runs train'}, and ${training === 1 ? 'its curve grows' : 'their curves grow'}.`
      : 'No run is training now.';
  return (
    <p class={training > 0 && connected ? 'live on' : 'live'} role="status">
      {words}
    </p>
  );
}
