import { type Signal, useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { live } from '../../state/live.ts'

/** How many events with these filters came since a list was read; `list` names the list, and another one has none. */
export function useFresh(filters: string, list: string): Signal<number> {
  const fresh = useSignal(0)
  useEffect(() => {
    live.follow(`/api/v1/stream?${filters}`, (count, isMissed) => (fresh.value += isMissed ? Infinity : count))
  }, [filters])
  // Only at the end: without events in between there would be two further streams for each filter.
  useEffect(() => () => live.follow(undefined), [])
  useEffect(() => void (fresh.value = 0), [list])
  return fresh
}
