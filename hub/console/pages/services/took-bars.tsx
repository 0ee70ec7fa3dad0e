import type { JSX } from 'preact'
import { CHECK_WORDS } from '../../words/check-words.ts'
import { SERVICES_WORDS } from '../../words/services-words.ts'

const { panel: words } = SERVICES_WORDS

/** The drawing in its own units: a run is so wide, its bar, and the whole so high. */
const [RUN, BAR, HEIGHT] = [7, 5, 24]

/** How long the last runs took, as bars and in words. */
export function TookBars({ recent }: { readonly recent: readonly number[] }): JSX.Element | null {
  if (recent.length === 0) return null
  const sorted = recent.toSorted((a, b) => a - b)
  const [least = 0, middle = 0, most = 0] = [sorted[0], sorted[Math.floor(sorted.length / 2)], sorted.at(-1)]
  const says = words.tookSays(recent.length, CHECK_WORDS.took(least), CHECK_WORDS.took(middle), CHECK_WORDS.took(most))
  const width = recent.length * RUN
  return (
    <>
      <svg class="took-bars" width={width} height={HEIGHT} viewBox={`0 0 ${width} ${HEIGHT}`} aria-hidden="true">
        {recent.map((took, at) => {
          // The shortest run is still to be seen.
          const height = Math.max(1.5, (took / Math.max(most, 1)) * (HEIGHT - 1))
          return <rect key={at} x={at * RUN} y={HEIGHT - height} width={BAR} height={height} />
        })}
      </svg>
      <span>{says}</span>
    </>
  )
}
