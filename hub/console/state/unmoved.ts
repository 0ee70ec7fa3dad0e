import type { RefObject } from 'preact'
import { useRef } from 'preact/hooks'

/** A value as it was, as long as somebody has a hand or the focus on what shows it: nothing moves under the hand. */
export function useUnmoved<T>(value: T, element: RefObject<HTMLElement | null>): T {
  const before = useRef(value)
  const isHeld = element.current?.matches(':hover, :focus-within') === true
  const held = isHeld ? before.current : value
  before.current = held
  return held
}
