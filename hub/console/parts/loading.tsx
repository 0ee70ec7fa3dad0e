import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { WORDS } from '../words/words.ts'

/** How long nothing is shown, in milliseconds: most answers come sooner. */
const GRACE = 300

/** Grey lines in the place of what is awaited. */
export function Loading(): JSX.Element | null {
  const isLate = useSignal(false)
  useEffect(() => {
    const timer = setTimeout(() => (isLate.value = true), GRACE)
    return () => clearTimeout(timer)
  }, [])
  if (!isLate.value) return <div class="loading" />
  return (
    <div class="loading" role="status">
      {[92, 78, 85, 64, 88, 71].map((width) => (
        <svg key={width} class="grey-line" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
          <rect width={width} height="10" />
        </svg>
      ))}
      <p class="faint">{WORDS.loading}</p>
    </div>
  )
}
