import type { RefObject } from 'preact'
import { useRef } from 'preact/hooks'
import { inOrderOf } from './held-lines.ts'
import type { HostLine } from './host-list.ts'

/**
 * Lines in the order, and in the bands, that they had, as long as somebody has a hand or the focus on them and wants
 * the same: nothing moves under the hand. What is new comes last.
 */
export function useHeld(
  lines: readonly HostLine[],
  wish: string,
  element: RefObject<HTMLElement | null>,
): readonly HostLine[] {
  const before = useRef<{ readonly wish: string; readonly lines: readonly HostLine[] }>({ wish: '', lines: [] })
  const isHeld = before.current.wish === wish && element.current?.matches(':hover, :focus-within') === true
  const held = isHeld ? inOrderOf(before.current.lines, lines) : lines
  before.current = { wish, lines: held }
  return held
}
