/** The energy on a globe: colours and contours, extreme places, the path and the encoder. Dragging turns it, a click sets the start. */
import { useEffect, useId, useMemo, useRef, useState } from 'preact/hooks';
import { formatNumber } from '../../../base/format-number.js';
import { add, type Matrix } from '../../../theory/algebra/matrix.js';
import { useMedia } from '../state/media.js';
import {
  arcsThrough,
  between,
  energyOnScreen,
  levelsOf,
  piecesOf,
  pointAt,
  seen,
  vectorAt,
  viewAbove,
  type GlobeView,
  type Seen,
  type Vector,
} from './globe-geometry.js';
import { placeOn, type Place } from './sphere.js';
import { extremesOf, type Extreme, type Position, type Walk } from './walk.js';
import './globe.css';

export interface GlobeProps {
  readonly walk: Walk;
  readonly position: Position;
  readonly label: string;
  readonly onStart: (place: Place) => void;
}

/** Milliseconds in which a move is shown. */
const MOVE_MS = 350;

/** Number of energies whose level sets are drawn. */
const LEVELS = 9;

/** Radius and half the side of the drawing, in its own units. */
const [RADIUS, HALF] = [100, 106];

/** Pixels of a side of the coloured disc. */
const PIXELS = 440;

/** Pixels of a drag below which it is a click. */
const CLICK = 4;

export function Globe({ walk, position, label, onStart }: GlobeProps) {
  const usual = useMemo(() => placeBetween(walk), [walk]);
  const [turn, setTurn] = useState<Place>();
  const middle = turn ?? usual;
  const view = viewAbove(middle);
  const { encoder, covariance } = useSmooth(position);
  const stops = walk.stops.slice(0, position.reached).map(({ encoder: { data } }) => vectorOf(data));
  const path = piecesOf(view, arcsThrough([...stops, encoder]));
  const levels = useMemo(() => levelsOf(covariance, LEVELS), [covariance]);
  const extremes = extremesOf(covariance);
  const here = seen(view, encoder);
  const drag = useDrag(middle, view, setTurn, onStart);
  const slider = useId();
  return (
    <div class="globe">
      <div class="ball" role="img" aria-label={label} {...drag}>
        <Colours covariance={covariance} view={view} />
        <svg viewBox={`${-HALF} ${-HALF} ${2 * HALF} ${2 * HALF}`} aria-hidden="true">
          {levels.map(({ curve }, k) => (
            <path key={k} class="level" d={linesOf(piecesOf(view, curve).near)} />
          ))}
          <circle class="limb" r={RADIUS} />
          <path class="path far" d={linesOf(path.far)} />
          <path class="path edge" d={linesOf(path.near)} />
          <path class="path" d={linesOf(path.near)} />
          {extremes.map((extreme, k) => (
            <Mark key={k} extreme={extreme} at={seen(view, vectorAt(extreme))} />
          ))}
          <circle class={here.depth >= 0 ? 'here' : 'here far'} cx={RADIUS * here.x} cy={-RADIUS * here.y} r={5.5} />
        </svg>
      </div>
      <Scale extremes={extremes} />
      <p class="turn">
        <label for={slider}>Turn</label>
        <input
          id={slider}
          type="range"
          min={-180}
          max={180}
          step={5}
          value={middle.longitude}
          aria-valuetext={`longitude ${Math.round(middle.longitude)}° in the middle`}
          onInput={({ currentTarget: { value } }) => setTurn({ ...middle, longitude: Number(value) })}
        />
        {turn !== undefined && (
          <button type="button" class="small" onClick={() => setTurn(undefined)}>
            back
          </button>
        )}
      </p>
    </div>
  );
}

const SIGNS: Readonly<Record<Extreme['kind'], string>> = { maximum: '▲', saddle: '✚', minimum: '▼' };

function Mark({ extreme: { kind }, at: { x, y, depth } }: { readonly extreme: Extreme; readonly at: Seen }) {
  return (
    <text class={depth >= 0 ? 'extreme' : 'extreme far'} x={RADIUS * x} y={-RADIUS * y + 4}>
      {SIGNS[kind]}
    </text>
  );
}

/** Shows which colour is which energy. */
function Scale({ extremes }: { readonly extremes: readonly Extreme[] }) {
  const energies = extremes.map(({ energy }) => energy);
  return (
    <p class="scale">
      E = {formatNumber(Math.min(...energies))} <span aria-hidden="true" /> {formatNumber(Math.max(...energies))}
    </p>
  );
}

interface ColoursProps {
  readonly covariance: Matrix;
  readonly view: GlobeView;
}

function Colours({ covariance, view }: ColoursProps) {
  const place = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = place.current?.getContext('2d');
    if (context === null || context === undefined) return;
    const image = context.createImageData(PIXELS, PIXELS);
    paint(new Uint32Array(image.data.buffer), covariance, view);
    context.putImageData(image, 0, 0);
  });
  return <canvas ref={place} width={PIXELS} height={PIXELS} />;
}

/** Colours every point of the disc by its energy. @param pixels row by row, as `packed` packs them */
function paint(pixels: Uint32Array, covariance: Matrix, view: GlobeView): void {
  const energyAt = energyOnScreen(covariance, view);
  const energies = extremesOf(covariance).map(({ energy }) => energy);
  const [least, most] = [Math.min(...energies), Math.max(...energies)];
  for (let row = 0; row < PIXELS; row++) {
    const y = ((1 - (2 * (row + 0.5)) / PIXELS) * HALF) / RADIUS;
    for (let column = 0; column < PIXELS; column++) {
      const x = (((2 * (column + 0.5)) / PIXELS - 1) * HALF) / RADIUS;
      const rest = 1 - x * x - y * y;
      if (rest < 0) continue;
      const energy = energyAt(x, y, Math.sqrt(rest));
      const share = most > least ? (energy - least) / (most - least) : 0.5;
      pixels[row * PIXELS + column] = COLOURS[Math.round(255 * Math.min(1, Math.max(0, share)))] as number;
    }
  }
}

/** Viridis at five of its colours; between them it is nearly straight. */
const VIRIDIS = [
  [68, 1, 84],
  [59, 82, 139],
  [33, 145, 140],
  [94, 201, 98],
  [253, 231, 37],
] as const;

const COLOURS = Array.from({ length: 256 }, (_, k) => {
  const place = (k / 255) * (VIRIDIS.length - 1);
  const from = Math.min(VIRIDIS.length - 2, Math.floor(place));
  const [low, high] = [VIRIDIS[from], VIRIDIS[from + 1]] as [(typeof VIRIDIS)[number], (typeof VIRIDIS)[number]];
  return packed(([0, 1, 2] as const).map((c) => Math.round(low[c] + (place - from) * (high[c] - low[c]))));
});

/** Packs an opaque colour as a canvas stores it, in the order of this machine's bytes. */
function packed(channels: readonly number[]): number {
  return new Uint32Array(Uint8Array.of(...channels, 255).buffer)[0] as number;
}

/** Returns encoder and covariance of a position, moved there smoothly unless the reader wants little motion. */
function useSmooth({ stop, covariance }: Position): { readonly encoder: Vector; readonly covariance: Matrix } {
  const isStill = useMedia('(prefers-reduced-motion: reduce)');
  const goal = { encoder: vectorOf(stop.encoder.data), covariance };
  const [shown, setShown] = useState(goal);
  useEffect(() => {
    if (isStill) return setShown(goal);
    const from = shown;
    const begun = performance.now();
    let frame = requestAnimationFrame(function draw(now: number) {
      const time = Math.min(1, Math.max(0, (now - begun) / MOVE_MS));
      const share = time * time * (3 - 2 * time);
      setShown({
        encoder: between(from.encoder, goal.encoder, share),
        covariance: add(from.covariance, add(covariance, from.covariance, -1), share),
      });
      if (time < 1) frame = requestAnimationFrame(draw);
    });
    return () => cancelAnimationFrame(frame);
  }, [stop, covariance, isStill]);
  return isStill ? goal : shown;
}

/** Returns listeners that turn the globe by a drag and take a click for the place of the start. */
function useDrag(middle: Place, view: GlobeView, onTurn: (middle: Place) => void, onClick: (place: Place) => void) {
  const begun = useRef<{ readonly x: number; readonly y: number; readonly middle: Place } | undefined>(undefined);
  return {
    onPointerDown: (event: PointerEvent & { readonly currentTarget: HTMLElement }) => {
      begun.current = { x: event.clientX, y: event.clientY, middle };
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove: (event: PointerEvent & { readonly currentTarget: HTMLElement }) => {
      if (begun.current === undefined) return;
      const { x, y, middle: from } = begun.current;
      const [across, down] = [event.clientX - x, event.clientY - y];
      if (Math.hypot(across, down) <= CLICK) return;
      const degrees = 180 / event.currentTarget.clientWidth;
      onTurn({
        longitude: wrapped(from.longitude - across * degrees),
        latitude: Math.min(89, Math.max(-89, from.latitude + down * degrees)),
      });
    },
    onPointerUp: (event: PointerEvent & { readonly currentTarget: HTMLElement }) => {
      const from = begun.current;
      begun.current = undefined;
      if (from === undefined || Math.hypot(event.clientX - from.x, event.clientY - from.y) > CLICK) return;
      const { left, top, width } = event.currentTarget.getBoundingClientRect();
      const scale = (2 * HALF) / width / RADIUS;
      const w = pointAt(view, (event.clientX - left - width / 2) * scale, (top + width / 2 - event.clientY) * scale);
      if (w !== undefined) onClick(placeOn({ rows: 1, columns: 3, data: Float64Array.from(w) }));
    },
    onPointerCancel: () => (begun.current = undefined),
  };
}

/** Returns the place half way between start and end of a walk, from which most of its path is seen. */
function placeBetween({ stops }: Walk): Place {
  const [first, last] = [stops[0], stops.at(-1)].map((stop) =>
    vectorOf(stop?.encoder.data ?? Float64Array.of(1, 0, 0)),
  );
  const middle = between(first as Vector, last as Vector, 0.5);
  return placeOn({ rows: 1, columns: 3, data: Float64Array.from(middle) });
}

function vectorOf(data: Float64Array): Vector {
  return [data[0] as number, data[1] as number, data[2] as number];
}

function wrapped(degrees: number): number {
  return ((((degrees + 180) % 360) + 360) % 360) - 180;
}

function linesOf(pieces: readonly (readonly Seen[])[]): string {
  return pieces
    .map((piece) => `M${piece.map(({ x, y }) => `${(RADIUS * x).toFixed(2)},${(-RADIUS * y).toFixed(2)}`).join('L')}`)
    .join('');
}
