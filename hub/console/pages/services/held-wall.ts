import type { RefObject } from 'preact'
import { useRef } from 'preact/hooks'
import { inOrderOfWall, type Wall } from './wall.ts'

/**
 * A wall in the order that it had, as long as somebody has a hand or the focus on it and wants the same: nothing moves
 * under the hand.
 */
export function useHeldWall(wall: Wall, wish: string, element: RefObject<HTMLElement | null>): Wall {
  const before = useRef<{ readonly wish: string; readonly wall: Wall }>({ wish: '', wall: { rows: [], columns: [] } })
  const isHeld = before.current.wish === wish && element.current?.matches(':hover, :focus-within') === true
  const held = isHeld ? inOrderOfWall(before.current.wall, wall) : wall
  before.current = { wish, wall: held }
  return held
}
