import { useEffect } from 'preact/hooks'
import type { Answer } from './answer.ts'

/** How often what is shown is asked again, in milliseconds: unless it is much. */
const PAUSE = 15_000

/** Keeps an answer up to date for as long as it is shown, but not in a hidden tab. */
export function useFollowed(answer: Answer<unknown>, pause = PAUSE): void {
  useEffect(() => {
    const again = (): void => {
      if (!document.hidden) answer.again()
    }
    const timer = setInterval(again, pause)
    document.addEventListener('visibilitychange', again)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', again)
    }
  }, [pause])
}
