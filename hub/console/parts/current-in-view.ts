import type { RefObject } from 'preact'
import { useEffect, useRef } from 'preact/hooks'

/** A row of links that shows the current one, also where it is too narrow for all, as on a phone. */
export function useCurrentInView(current: string | undefined): RefObject<HTMLElement | null> {
  const nav = useRef<HTMLElement>(null)
  useEffect(() => {
    const link = nav.current?.querySelector<HTMLElement>('[aria-current]')
    // Only sideways: the page itself stays where it is.
    nav.current?.scrollTo({ left: (link?.offsetLeft ?? 0) - nav.current.offsetLeft })
  }, [current])
  return nav
}
