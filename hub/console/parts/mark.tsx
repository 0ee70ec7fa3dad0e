import type { JSX } from 'preact'

const SHAPES = {
  /** Seen. */
  seen: <circle class="seen" cx="6" cy="6" r="5" />,
  dot: <circle class="seen" cx="6" cy="6" r="2.5" />,
  /** Looked, and not there. */
  none: <circle class="hollow" cx="6" cy="6" r="4.75" />,
  quiet: <circle class="hollow" cx="6" cy="6" r="3.5" />,
  /** Could not look. */
  unknown: <circle class="dashed" cx="6" cy="6" r="4.75" />,
  silent: <path class="dashed" d="M1.2 1.2h9.6v9.6H1.2z" />,
  late: <path class="hollow" d="M6 1.2a4.8 4.8 0 1 0 0 9.6a4.8 4.8 0 0 0 0-9.6zM6 3.4v2.8l2 1.2" />,
  gap: <path class="seen" d="M0 3h4v6H0zM8 3h4v6H8z" />,
  blind: (
    <>
      <path class="seen" d="M1 1h10v10H1z" />
      <path class="cross" d="M3.4 3.4l5.2 5.2M8.6 3.4L3.4 8.6" />
    </>
  ),
  degraded: <path class="hollow" d="M6 1.6l4.9 8.8H1.1zM6 5v2.6" />,
  flapping: <path class="hollow" d="M.8 8.6l2.4-5.2 2.6 5.2 2.6-5.2 2.6 5.2" />,
  blocked: <path class="hollow" d="M6 1.25a4.75 4.75 0 1 0 0 9.5a4.75 4.75 0 0 0 0-9.5zM2.8 9.2l6.4-6.4" />,
  paused: <path class="hollow" d="M4 2v8M8 2v8" />,
  never: <path class="hollow" d="M2 6h8" />,
  differs: <path class="seen" d="M6 .8L11.2 6 6 11.2.8 6z" />,
} as const

/** What a mark says: filled is seen, hollow is not there, dashed could not be looked at. */
export type MarkName = keyof typeof SHAPES

/** A mark, which a word beside it repeats. */
export function Mark({ name, size = 12 }: { readonly name: MarkName; readonly size?: number }): JSX.Element {
  return (
    <svg class="mark" width={size} height={size} viewBox="0 0 12 12" aria-hidden="true">
      {SHAPES[name]}
    </svg>
  )
}
