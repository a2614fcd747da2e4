/** Controls for the place in the walk: a slider, steps forward and back, and playback that never starts by itself. */
import { useEffect, useId, useState } from 'preact/hooks';

export interface MovesProps {
  readonly move: number;
  readonly last: number;
  readonly onMove: (move: number) => void;
}

const MOVE_MS = 450;

export function Moves({ move, last, onMove }: MovesProps) {
  const id = useId();
  const [playing, setPlaying] = useState(false);
  const atEnd = move >= last;
  useEffect(() => {
    if (!playing) return;
    if (atEnd) return setPlaying(false);
    const timer = setTimeout(() => onMove(move + 1), MOVE_MS);
    return () => clearTimeout(timer);
  }, [playing, move, atEnd]);
  const goTo = (to: number): void => {
    setPlaying(false);
    onMove(Math.min(last, Math.max(0, to)));
  };
  return (
    <div class="moves" role="group" aria-label="Moves of the players">
      <button type="button" onClick={() => goTo(move - 1)} disabled={move === 0}>
        Back
      </button>
      <button
        type="button"
        onClick={() => {
          if (atEnd) onMove(0);
          setPlaying(!playing);
        }}
      >
        {playing ? 'Pause' : 'Play'}
      </button>
      <button type="button" onClick={() => goTo(move + 1)} disabled={atEnd}>
        Next move
      </button>
      <label for={id}>
        Move {move} of {last}
      </label>
      <input
        id={id}
        type="range"
        min={0}
        max={last}
        step={1}
        value={move}
        onInput={({ currentTarget }) => goTo(Number(currentTarget.value))}
      />
    </div>
  );
}
